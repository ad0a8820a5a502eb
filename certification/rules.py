"""Is a certificate earned? A pure rule over ledger lines.

A requirement names one thing to be shown; a tick says whether it was, and which line shows
it. Pass marks are exact fractions. Unknown kinds are never met: a scheme with a typing
error must not hand out certificates.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

SUCCESS = frozenset({"passed", "completed"})
SCORED = frozenset({"passed", "completed", "failed"})


class BadScheme(ValueError):
    """A requirement that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the rule needs of a ledger line."""

    source: str
    verb: str
    object_key: str
    score: Fraction | None
    at: datetime
    version_hash: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    kind: str
    key: str
    pass_mark: Fraction | None = None

    @property
    def object_key(self) -> str:
        return f"{OBJECTS[self.kind]}:{self.key}"


@dataclass(frozen=True, slots=True)
class Tick:
    """`evidence` is the first line that met the requirement: later ones do not move the date."""

    requirement: Requirement
    met: bool
    evidence: Line | None = None
    best: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    ticks: tuple[Tick, ...]

    @property
    def met(self) -> bool:
        return bool(self.ticks) and all(tick.met for tick in self.ticks)

    @property
    def done(self) -> int:
        return sum(tick.met for tick in self.ticks)


OBJECTS: Mapping[str, str] = {
    "module_completed": "courses:module",
    "set_passed": "exercises:set",
    "case_finished": "casestudies:case",
}


def evaluate(requirements: Sequence[Requirement], lines: Iterable[Line]) -> Evaluation:
    """Tick each requirement against the effective lines of one person, oldest first."""
    by_object: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.at):
        by_object.setdefault(line.object_key, []).append(line)
    return Evaluation(tuple(_tick(wanted, by_object) for wanted in requirements))


def _tick(wanted: Requirement, by_object: Mapping[str, list[Line]]) -> Tick:
    if wanted.kind not in OBJECTS:
        return Tick(wanted, met=False)
    lines = by_object.get(wanted.object_key, [])
    scores = [line.score for line in lines if line.score is not None and line.verb in SCORED]
    evidence = next((line for line in lines if _shows(wanted)(line)), None)
    return Tick(wanted, evidence is not None, evidence, max(scores, default=None))


def _shows(wanted: Requirement) -> Callable[[Line], bool]:
    """Without a pass mark the verb decides; with one the score does."""
    if wanted.pass_mark is None:
        return lambda line: line.verb in SUCCESS
    mark = wanted.pass_mark
    return lambda line: line.verb in SCORED and line.score is not None and line.score >= mark


def read_requirements(rows: Any) -> tuple[Requirement, ...]:
    """Read a scheme's requirements from YAML or JSON; refuse what is not understood."""
    if not isinstance(rows, list) or not rows:
        raise BadScheme("requirements: a list with at least one requirement is needed")
    return tuple(_requirement(number, row) for number, row in enumerate(rows, start=1))


def _requirement(number: int, row: Any) -> Requirement:
    place = f"requirement {number}"
    if not isinstance(row, dict) or not set(row) <= {"kind", "key", "pass_mark"}:
        raise BadScheme(f"{place}: only kind, key and pass_mark are known")
    kind, key = row.get("kind"), row.get("key")
    if not isinstance(kind, str) or kind not in OBJECTS:
        raise BadScheme(f"{place}: kind {kind!r} is not one of {', '.join(OBJECTS)}")
    if not isinstance(key, str) or not key:
        raise BadScheme(f"{place}: key is missing")
    return Requirement(kind, key, _mark(place, row.get("pass_mark")))


def _mark(place: str, value: Any) -> Fraction | None:
    if value is None:
        return None
    try:
        mark = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise BadScheme(f"{place}: pass_mark {value!r} is not a fraction such as 7/10") from None
    if not 0 <= mark <= 1:
        raise BadScheme(f"{place}: pass_mark {value!r} does not lie between 0 and 1")
    return mark
