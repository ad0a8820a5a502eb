"""What grading says: a fraction, a state, findings. Never words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from exercises.grading.states import State


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the person: a code, and parameters that any language can place."""

    code: str
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params.items()))))


@dataclass(frozen=True, slots=True)
class Outcome:
    fraction: Fraction
    state: State
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"an outcome lies between 0 and 1, not {self.fraction}")


def scored(fraction: Fraction, findings: tuple[Finding, ...] = ()) -> Outcome:
    """An outcome whose state follows from its fraction."""
    kept = min(max(fraction, Fraction(0)), Fraction(1))
    state = State.RIGHT if kept == 1 else State.PARTIAL if kept else State.WRONG
    return Outcome(kept, state, findings)


def unmarked(state: State, code: str) -> Outcome:
    """No marks and one finding: empty, unsure, or not an answer."""
    return Outcome(Fraction(0), state, (Finding(code),))
