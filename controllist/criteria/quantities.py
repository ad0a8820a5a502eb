"""Measured values: read as typed, converted once, exact ever after.

A value is a `Fraction` in the unit its fact is kept in. Conversions come from pint, asked once
for each pair of units; inches, pounds per square inch and degrees Celsius lose nothing.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import pint

from controllist.criteria.unit_table import ALIASES, OWN_UNITS, UNITS, fold
from vocabulary.spelling import parse_decimal

MAX_TEXT = 60
_MEASURE = re.compile(
    r"(?P<number>[-+\u2212]?[\d.,\s\u00a0\u202f]*\d(?:[eE][-+]?\d{1,2})?)\s*(?P<unit>.*)"
)
_POWER = re.compile(r"\s*[×x*]\s*10\s*\^?\s*(?P<power>[-\u2212]?\d{1,2}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*")
_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹\u2212", "-0123456789-")


class BadQuantity(ValueError):
    """What was typed is no quantity; `reason` is one of the codes below, `shown` what was typed."""

    def __init__(self, reason: str, shown: str) -> None:
        super().__init__(f"{reason}: {shown}")
        self.reason, self.shown = reason, shown


NOT_A_NUMBER, UNKNOWN_UNIT, OTHER_QUANTITY = "not_a_number", "unknown_unit", "other_quantity"


@dataclass(frozen=True, slots=True)
class Written:
    """A number with its unit as the source writes it, for showing and for checking the text."""

    number: Fraction
    unit: str

    def to(self, unit: str) -> Fraction:
        return convert(self.number, self.unit, unit)


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)
    for definition in OWN_UNITS:
        registry.define(definition)
    return registry


@cache
def _line(source: str, target: str) -> tuple[Fraction, Fraction]:
    """Factor and offset from one unit to another: every unit here is a straight line."""
    registry = _registry()
    try:
        one, two = (
            Fraction(registry.Quantity(Fraction(n), UNITS[source].pint).to(UNITS[target].pint).m)
            for n in (0, 1)
        )
    except pint.DimensionalityError:
        raise BadQuantity(OTHER_QUANTITY, source) from None
    return two - one, one


def convert(number: Fraction, source: str, target: str) -> Fraction:
    """Exact conversion between two units of the table. Raises `BadQuantity`."""
    if source == target:
        return number
    for unit in (source, target):
        if unit not in UNITS:
            raise BadQuantity(UNKNOWN_UNIT, unit[:MAX_TEXT])
    factor, offset = _line(source, target)
    return number * factor + offset


def unit_key(text: str, like: str = "") -> str:
    """The table's name of a unit however it is written: `МПа`, `mm²`, `degC`. Raises.

    A sign that two units share (`g`) is the one that measures the same as `like`.
    """
    folded = fold(text)
    if folded in UNITS and not like:
        return folded
    found = ALIASES.get(folded) or ALIASES.get(folded.casefold())
    if found is None:
        raise BadQuantity(UNKNOWN_UNIT, text.strip()[:MAX_TEXT])
    return next((key for key in found if like and _same_kind(key, like)), found[0])


def _same_kind(one: str, other: str) -> bool:
    try:
        _line(one, other)
    except BadQuantity:
        return False
    return True


def written(text: str, unit: str = "", *, like: str = "") -> Written:
    """`0,9 GPa`, `14.65e6 m`, `12 %` or a bare number in `unit`. `like` (or `unit`) tells signs
    apart that two units share. Raises `BadQuantity`."""
    plain = str(text).strip()
    if len(plain) > MAX_TEXT:
        raise BadQuantity(NOT_A_NUMBER, plain[:MAX_TEXT])
    match = _MEASURE.fullmatch(plain)
    if match is None:
        raise BadQuantity(NOT_A_NUMBER, plain)
    power, rest = Fraction(1), match["unit"]
    factor = _POWER.match(rest)
    if factor:
        power = Fraction(10) ** int(factor["power"].translate(_SUPERSCRIPT))
        rest = rest[factor.end() :]
    return Written(
        number(match["number"]) * power, unit_key(rest, like or unit) if rest.strip() else unit
    )


def number(text: str) -> Fraction:
    """A number as typed, with decimal comma or point, exactly. Raises `BadQuantity`."""
    mantissa, _, exponent = text.replace("E", "e").partition("e")
    found = parse_decimal(mantissa)
    if found is None or len(exponent) > 3:
        raise BadQuantity(NOT_A_NUMBER, text[:MAX_TEXT])
    return Fraction(found) * Fraction(10) ** int(exponent or 0)
