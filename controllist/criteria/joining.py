"""Criteria joined: all, any, some or none of them; every member of a set in one of several ways."""

from dataclasses import dataclass
from typing import ClassVar

from controllist.criteria.nodes import Case, Node, OfFact
from controllist.criteria.verdicts import Status, Trace, either, opposite, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Node):
    """Several criteria in the order of the text."""

    op: ClassVar[str]
    nodes: tuple[Node, ...]

    def bound_text(self) -> str:
        return ""

    def own_trace(self, case: Case) -> Trace:
        children = tuple(node.trace(case) for node in self.nodes)
        status = self.holds(case)
        return Trace(self.op, self.path, status, bound=self.bound_text(), children=children)

    def parts(self) -> tuple[Node, ...]:
        return self.nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Joined):
    op: ClassVar[str] = "all"

    def holds(self, case: Case) -> Status:
        statuses = []
        for node in self.nodes:
            status = node.status(case)
            if status is Status.MISSED:
                return status
            statuses.append(status)
        return together(statuses)

    def line(self, case: Case) -> str:
        """Where one condition has lines below this one, the line goes down with it; where several
        have (cumulative a, b and c), this is the line that holds them together."""
        below = {line for node in self.nodes if is_below(line := node.line(case), self.path)}
        return below.pop() if len(below) == 1 else common_line(below, self.path)

    def all_lines(self, case: Case) -> tuple[str, ...]:
        deeper = [node for node in self.nodes if is_below(node.line(case), self.path)]
        return deeper[0].all_lines(case) if len(deeper) == 1 else (self.line(case),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Joined):
    op: ClassVar[str] = "any"

    def holds(self, case: Case) -> Status:
        statuses = []
        for node in self.nodes:
            status = node.status(case)
            if status is Status.MET:
                return status
            statuses.append(status)
        return either(statuses)

    def line(self, case: Case) -> str:
        for wanted in (Status.MET, Status.RELEASED):
            for node in self.nodes:
                if node.status(case) is wanted:
                    return node.line(case) or self.path
        return self.path

    def all_lines(self, case: Case) -> tuple[str, ...]:
        met = [node for node in self.nodes if node.status(case) is Status.MET]
        found = (line or self.path for node in met for line in node.all_lines(case))
        return tuple(dict.fromkeys(found)) or (self.line(case),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    node: Node

    def holds(self, case: Case) -> Status:
        return opposite(self.node.status(case))

    def own_trace(self, case: Case) -> Trace:
        return Trace("not", self.path, self.holds(case), children=(self.node.trace(case),))

    def parts(self) -> tuple[Node, ...]:
        return (self.node,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Joined):
    """So many of the nodes at least."""

    op: ClassVar[str] = "count"
    least: int

    def holds(self, case: Case) -> Status:
        statuses = [node.status(case) for node in self.nodes]
        met = statuses.count(Status.MET)
        if met >= self.least:
            return Status.MET
        possible = met + statuses.count(Status.UNDECIDED)
        return Status.UNDECIDED if possible >= self.least else Status.MISSED

    def bound_text(self) -> str:
        return f"{self.least}|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(OfFact):
    """All members of a fact of several choices, each by one of the `ways`: all wetted surfaces are
    made of listed materials. A way names its members and may ask more of them."""

    ways: tuple[tuple[frozenset[str], Node], ...]

    def holds(self, case: Case) -> Status:
        value = case.value(self.fact)
        if not isinstance(value, frozenset) or not value:
            return Status.UNDECIDED
        return together([self._member(case, member) for member in sorted(value)])

    def _member(self, case: Case, member: str) -> Status:
        return either([node.status(case) for names, node in self.ways if member in names])

    def line(self, case: Case) -> str:
        value = case.value(self.fact)
        members = sorted(value) if isinstance(value, frozenset) else []
        lines = {
            next(
                (
                    node.line(case)
                    for names, node in self.ways
                    if member in names and node.status(case) is Status.MET
                ),
                self.path,
            )
            for member in members
        }
        return lines.pop() if len(lines) == 1 else self.path

    def own_trace(self, case: Case) -> Trace:
        value = case.value(self.fact)
        members = value if isinstance(value, frozenset) else frozenset()
        children = tuple(node.trace(case) for names, node in self.ways if names & members)
        return Trace(
            "every", self.path, self.holds(case), self.fact, value, children=children,
            refs=tuple(sorted(set().union(*(names for names, _node in self.ways)))),
        )  # fmt: skip

    def parts(self) -> tuple[Node, ...]:
        return tuple(node for _names, node in self.ways)


def is_below(line: str, path: str) -> bool:
    return line.startswith(f"{path}.") if path else bool(line)


def common_line(lines: set[str], path: str) -> str:
    """The deepest line that all of these stand under; `path` where they share no more."""
    if not lines:
        return path
    split = [line.split(".") for line in lines]
    shared = []
    for steps in zip(*split, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    found = ".".join(shared)
    return found if is_below(found, path) else path
