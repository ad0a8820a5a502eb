"""What can be graded. Items are values: compiled once, never changed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Option:
    """`credit` is 1 for a right option, less for partly right, 0 or less for a wrong one."""

    key: str
    credit: Fraction


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """One or several options. Several: chosen credits add up, wrong ones cost as much as a
    right one earns, and nothing falls below 0."""

    options: tuple[Option, ...]
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far from the value still counts: absolute in the item's unit, or a share of it."""

    absolute: Decimal = Decimal(0)
    relative: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Slip:
    """A typical mistake: the value it leads to and what to call it."""

    value: Decimal
    tolerance: Tolerance
    finding: str


@dataclass(frozen=True, slots=True)
class NumericItem:
    """A measured quantity. `units` gives each accepted unit's factor to the canonical one."""

    value: Decimal
    unit: str
    units: tuple[tuple[str, Decimal], ...]
    tolerance: Tolerance
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class NearAnswer:
    """A tempting wrong code; its feedback is kept with the text of the item under this key."""

    code: str


@dataclass(frozen=True, slots=True)
class ClassificationItem:
    """`accept` are code paths (or `not-listed`), the best known way of saying it first."""

    accept: tuple[str, ...]
    deciding: str = ""
    near: tuple[NearAnswer, ...] = ()


Item: TypeAlias = ChoiceItem | NumericItem | ClassificationItem
