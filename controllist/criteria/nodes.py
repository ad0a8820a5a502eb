"""Rule trees: comparisons, choices, sets of materials, references, and how they are joined.

Every node answers three questions about a `Case`: its `status` (quick, stops early), the `line`
that decides it, and its full `trace`. All are total: a missing fact makes a node undecided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Protocol

from controllist.criteria.formula import Formula
from controllist.criteria.quantities import Written
from controllist.criteria.verdicts import Status, Trace, Value, either, opposite

COMPARE = {
    "more_than": gt,
    "at_least": ge,
    "less_than": lt,
    "at_most": le,
    "better_less": lt,  # better than, where less is better
    "better_more": gt,
    "good_less": le,  # as good or better
    "good_more": ge,
}


class Case(Protocol):
    """One item in front of the list: what a node may ask."""

    def value(self, name: str) -> Value | None: ...
    def numbers(self, formula: Formula) -> Fraction | None: ...
    def presumed(self, name: str) -> bool: ...
    def specified(self, path: str, kind: str) -> Status: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """`path` is the line the criterion comes from, `stands_at` where a badly parsed text has it;
    `releases` are notes that take the item out again."""

    path: str = ""
    stands_at: str = ""
    releases: tuple["Release", ...] = ()

    def status(self, case: Case) -> Status:
        status = self.holds(case)
        if status is Status.MET and self.releases:
            met = any(release.when.status(case) is Status.MET for release in self.releases)
            return Status.RELEASED if met else status
        return status

    def holds(self, case: Case) -> Status:
        raise NotImplementedError

    def line(self, case: Case) -> str:
        return self.path

    def all_lines(self, case: Case) -> tuple[str, ...]:
        """Every line that decides as well as the first: alternatives may hold side by side."""
        return (self.line(case),)

    def trace(self, case: Case) -> Trace:
        found = self.own_trace(case)
        if not self.releases:
            return found
        releases = tuple(release.trace(case) for release in self.releases)
        return replace(found, status=self.status(case), releases=releases)

    def own_trace(self, case: Case) -> Trace:
        raise NotImplementedError

    def parts(self) -> tuple["Node", ...]:
        """The nodes below, releases apart."""
        return ()

    def facts(self) -> tuple[str, ...]:
        """Names of facts and terms that this node itself asks for."""
        return ()


@dataclass(frozen=True, slots=True)
class Release:
    """A note that releases what its node has caught. `kind`: note, technical_note, section_note."""

    path: str
    when: Node
    kind: str = "note"
    number: str = ""
    title: Mapping[str, str] = field(default_factory=dict)

    def trace(self, case: Case) -> Trace:
        inner = self.when.trace(case)
        status = inner.status
        return Trace(
            "release", self.path, status, children=(inner,), note=f"{self.kind}:{self.number}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfFact(Node):
    """A criterion that asks for one fact or computed term."""

    fact: str

    def facts(self) -> tuple[str, ...]:
        return (self.fact,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(OfFact):
    """A quantity against a threshold; `bound` in the unit of the fact, or a formula over facts."""

    op: str
    bound: Fraction | Formula
    shown: Written | None = None

    def facts(self) -> tuple[str, ...]:
        names = self.bound.names if isinstance(self.bound, Formula) else ()
        return (self.fact, *names)

    def holds(self, case: Case) -> Status:
        value = case.value(self.fact)
        bound = self.bound if isinstance(self.bound, Fraction) else case.numbers(self.bound)
        if not isinstance(value, Fraction) or bound is None:
            return Status.UNDECIDED
        return Status.MET if COMPARE[self.op](value, bound) else Status.MISSED

    def own_trace(self, case: Case) -> Trace:
        return Trace(
            self.op, self.path, self.holds(case), self.fact, case.value(self.fact),
            bound=self.bound_text(), presumed=case.presumed(self.fact),
        )  # fmt: skip

    def bound_text(self) -> str:
        """`number|unit` as the list writes it, or the formula."""
        if isinstance(self.bound, Formula):
            return f"={self.bound.text}"
        return f"{self.shown.number}|{self.shown.unit}" if self.shown else str(self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Is(OfFact):
    """A choice or a yes/no that is one of `values`."""

    values: frozenset[str | bool]

    def holds(self, case: Case) -> Status:
        value = case.value(self.fact)
        if value is None:
            return Status.UNDECIDED
        return Status.MET if value in self.values else Status.MISSED

    def own_trace(self, case: Case) -> Trace:
        return Trace(
            "is", self.path, self.holds(case), self.fact, case.value(self.fact),
            refs=tuple(sorted(str(value).lower() for value in self.values)),
            presumed=case.presumed(self.fact),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(OfFact):
    """A fact of several choices: `has` one of the values at least, or has `only` such."""

    values: frozenset[str]
    only: bool = False

    def holds(self, case: Case) -> Status:
        value = case.value(self.fact)
        if not isinstance(value, frozenset) or (self.only and not value):
            return Status.UNDECIDED
        fits = value <= self.values if self.only else bool(value & self.values)
        return Status.MET if fits else Status.MISSED

    def own_trace(self, case: Case) -> Trace:
        return Trace(
            "only" if self.only else "has", self.path, self.holds(case), self.fact,
            case.value(self.fact), refs=tuple(sorted(self.values)),
            presumed=case.presumed(self.fact),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(OfFact):
    """A named thing (a chemical, an agent) that stands on a line of its own."""

    lines: Mapping[str, str]

    def holds(self, case: Case) -> Status:
        value = case.value(self.fact)
        if value is None:
            return Status.UNDECIDED
        return Status.MET if value in self.lines else Status.MISSED

    def line(self, case: Case) -> str:
        return self.lines.get(str(case.value(self.fact)), self.path)

    def own_trace(self, case: Case) -> Trace:
        status = self.holds(case)
        return Trace("named", self.line(case), status, self.fact, case.value(self.fact))


@dataclass(frozen=True, slots=True, kw_only=True)
class Specified(Node):
    """Specified in one of the paths (as an item of `kind`, if another than its own), or in none:
    `other` is the list's “other than that specified in”, which sets the order of reading."""

    paths: tuple[str, ...]
    kind: str = ""
    other: bool = False

    def holds(self, case: Case) -> Status:
        status = either([case.specified(path, self.kind) for path in self.paths])
        if self.other:
            return opposite(status)
        return Status.MISSED if status is Status.RELEASED else status

    def own_trace(self, case: Case) -> Trace:
        op = "other_than" if self.other else "specified_in"
        return Trace(op, self.path, self.holds(case), refs=self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Always(Node):
    """The head alone catches the item: nothing is measured."""

    def holds(self, case: Case) -> Status:
        return Status.MET

    def own_trace(self, case: Case) -> Trace:
        return Trace("named", self.path, Status.MET)
