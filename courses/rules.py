"""When a module or a course is complete: a pure rule over ledger lines.

A module is complete when all its lessons are read, its exercise set is passed and its case is
finished; a course, when all its modules are complete. The lines given are the effective ones
(neither voided nor replaced), of one person, in any order and in either language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["lesson", "set", "case", "module"]

# Which verbs of the ledger prove a requirement. A case has no pass mark of its own: to finish
# it counts; to pass it counts as well.
PROOFS: dict[Kind, frozenset[str]] = {
    "lesson": frozenset({"experienced", "completed"}),
    "set": frozenset({"passed"}),
    "case": frozenset({"completed", "passed"}),
    "module": frozenset({"completed"}),
}
PREFIXES: dict[Kind, str] = {
    "lesson": "courses:lesson:",
    "set": "exercises:set:",
    "case": "casestudies:case:",
    "module": "courses:module:",
}


@dataclass(frozen=True, slots=True)
class Line:
    verb: str
    object_key: str


@dataclass(frozen=True, slots=True)
class Requirement:
    kind: Kind
    key: str

    @property
    def object_key(self) -> str:
        return PREFIXES[self.kind] + self.key


@dataclass(frozen=True, slots=True)
class Tick:
    requirement: Requirement
    met: bool


@dataclass(frozen=True, slots=True)
class Progress:
    ticks: tuple[Tick, ...]

    @property
    def done(self) -> int:
        return sum(tick.met for tick in self.ticks)

    @property
    def total(self) -> int:
        return len(self.ticks)

    @property
    def complete(self) -> bool:
        """Nothing to do is not an achievement: an empty module is never complete."""
        return bool(self.ticks) and all(tick.met for tick in self.ticks)

    @property
    def next(self) -> Requirement | None:
        """The first thing not done yet, in the author's order."""
        return next((tick.requirement for tick in self.ticks if not tick.met), None)


def module_requirements(
    lessons: Sequence[str], exercise_set: str = "", case: str = ""
) -> tuple[Requirement, ...]:
    """What a module asks for, in the order of its pages: lessons, exercises, case."""
    asked = [Requirement("lesson", key) for key in lessons]
    if exercise_set:
        asked.append(Requirement("set", exercise_set))
    if case:
        asked.append(Requirement("case", case))
    return tuple(asked)


def course_requirements(modules: Sequence[str]) -> tuple[Requirement, ...]:
    return tuple(Requirement("module", key) for key in modules)


def evaluate(requirements: Sequence[Requirement], lines: Iterable[Line]) -> Progress:
    seen = {(line.verb, line.object_key) for line in lines}
    return Progress(tuple(Tick(asked, _met(asked, seen)) for asked in requirements))


def _met(asked: Requirement, seen: set[tuple[str, str]]) -> bool:
    return any((verb, asked.object_key) in seen for verb in PROOFS[asked.kind])
