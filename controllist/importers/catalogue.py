"""Load editions, entries and captions from `content/catalogue/`: all of it or nothing.

`editions.yaml` names the editions, `0.yaml` to `9.yaml` the entries by category with our own
subjects, `captions.yaml` our own captions of single paths. `compare.yaml` is only checked here:
the page that compares entries reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from controllist import families
from controllist.codes import Code, parse
from controllist.importers.own_captions import captions_of
from controllist.models import Edition
from controllist.services import Tally, put_captions, put_editions, put_entries
from vocabulary.reports import FileReport, stop_if_refused, tally
from vocabulary.yamlfile import (
    BadFile,
    Section,
    bilingual,
    line_of,
    load,
    require,
    sections,
    text,
)

FOLDER = "catalogue"
CATEGORY_FILES = tuple(f"{digit}.yaml" for digit in range(10))
COMPARE = "compare.yaml"
FILES = ("editions.yaml", *CATEGORY_FILES, "captions.yaml", COMPARE)
MAX_SUBJECT, MAX_CAPTION = 200, 400

Row = dict[str, str]


@dataclass(slots=True)
class Catalogue:
    """What the files say, read before anything is written."""

    editions: dict[str, dict[str, object]] = field(default_factory=dict)
    entries: dict[str, tuple[Row, str]] = field(default_factory=dict)
    captions: dict[tuple[str, str], Row] = field(default_factory=dict)
    refused: list[FileReport] = field(default_factory=list)

    @property
    def current(self) -> str:
        return next((key for key, row in self.editions.items() if row["is_current"]), "")


def load_catalogue(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    folder = Path(root) / FOLDER
    catalogue = Catalogue(refused=_unknown_files(folder))
    for name, read in READERS:
        _read_file(folder / name, read, catalogue)
    _check_families(folder / COMPARE, catalogue)
    _captions_of_criteria(Path(root) / "criteria" / "entries", catalogue)
    stop_if_refused(catalogue.refused)
    if not catalogue.editions:
        return []
    with transaction.atomic():
        reports = _write(catalogue, folder)
        transaction.set_rollback(dry_run)
    return reports


def _unknown_files(folder: Path) -> list[FileReport]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    known = "editions.yaml, 0.yaml to 9.yaml, captions.yaml, compare.yaml"
    hint = f"not a file of the catalogue (known: {known})"
    return [
        FileReport(_shown(path.name), "refused", hint)
        for path in found
        if path.name not in FILES and not path.name.startswith(".")
    ]


def _read_file(
    path: Path, read: Callable[[Section, Catalogue], None], catalogue: Catalogue
) -> None:
    if not path.exists():
        return
    shown, key = _shown(path.name), LISTS.get(path.name, "entries")
    try:
        rows = sections(require(load(path), allowed=(), required=(key,)), key)
    except BadFile as error:
        catalogue.refused.append(FileReport(shown, "refused", error.reason, error.line))
        return
    for row in rows:
        try:
            read(row, catalogue)
        except BadFile as error:
            catalogue.refused.append(FileReport(shown, "refused", error.reason, error.line))


def _captions_of_criteria(folder: Path, catalogue: Catalogue) -> None:
    """Captions beside the rules of an entry; one in `captions.yaml` goes before."""
    for path in sorted(folder.glob("*.yaml")):
        try:
            captions = captions_of(path)
        except BadFile as error:
            shown = f"criteria/entries/{path.name}"
            catalogue.refused.append(FileReport(shown, "refused", error.reason, error.line))
            continue
        for one in captions:
            if one.edition in catalogue.editions and one.path[:5] in catalogue.entries:
                row = {"path": one.path, **one.texts}
                catalogue.captions.setdefault((one.edition, one.path), row)


def _check_families(path: Path, catalogue: Catalogue) -> None:
    if not path.exists():
        return
    try:
        for family in families.read(path):
            unknown = [code for code in family.codes if code not in catalogue.entries]
            if unknown:
                raise BadFile(str(path), family.line, f"there is no entry “{unknown[0]}”")
    except BadFile as error:
        catalogue.refused.append(FileReport(_shown(COMPARE), "refused", error.reason, error.line))


def _edition(row: Section, catalogue: Catalogue) -> None:
    require(row, allowed=("current",), required=("key", "title", "source", "acknowledgement"))
    key = str(row["key"])
    if len(key) != 10 or key in catalogue.editions:
        raise BadFile(row.path, line_of(row, "key"), f"“{key[:20]}” is no new date like 2025-11-15")
    is_current = str(row.get("current", "false")).lower() == "true"
    if is_current and catalogue.current:
        raise BadFile(row.path, line_of(row, "current"), "two editions are current")
    catalogue.editions[key] = {
        "key": key,
        **_texts(row, "title", MAX_SUBJECT),
        **_texts(row, "source", 300),
        **_texts(row, "acknowledgement", 500),
        "is_current": is_current,
    }


def _entry(row: Section, catalogue: Catalogue) -> None:
    require(row, allowed=("since",), required=("code", "subject"))
    code = _code(row, "code")
    if code.path:
        raise BadFile(row.path, line_of(row, "code"), f"“{code}” is a paragraph, not an entry")
    if code.category != Path(row.path).stem:
        raise BadFile(row.path, line_of(row, "code"), f"“{code}” belongs to another category")
    if code.text in catalogue.entries:
        raise BadFile(row.path, line_of(row, "code"), f"the entry “{code}” stands twice")
    since = str(row.get("since", ""))
    if since and since not in catalogue.editions:
        raise BadFile(row.path, line_of(row, "since"), f"there is no edition “{since[:20]}”")
    subject = _texts(row, "subject", MAX_SUBJECT)
    catalogue.entries[code.text] = ({"code": code.text, **subject}, since)


def _caption(row: Section, catalogue: Catalogue) -> None:
    require(row, allowed=("edition",), required=("path", "caption"))
    code = _code(row, "path")
    if code.entry not in catalogue.entries:
        raise BadFile(row.path, line_of(row, "path"), f"there is no entry “{code.entry}”")
    edition = str(row.get("edition", catalogue.current))
    if edition not in catalogue.editions:
        raise BadFile(row.path, line_of(row, "edition"), f"there is no edition “{edition[:20]}”")
    if (edition, code.text) in catalogue.captions:
        raise BadFile(row.path, line_of(row, "path"), f"the path “{code}” stands twice")
    texts = _texts(row, "caption", MAX_CAPTION)
    catalogue.captions[edition, code.text] = {"path": code.text, **texts}


def _code(row: Section, key: str) -> Code:
    written = text(row, key)
    code = parse(written)
    if code is None or code.text != written:
        hint = f"; did you mean “{code}”?" if code else ""
        raise BadFile(row.path, line_of(row, key), f"“{written[:40]}” is not a code{hint}")
    return code


def _texts(row: Section, key: str, limit: int) -> Row:
    found = bilingual(row, key)
    if any(len(value) > limit for value in found.values()):
        raise BadFile(row.path, line_of(row, key), f"“{key}” is longer than {limit} characters")
    return {f"{key}_{language}": value for language, value in found.items()}


def _write(catalogue: Catalogue, folder: Path) -> list[FileReport]:
    done = put_editions(rows=list(catalogue.editions.values()))
    reports = [_report("editions.yaml", done)]
    editions = list(Edition.objects.filter(key__in=catalogue.editions))
    totals: dict[str, Tally] = {}
    captions = Tally()
    for edition in editions:
        entries = [row for row, since in catalogue.entries.values() if since <= edition.key]
        for category, one in put_entries(edition=edition, rows=entries).items():
            _add(totals.setdefault(f"{category}.yaml", Tally()), one)
        rows = [row for (key, _), row in catalogue.captions.items() if key == edition.key]
        _add(captions, put_captions(edition=edition, rows=rows))
    reports += [_report(name, totals[name]) for name in sorted(totals)]
    if (folder / "captions.yaml").exists():
        reports.append(_report("captions.yaml", captions))
    return reports


def _add(total: Tally, one: Tally) -> None:
    total.created += one.created
    total.updated += one.updated
    total.removed += one.removed
    total.unchanged += one.unchanged


def _report(name: str, done: Tally) -> FileReport:
    state = tally(created=done.created, updated=done.updated + done.removed)
    counts = f"{done.created} new, {done.updated} changed, {done.removed} removed, "
    return FileReport(_shown(name), state, f"{counts}{done.unchanged} as before")


def _shown(name: str) -> str:
    return f"{FOLDER}/{name}"


LISTS = {"editions.yaml": "editions", "captions.yaml": "captions"}
# In this order: an entry names an edition, a caption an entry.
READERS: tuple[tuple[str, Callable[[Section, Catalogue], None]], ...] = (
    ("editions.yaml", _edition),
    *((name, _entry) for name in CATEGORY_FILES),
    ("captions.yaml", _caption),
)
