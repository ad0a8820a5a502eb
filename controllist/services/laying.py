"""Catalogue, official text, what stands outside the entries, criteria, citations."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction

from controllist.codes import parse
from controllist.compile import derive_entry, derive_line, derive_passage
from controllist.enums import Kind
from controllist.models import UNPLACED, Citation, CriteriaFile, Edition, Entry, Line, Passage

Identity = tuple[str, str, int]
Row = TypeVar("Row", Entry, Line, Passage)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
CAPTIONS = [f"caption_{code}" for code in LANGUAGES]
LINE_FIELDS = ["code", "position", "imported", "text", "text_ru", *CAPTIONS, "defect", "search"]
SUBJECTS = [f"subject_{code}" for code in LANGUAGES]
ENTRY_FIELDS = ["category", "group", "origin", *SUBJECTS, "as_found", "search"]
PASSAGE_TEXTS = [
    *("kind", "scope", "title", "number", "term", "term_ru", "about", "text", "text_ru"),
]
PASSAGE_FIELDS = [*PASSAGE_TEXTS, "position", "names", "search"]


@dataclass(slots=True)
class Tally:
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.created + self.updated + self.removed


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """A line of an official text, its place in the file being its place in the edition."""

    code: str
    path: str
    kind: str
    ordinal: int
    text: str
    defect: str = ""

    @property
    def identity(self) -> Identity:
        return self.path, self.kind, self.ordinal


@dataclass(frozen=True, slots=True)
class OutsideText:
    """What stands outside the entries; `names` are further names of a defined term."""

    anchor: str
    kind: str
    text: str
    scope: str = ""
    title: str = ""
    number: str = ""
    term: str = ""
    about: str = ""
    names: tuple[str, ...] = ()
    term_ru: str = ""
    text_ru: str = ""


@transaction.atomic
def put_editions(*, rows: Sequence[Mapping[str, Any]]) -> Tally:
    """Editions by key. The one that says `is_current` replaces the one that was."""
    tally, existing = Tally(), {edition.key: edition for edition in Edition.objects.all()}
    current = next((row["key"] for row in rows if row["is_current"]), None)
    if current is not None:
        Edition.objects.filter(is_current=True).exclude(key=current).update(is_current=False)
    for row in rows:
        edition = existing.get(row["key"]) or Edition(key=row["key"])
        as_before = all(getattr(edition, name) == value for name, value in row.items())
        if edition.pk and as_before and not edition.by_import:
            tally.unchanged += 1
            continue
        tally.updated, tally.created = (
            tally.updated + bool(edition.pk),
            tally.created + (not edition.pk),
        )
        for name, value in {**row, "by_import": False}.items():
            setattr(edition, name, value)
        edition.save()
    return tally


@transaction.atomic
def put_entries(*, edition: Edition, rows: Sequence[Mapping[str, str]]) -> dict[str, Tally]:
    """Entries of an edition by code; one that is no longer named goes. Tallies by category."""
    existing = {row.code: row for row in Entry.objects.filter(edition=edition)}
    tallies: dict[str, Tally] = {}
    new: list[Entry] = []
    changed: list[Entry] = []
    for row in rows:
        code = row["code"]
        entry = existing.pop(code, None) or Entry(edition=edition, code=code)
        before = _values(entry, ENTRY_FIELDS)
        entry.category, entry.group, entry.origin = code[0], code[1], code[2]
        entry.as_found = False
        for name, value in row.items():
            setattr(entry, name, value)
        derive_entry(entry)
        differs = before != _values(entry, ENTRY_FIELDS)
        _sort(entry, differs, new, changed)
        _count(tallies.setdefault(code[0], Tally()), is_new=entry.pk is None, differs=differs)
    for code in existing:
        tallies.setdefault(code[0], Tally()).removed += 1
    Entry.objects.filter(pk__in=[entry.pk for entry in existing.values()]).delete()
    Entry.objects.bulk_create(new)
    Entry.objects.bulk_update(changed, ENTRY_FIELDS, batch_size=100)
    return tallies


def _count(tally: Tally, *, is_new: bool, differs: bool) -> None:
    tally.created += is_new
    tally.updated += differs and not is_new
    tally.unchanged += not differs and not is_new


@transaction.atomic
def put_captions(*, edition: Edition, rows: Sequence[Mapping[str, str]]) -> Tally:
    """Our captions: `path` and `caption_<language>`. Those no longer named are taken away.

    A line that neither an official text nor a caption holds goes with its caption.
    """
    lines = _lines(edition)
    tally = Tally()
    new: list[Line] = []
    changed: list[Line] = []
    for row in rows:
        line = lines.get((row["path"], Kind.PROVISION, 0))
        if line is None:
            line = Line(edition=edition, code=row["path"][:5], path=row["path"])
        before = _values(line, LINE_FIELDS)
        _caption(line, row)
        derive_line(line)
        _sort(line, before != _values(line, LINE_FIELDS), new, changed)
    tally.created, tally.updated = len(new), len(changed)
    tally.unchanged = len(rows) - len(new) - len(changed)
    named = {row["path"] for row in rows}
    dropped = [line for line in lines.values() if line.path not in named and _is_captioned(line)]
    tally.removed = len(dropped)
    for line in dropped:
        _caption(line, {})
        derive_line(line)
    _store_lines(new=new, changed=changed + [line for line in dropped if line.imported])
    Line.objects.filter(pk__in=[line.pk for line in dropped if not line.imported]).delete()
    return tally


@transaction.atomic
def lay_text(*, edition: Edition, lines: Sequence[OfficialLine], now: datetime.datetime) -> Tally:
    """Lay an official text over the edition. Captions stay; the same text again changes nothing."""
    existing, tally = _lines(edition), Tally()
    new: list[Line] = []
    changed: list[Line] = []
    for position, row in enumerate(lines):
        line = existing.pop(row.identity, None) or Line(
            edition=edition, path=row.path, kind=row.kind, ordinal=row.ordinal
        )
        before = _values(line, LINE_FIELDS)
        line.code, line.text, line.defect = row.code, row.text, row.defect
        line.position, line.imported = position, True
        derive_line(line)
        _sort(line, before != _values(line, LINE_FIELDS), new, changed)
    tally.created, tally.updated = len(new), len(changed)
    tally.unchanged = len(lines) - len(new) - len(changed)
    tally.removed = sum(line.imported for line in existing.values())
    changed += _without_text(existing.values())
    _store_lines(new=new, changed=changed)
    if tally.changed or not edition.official:
        edition.official, edition.imported_at = True, now
        edition.save(update_fields=["official", "imported_at"])
    return tally


def _without_text(lines: Iterable[Line]) -> list[Line]:
    """Lines the text no longer has: gone, unless a caption holds them. Those are returned."""
    kept, gone = [], []
    for line in lines:
        if not _is_captioned(line):
            gone.append(line.pk)
        elif line.imported:
            line.imported, line.text, line.text_ru, line.defect = False, "", "", ""
            line.position = UNPLACED
            derive_line(line)
            kept.append(line)
    Line.objects.filter(pk__in=gone).delete()
    return kept


def _caption(line: Line, texts: Mapping[str, str]) -> None:
    for name in CAPTIONS:
        setattr(line, name, texts.get(name, ""))


def _is_captioned(line: Line) -> bool:
    return any(_values(line, CAPTIONS))


def _lines(edition: Edition) -> dict[Identity, Line]:
    rows = Line.objects.filter(edition=edition).order_by("position", "pk")
    return {(line.path, line.kind, line.ordinal): line for line in rows}


def _store_lines(*, new: list[Line], changed: list[Line]) -> None:
    Line.objects.bulk_create(new, batch_size=1000)
    store_again(changed, LINE_FIELDS)


def store_again(lines: Iterable[Line], fields: Sequence[str]) -> None:
    """Lines that are there, by their identity: an upsert, six times as fast as `bulk_update`,
    which writes a CASE for every field and row."""
    rows = [copy(line) for line in lines]
    for row in rows:
        row.pk = None
    Line.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["edition", "path", "kind", "ordinal"],
        update_fields=list(fields),
    )


def _values(row: Entry | Line | Passage, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _sort(row: Row, differs: bool, new: list[Row], changed: list[Row]) -> None:
    if row.pk is None:
        new.append(row)
    elif differs:
        changed.append(row)


@transaction.atomic
def put_passages(*, edition: Edition, rows: Sequence[OutsideText]) -> Tally:
    """What stands outside the entries, by anchor; what is no longer there goes."""
    existing = {row.anchor: row for row in Passage.objects.filter(edition=edition)}
    new: list[Passage] = []
    changed: list[Passage] = []
    for position, row in enumerate(rows):
        passage = existing.pop(row.anchor, None) or Passage(edition=edition, anchor=row.anchor)
        before = _values(passage, PASSAGE_FIELDS)
        for name in PASSAGE_TEXTS:
            setattr(passage, name, getattr(row, name))
        passage.position = position
        derive_passage(passage, row.names)
        _sort(passage, before != _values(passage, PASSAGE_FIELDS), new, changed)
    Passage.objects.filter(pk__in=[row.pk for row in existing.values()]).delete()
    Passage.objects.bulk_create(new, batch_size=500)
    Passage.objects.bulk_update(changed, PASSAGE_FIELDS, batch_size=50)
    return Tally(len(new), len(changed), len(existing), len(rows) - len(new) - len(changed))


@transaction.atomic
def cite(*, object_key: str, edition: str, paths: Iterable[str]) -> list[Citation]:
    """Say what an object stands on: replaces all it cited before, in any edition.

    Paths are written as codes are; what is no code is kept as it stands, for the alarm to find.
    """
    texts = dict.fromkeys(str(parse(path) or path)[:40] for path in paths)
    room = object_key.partition(":")[0]
    Citation.objects.filter(cited_by=object_key).delete()
    return Citation.objects.bulk_create(
        Citation(edition=edition, path=path, cited_by=object_key, room=room) for path in texts
    )


@transaction.atomic
def put_criteria(
    *, files: Mapping[tuple[str, str], tuple[dict[str, Any], str]]
) -> dict[tuple[str, str], str]:
    """Criteria files by sort and key, each with content and hash; those no longer named go.

    Returns what became of each: created, updated, unchanged or removed.
    """
    known = {(row.sort, row.key): row for row in CriteriaFile.objects.all()}
    done: dict[tuple[str, str], str] = {}
    for name, (spec, digest) in files.items():
        row = known.pop(name, None)
        if row is not None and row.hash == digest:
            done[name] = "unchanged"
            continue
        sort, key = name
        CriteriaFile.objects.update_or_create(
            sort=sort, key=key, defaults={"spec": spec, "hash": digest}
        )
        done[name] = "updated" if row else "created"
    CriteriaFile.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    return done | dict.fromkeys(known, "removed")
