"""Executable criteria from `content/criteria/`: all of them or nothing.

`families/<family>.yaml` says what is asked of which kinds of item, `entries/<code>.yaml` holds the
rules of one entry. Every file is read for every edition it names before anything is written.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from controllist.criteria import Entry, Family, Rulebook, codec
from controllist.criteria.nodes import Specified
from controllist.criteria.place import BadCriteria
from controllist.services import put_criteria
from vocabulary.reports import FileReport, State, stop_if_refused
from vocabulary.yamlfile import BadFile, Section, line_of, load

FOLDER = "criteria"
Name = tuple[str, str]


def load_criteria(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    files, refused = read_folder(Path(root))
    stop_if_refused(refused)
    specs = {name: _plain(data) for name, data in files.items()}
    with transaction.atomic():
        done = put_criteria(files={name: (spec, _hash(spec)) for name, spec in specs.items()})
        transaction.set_rollback(dry_run)
    return [FileReport(_shown(name), _state(state), state) for name, state in done.items()]


def read_folder(root: Path) -> tuple[dict[Name, Section], list[FileReport]]:
    """The files of a folder, and why some of them cannot be taken."""
    files: dict[Name, Section] = {}
    refused: list[FileReport] = []
    for sort in ("family", "entry"):
        for path in sorted((root / FOLDER / _folder(sort)).glob("*.yaml")):
            try:
                data = load(path)
                _check_key(data, sort, path)
            except BadFile as bad:
                refused.append(
                    FileReport(_shown((sort, path.stem)), "refused", bad.reason, bad.line)
                )
                continue
            files[sort, path.stem] = data
    if not refused:
        refused = list(_mistakes(files))
    return files, refused


def _check_key(data: Section, sort: str, path: Path) -> None:
    if data.get(sort) != path.stem:
        reason = f"“{sort}” must be {path.stem}, as the file is called"
        raise BadFile(str(path), line_of(data, sort), reason)


def _mistakes(files: Mapping[Name, Section]) -> Iterator[FileReport]:
    for edition in editions_of(files):
        families: dict[str, Family] = {}
        entries: dict[str, Entry] = {}
        for name, data in files.items():
            try:
                if name[0] == "family":
                    _add_family(codec.load_family(data, edition), families, data)
                elif edition in codec.editions_of(data):
                    entries[name[1]] = codec.load_entry(data, edition, families)
            except BadCriteria as bad:
                line = line_of(bad.data if isinstance(bad.data, Section) else data, bad.key)
                yield FileReport(_shown(name), "refused", f"({edition}) {bad.reason}", line)
        yield from _references(entries, edition)


def _add_family(family: Family, families: dict[str, Family], data: Section) -> None:
    for kind in family.kinds:
        if kind in families:
            raise BadCriteria(f"{families[kind].name} has the kind “{kind}” already", data, "kinds")
        families[kind] = family


def _references(entries: Mapping[str, Entry], edition: str) -> Iterator[FileReport]:
    """A rule may name only entries that have rules: otherwise it could never be decided."""
    for code, entry in entries.items():
        for node in entry.nodes():
            for path in node.paths if isinstance(node, Specified) else ():
                if path.partition(".")[0] not in entries:
                    reason = f"({edition}) {node.path} names {path}, which has no criteria"
                    yield FileReport(_shown(("entry", code)), "refused", reason)


def editions_of(files: Mapping[Name, Section]) -> list[str]:
    """Every edition that some entry names, newest first."""
    found: set[str] = set()
    for (sort, _key), data in files.items():
        if sort == "entry" and isinstance(data.get("editions"), list):
            found |= {str(edition) for edition in data["editions"]}
    return sorted(found, reverse=True)


def rulebook_of(files: Mapping[Name, Mapping[str, Any]], edition: str) -> Rulebook:
    """The rulebook of one edition. Raises `BadCriteria`; files that were loaded never do."""
    return codec.load_book(
        [data for (sort, _key), data in files.items() if sort == "family"],
        [data for (sort, _key), data in files.items() if sort == "entry"],
        edition,
    )


def _plain(data: Section) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return found


def _hash(spec: Mapping[str, Any]) -> str:
    body = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _folder(sort: str) -> str:
    return {"family": "families", "entry": "entries"}[sort]


def _shown(name: Name) -> str:
    return f"{FOLDER}/{_folder(name[0])}/{name[1]}.yaml"


def _state(state: str) -> State:
    return "created" if state == "created" else "unchanged" if state == "unchanged" else "updated"
