"""The entries of an edition as a tree: category, group, origin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet
from django.utils.functional import Promise

from controllist.models import Edition, Entry


@dataclass(frozen=True, slots=True)
class Branch:
    """A level of the tree with what stands under it: branches, or the entries themselves."""

    key: str
    title: str | Promise
    count: int
    branches: list["Branch"] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


Level = tuple[Callable[[Entry], str], Callable[[Entry], str | Promise]]
LEVELS: tuple[Level, ...] = (
    (lambda entry: entry.category, lambda entry: entry.category_title),
    (lambda entry: entry.category + entry.group, lambda entry: entry.group_title),
    (lambda entry: entry.code[:3], lambda entry: entry.origin_title),
)


def branches(edition: Edition, *, group: str = "", origin: str = "") -> list[Branch]:
    """One query."""
    return _grow(narrowed(edition, group=group, origin=origin).order_by("code"), LEVELS)


def narrowed(
    edition: Edition, *, category: str = "", group: str = "", origin: str = ""
) -> QuerySet[Entry]:
    """Entries with all that is named; what is empty does not narrow."""
    wanted = {"category": category, "group": group, "origin": origin}
    found = Entry.objects.filter(edition=edition)
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _grow(entries: Iterable[Entry], levels: tuple[Level, ...]) -> list[Branch]:
    key, title = levels[0]
    found = []
    for name, rows in groupby(entries, key):
        below = list(rows)
        if len(levels) > 1:
            inner = _grow(below, levels[1:])
            found.append(Branch(name, title(below[0]), len(below), branches=inner))
        else:
            found.append(Branch(name, title(below[0]), len(below), entries=below))
    return found
