"""What stands outside the entries: definitions, notes, acronyms, articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from controllist.enums import PARTS, PassageKind
from controllist.models import Edition, Entry, Passage
from controllist.selectors.finding import MAX_QUERY, MAX_WORDS
from vocabulary.spelling import search_key

# Category 5 has two parts with notes of their own; these of its entries are the second.
PART_TWO = frozenset({"5A002", "5A003", "5A004", "5B002", "5D002", "5E002"})
# Notes that hold for the software or technology of one category, or of all the others.
GROUP_NOTES = {
    ("D", True): PassageKind.NUCLEAR_SOFTWARE_NOTE,
    ("D", False): PassageKind.GENERAL_SOFTWARE_NOTE,
    ("E", True): PassageKind.NUCLEAR_TECHNOLOGY_NOTE,
    ("E", False): PassageKind.GENERAL_TECHNOLOGY_NOTE,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Passages under one heading; `titled` when they come from several texts."""

    heading: str
    passages: list[Passage] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"group-{self.passages[0].anchor}"

    @property
    def titled(self) -> bool:
        return len({passage.title for passage in self.passages}) > 1


def passages(edition: Edition, part: str) -> QuerySet[Passage]:
    return Passage.objects.filter(edition=edition, kind__in=PARTS.get(part, ()))


def passage_counts(edition: Edition) -> dict[str, int]:
    """How many passages stand on each page; pages without any are left out."""
    counts = Counter[str]()
    for kind in Passage.objects.filter(edition=edition).values_list("kind", flat=True):
        counts[next(part for part, kinds in PARTS.items() if kind in kinds)] += 1
    return {part: counts[part] for part in PARTS if counts[part]}


def groups(found: Iterable[Passage]) -> list[Group]:
    """Under headings: what holds for all first, then category by category."""
    order = list(PassageKind)

    def place(passage: Passage) -> tuple[str, int, int]:
        general = order.index(PassageKind(passage.kind)) if not passage.scope else 0
        return passage.scope, general, passage.position

    ordered = sorted(found, key=place)
    by_heading = groupby(ordered, key=lambda passage: passage.heading)
    return [Group(heading, list(rows)) for heading, rows in by_heading]


def notes_for(entry: Entry) -> list[Passage]:
    """General, category and section notes that hold for this entry. One query."""
    scopes = {entry.category, entry.category + entry.group, _part(entry)}
    kinds = {PassageKind.GENERAL_NOTE}
    group_note = GROUP_NOTES.get((entry.group, entry.category == "0"))
    if group_note is not None:
        kinds.add(group_note)
    if entry.code in PART_TWO:
        kinds.add(PassageKind.INFORMATION_SECURITY_NOTE)
    of_a_scope = [PassageKind.CATEGORY_NOTE, PassageKind.SECTION_NOTE]
    holds = Q(kind__in=kinds) | Q(kind__in=of_a_scope, scope__in=scopes)
    return list(Passage.objects.filter(holds, edition=entry.edition_id))


def _part(entry: Entry) -> str:
    return f"{entry.category} part {2 if entry.code in PART_TWO else 1}"


def find_passages(query: str, edition: Edition) -> QuerySet[Passage]:
    """Passages with all the words; terms called exactly so first, then definitions."""
    key = search_key(query[:MAX_QUERY])
    tokens = key.split()[:MAX_WORDS]
    found = Passage.objects.filter(edition=edition)
    if not tokens:
        return found.none()
    rank = Case(
        When(names__contains=f"|{key}|", then=Value(0)),
        When(names__contains=f"|{key}", then=Value(1)),
        When(kind=PassageKind.DEFINITION, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    has_all = Q(*(Q(search__contains=f" {token}") for token in tokens))
    return found.filter(has_all).order_by(rank, "position")
