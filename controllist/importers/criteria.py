"""Executable criteria and templates of datasheets from `content/`: all of them or nothing.

`criteria/families/` says what is asked of which kinds of item, `criteria/entries/` holds the rules
of one entry a file, `datasheets/` the templates. Every file is read for every edition it names, and
every template is proven, before anything is written; files that did not change are not read again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from controllist.criteria import Entry, Family, Rulebook, codec
from controllist.criteria.nodes import Specified
from controllist.criteria.place import BadCriteria
from controllist.datasheets import load_template, prove
from controllist.models import CriteriaFile
from controllist.services import put_criteria
from vocabulary.reports import FileReport, State, stop_if_refused
from vocabulary.yamlfile import BadFile, Section, line_of, load

Name = tuple[str, str]
_PROVEN: set[str] = set()
FOLDERS = {"family": "criteria/families", "entry": "criteria/entries", "sheet": "datasheets"}
# The key in a file that repeats the file's name.
NAMED_BY = {"family": "family", "entry": "entry", "sheet": "template"}


def load_criteria(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    files, refused = read_files(Path(root))
    stop_if_refused(refused)
    specs = {name: _plain(data) for name, data in files.items()}
    hashes = {name: _hash(spec) for name, spec in specs.items()}
    if hashes == _known():
        return [FileReport(_shown(name), "unchanged") for name in files]
    _check(files, hashes)
    with transaction.atomic():
        done = put_criteria(files={name: (spec, hashes[name]) for name, spec in specs.items()})
        transaction.set_rollback(dry_run)
    return [FileReport(_shown(name), _state(state), state) for name, state in done.items()]


def _check(files: Mapping[Name, Section], hashes: Mapping[Name, str]) -> None:
    """Refuse files with mistakes. The same files are proven once in a process: it takes seconds."""
    digest = _hash({f"{sort} {key}": value for (sort, key), value in hashes.items()})
    if digest not in _PROVEN:
        stop_if_refused(list(mistakes(files)))
        _PROVEN.add(digest)


def _known() -> dict[Name, str]:
    return {(row.sort, row.key): row.hash for row in CriteriaFile.objects.defer("spec")}


def read_files(root: Path) -> tuple[dict[Name, Section], list[FileReport]]:
    """The files of a content folder, and why some of them are no YAML of theirs."""
    files: dict[Name, Section] = {}
    refused: list[FileReport] = []
    for sort, folder in FOLDERS.items():
        for path in sorted((root / folder).glob("*.yaml")):
            name = sort, path.stem
            try:
                files[name] = _checked(load(path), sort, path)
            except BadFile as bad:
                refused.append(FileReport(_shown(name), "refused", bad.reason, bad.line))
    return files, refused


def _checked(data: Section, sort: str, path: Path) -> Section:
    key = NAMED_BY[sort]
    if data.get(key) != path.stem:
        reason = f"“{key}” must be {path.stem}, as the file is called"
        raise BadFile(str(path), line_of(data, key), reason)
    return data


def mistakes(files: Mapping[Name, Section]) -> Iterator[FileReport]:
    """What is wrong with the files, taken together, for every edition that they name."""
    for edition in editions_of(files):
        families: dict[str, Family] = {}
        entries: dict[str, Entry] = {}
        wrong = False
        for name, data in files.items():
            try:
                if name[0] == "family":
                    _add_family(codec.load_family(data, edition), families, data)
                elif name[0] == "entry" and edition in codec.editions_of(data):
                    entries[name[1]] = codec.load_entry(data, edition, families)
            except BadCriteria as bad:
                wrong = True
                yield _report(name, data, edition, bad)
        for report in _references(entries, edition):
            wrong = True
            yield report
        if not wrong:
            book = Rulebook(edition, _once(families.values()), entries.values())
            yield from _templates(files, book)


def _once(families: Iterable[Family]) -> list[Family]:
    return list({family.name: family for family in families}.values())


def _templates(files: Mapping[Name, Section], book: Rulebook) -> Iterator[FileReport]:
    for name, data in files.items():
        if name[0] != "sheet":
            continue
        try:
            template = load_template(data, book.family_of)
            if book.edition in template.editions:
                prove(template, book)
        except BadCriteria as bad:
            yield _report(name, data, book.edition, bad)


def _report(name: Name, data: Section, edition: str, bad: BadCriteria) -> FileReport:
    line = line_of(bad.data if isinstance(bad.data, Section) else data, bad.key)
    return FileReport(_shown(name), "refused", f"({edition}) {bad.reason}", line)


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


def _shown(name: Name) -> str:
    return f"{FOLDERS[name[0]]}/{name[1]}.yaml"


def _state(state: str) -> State:
    return "created" if state == "created" else "unchanged" if state == "unchanged" else "updated"
