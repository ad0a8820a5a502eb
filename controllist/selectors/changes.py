"""What changed between two editions: entries that came and went, and texts that differ.

Which entries differ is found out once for a pair of editions (a third of a second for two whole
texts) and kept in the cache under both import stamps, so that a new import asks again. The words
of a paragraph are compared for the shown page alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.core.cache import cache
from django.db.models import QuerySet

from controllist import diff
from controllist.diff import Change, How, Paragraph, Piece
from controllist.models import Edition, Entry, Line

# Raised when the way of comparing changes, so that nobody reads what an older one found.
VERSION = 1
KEPT_SECONDS = 7 * 24 * 3600


class Weight(IntEnum):
    """What differs in an entry, the most telling first."""

    NUMBERS = 0
    DOUBTFUL_NUMBERS = 1
    WORDING = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two editions, the older first."""

    older: Edition
    newer: Edition

    @property
    def has_texts(self) -> bool:
        return self.older.official and self.newer.official


@dataclass(frozen=True, slots=True)
class Differing:
    code: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class Shown:
    """A changed paragraph as a page shows it."""

    change: Change
    pieces: list[Piece]
    line: Line


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """An entry of the newer edition with its changed paragraphs."""

    entry: Entry
    weight: Weight
    changes: list[Shown]


def pair(older: str, newer: str) -> Pair | None:
    """Two different editions by their dates, which may be any text."""
    found = {edition.key: edition for edition in Edition.objects.all()}
    if older == newer or not {older, newer} <= found.keys():
        return None
    return Pair(found[older], found[newer])


def latest_pair() -> Pair | None:
    latest = list(Edition.objects.order_by("-key")[:2])
    return Pair(latest[1], latest[0]) if len(latest) == 2 else None


def added(pair: Pair, *, category: str = "") -> QuerySet[Entry]:
    """Entries that only the newer edition has."""
    return _only_in(pair.newer, pair.older, category)


def removed(pair: Pair, *, category: str = "") -> QuerySet[Entry]:
    return _only_in(pair.older, pair.newer, category)


def _only_in(here: Edition, there: Edition, category: str) -> QuerySet[Entry]:
    found = Entry.objects.filter(edition=here).exclude(
        code__in=Entry.objects.filter(edition=there).values("code")
    )
    return (found.filter(category=category) if category else found).order_by("code")


def differing(pair: Pair, *, category: str = "") -> list[Differing]:
    """Entries of both editions whose texts differ; where numbers do, first."""
    found = [row for row in _all_differing(pair) if row.code.startswith(category)]
    return sorted(found, key=lambda row: (row.weight, row.code))


def _all_differing(pair: Pair) -> list[Differing]:
    if not pair.has_texts:
        return []
    key = _cache_key(pair)
    kept = cache.get(key)
    if kept is None:
        kept = _compare_all(pair)
        cache.set(key, kept, KEPT_SECONDS)
    return [Differing(code, Weight(weight)) for code, weight in kept]


def _cache_key(pair: Pair) -> str:
    stamps = [
        f"{one.pk}-{one.imported_at.timestamp() if one.imported_at else 0}"
        for one in (pair.older, pair.newer)
    ]
    return f"controllist:differing:{VERSION}:{':'.join(stamps)}"


def _compare_all(pair: Pair) -> list[tuple[str, int]]:
    older, newer = _paragraphs(pair.older), _paragraphs(pair.newer)
    found = []
    for code in sorted(older.keys() & newer.keys()):
        changes = diff.compare(older[code], newer[code])
        if changes:
            found.append((code, int(_weigh(changes))))
    return found


def _weigh(changes: Sequence[Change]) -> Weight:
    counted = [change for change in changes if change.how != How.MOVED]
    if diff.numbers_differ(change for change in counted if not change.doubtful):
        return Weight.NUMBERS
    return Weight.DOUBTFUL_NUMBERS if diff.numbers_differ(counted) else Weight.WORDING


def _paragraphs(edition: Edition, codes: Collection[str] = ()) -> dict[str, list[Paragraph]]:
    """The official paragraphs of an edition by entry. One query."""
    rows = Line.objects.filter(edition=edition, imported=True)
    if codes:
        rows = rows.filter(code__in=codes)
    found: dict[str, list[Paragraph]] = defaultdict(list)
    fields = ("code", "path", "kind", "ordinal", "text", "defect")
    for code, *rest in rows.order_by("position", "pk").values_list(*fields):
        found[code].append(Paragraph(*rest))
    return found


def of_entries(pair: Pair, rows: Sequence[Differing]) -> list[EntryChanges]:
    """The shown entries with their words compared. Three queries."""
    codes = [row.code for row in rows]
    if not codes:
        return []
    older, newer = _paragraphs(pair.older, codes), _paragraphs(pair.newer, codes)
    entries = {
        entry.code: entry for entry in Entry.objects.filter(edition=pair.newer, code__in=codes)
    }
    return [
        EntryChanges(
            entries[row.code],
            row.weight,
            [_shown(change) for change in diff.compare(older[row.code], newer[row.code])],
        )
        for row in rows
        if row.code in entries
    ]


def _shown(change: Change) -> Shown:
    here = change.here
    old, new = change.old.text if change.old else "", change.new.text if change.new else ""
    # Never stored: it lends the page the names of kinds and anchors.
    line = Line(path=here.path, kind=here.kind, ordinal=here.ordinal)
    return Shown(change, diff.abridge(diff.pieces(old, new)), line)


def counts(rows: Iterable[Differing]) -> dict[str, int]:
    """How many entries differ in numbers and how many in wording alone."""
    listed = list(rows)
    numbers = sum(row.weight == Weight.NUMBERS for row in listed)
    return {"numbers": numbers, "wording": len(listed) - numbers}
