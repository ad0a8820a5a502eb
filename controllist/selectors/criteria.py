"""Executable criteria: the rulebook of an edition, and the text it is held against."""

from functools import lru_cache
from typing import Any

from controllist.criteria import Entry as CriteriaEntry
from controllist.criteria import Rulebook, codec
from controllist.criteria.checking import Report, check
from controllist.criteria.nodes import Specified
from controllist.criteria.thresholds import Drift
from controllist.criteria.thresholds import drift as drift_of
from controllist.models import CriteriaFile, Edition, Line, Passage


def rulebook(edition: str) -> Rulebook:
    """The rules of an edition. One query; built again only after the files have changed."""
    return _built(edition, _hashes())


def _hashes() -> tuple[str, ...]:
    return tuple(CriteriaFile.objects.order_by("sort", "key").values_list("hash", flat=True))


@lru_cache(maxsize=6)
def _built(edition: str, hashes: tuple[str, ...]) -> Rulebook:
    rows = list(CriteriaFile.objects.all())
    return codec.load_book(
        [row.spec for row in rows if row.sort == CriteriaFile.Sort.FAMILY],
        [row.spec for row in rows if row.sort == CriteriaFile.Sort.ENTRY],
        edition,
    )


def official_text(edition: Edition) -> dict[tuple[str, str], str]:
    """Path and kind of line to its official text, repeats joined, with what stands outside the
    entries; empty where none is loaded."""
    texts: dict[tuple[str, str], str] = {}
    lines = Line.objects.filter(edition=edition, imported=True).order_by("position")
    for path, kind, text in lines.values_list("path", "kind", "text"):
        texts[path, kind] = f"{texts[path, kind]} ; {text}" if (path, kind) in texts else text
    notes = Passage.objects.filter(edition=edition).order_by("position")
    for anchor, text in notes.values_list("anchor", "text"):
        texts[anchor, "section_note"] = text
    return texts


def criteria_report(edition: Edition) -> tuple[str, Report] | None:
    """Criteria held against the official text of an edition: every path, every number.

    For an edition that no criteria are written for yet, those of the newest before it: what they
    find no more is what changed. None where there are none at all.
    """
    older = Edition.objects.filter(key__lte=edition.key).order_by("-key")
    for key in older.values_list("key", flat=True):
        book = rulebook(key)
        if book.entries:
            text = official_text(edition)
            return key, check(book.entries.values(), book.families.values(), text)
    return None


def template(key: str) -> dict[str, Any] | None:
    """A template of datasheets as its file says."""
    row = CriteriaFile.objects.filter(sort=CriteriaFile.Sort.SHEET, key=key).first()
    return row.spec if row else None


def template_keys() -> list[str]:
    return list(
        CriteriaFile.objects.filter(sort=CriteriaFile.Sort.SHEET).values_list("key", flat=True)
    )


def frozen(kind: str, edition: str) -> dict[str, list[dict[str, Any]]]:
    """The files that decide about one kind of item, and no others: enough to answer as today for
    ever, however the criteria are changed later."""
    book = rulebook(edition)
    family = book.family_of[kind]
    codes = _needed(book, {entry.code for entry in book.competing(kind)})
    rows = {(row.sort, row.key): row.spec for row in CriteriaFile.objects.all()}
    families = {family.name} | {
        book.family_of[one].name for code in codes for one in _kinds(book.entries[code])
    }
    return {
        "families": [rows["family", name] for name in sorted(families)],
        "entries": [rows["entry", code] for code in sorted(codes)],
    }


def _needed(book: Rulebook, codes: set[str]) -> set[str]:
    """These entries and all that their rules refer to."""
    found: set[str] = set()
    waiting = set(codes)
    while waiting:
        code = waiting.pop()
        found.add(code)
        named = {
            path.partition(".")[0]
            for node in book.entries[code].nodes()
            if isinstance(node, Specified)
            for path in node.paths
        }
        waiting |= named - found
    return found


def _kinds(entry: CriteriaEntry) -> set[str]:
    return {kind for rule in entry.rules for kind in rule.kinds}


def drift(older: Edition, newer: Edition, *, category: str = "") -> dict[str, list[Drift]]:
    """By entry, the coded thresholds that differ between two editions."""
    found = _drift(older.key, newer.key, _hashes())
    return {code: rows for code, rows in found.items() if not category or code[0] == category}


@lru_cache(maxsize=6)
def _drift(older: str, newer: str, hashes: tuple[str, ...]) -> dict[str, list[Drift]]:
    return drift_of(_built(older, hashes), _built(newer, hashes))
