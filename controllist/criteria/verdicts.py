"""What became of a criterion: four states, how they combine, and the trace that explains them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = Fraction | str | frozenset[str] | bool


class Status(StrEnum):
    MET = "met"
    RELEASED = "released"  # met, but a note takes the item out again
    UNDECIDED = "undecided"  # a fact is missing
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Trace:
    """One criterion and what became of it, with what it rests on.

    `op` names the kind of criterion (`all`, `more_than`, `is`, `specified_in` …); `bound` is the
    threshold as the list writes it; `path` the line it comes from. `presumed` says that the value
    was not stated and counts as the family presumes.
    """

    op: str
    path: str
    status: Status
    fact: str = ""
    value: Value | None = None
    bound: str = ""
    refs: tuple[str, ...] = ()
    presumed: bool = False
    children: tuple["Trace", ...] = ()
    releases: tuple["Trace", ...] = ()
    note: str = field(default="")

    def leaves(self) -> "list[Trace]":
        """Every comparison in reading order, releases included."""
        below = [leaf for child in (*self.children, *self.releases) for leaf in child.leaves()]
        return below if self.children or self.releases else [self]


def together(statuses: Sequence[Status]) -> Status:
    """All of them: one miss decides, then one unknown, then one release."""
    for status in (Status.MISSED, Status.UNDECIDED, Status.RELEASED):
        if status in statuses:
            return status
    return Status.MET


def either(statuses: Sequence[Status]) -> Status:
    """Any of them: one that is met decides, then one unknown, then one release."""
    for status in (Status.MET, Status.UNDECIDED, Status.RELEASED):
        if status in statuses:
            return status
    return Status.MISSED


def opposite(status: Status) -> Status:
    """Not: what a note released is not specified any more, so its opposite holds."""
    if status is Status.UNDECIDED:
        return status
    return Status.MISSED if status is Status.MET else Status.MET
