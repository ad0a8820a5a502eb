"""A variant from a template and a seed: the same seed, the same sheet, the same key."""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from controllist.criteria.facts import Texts, read_facts
from controllist.criteria.quantities import Written, convert
from controllist.criteria.rulebook import Result, Rulebook
from controllist.criteria.verdicts import Value
from controllist.datasheets.kinds import outcome_of
from controllist.datasheets.showing import plain_number, quantity_texts, value_texts
from controllist.datasheets.templates import Outcome, Row, Template

TRIES = 400
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet in both languages. `row` is the template's row it comes from, `typed` its
    value as a reader would type it. Whether it matters, only the template knows."""

    row: int
    label: Texts
    value: Texts
    typed: Any

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "label": self.label, "value": self.value, "typed": self.typed}


@dataclass(frozen=True, slots=True)
class Variant:
    """A sheet that was drawn. Its lines may be shown; its outcome may not."""

    lines: tuple[Line, ...]
    outcome: Outcome


class NothingDrawn(Exception):
    """No draw of this template can be handed out; a proven template never raises this."""


def draw(template: Template, book: Rulebook, seed: str) -> Variant:
    """The seed picks an outcome of the mix and a sheet that comes to it."""
    dice = random.Random(hashlib.sha256(f"{seed}\x1f{template.key}".encode()).digest())  # noqa: S311
    wanted = dice.choice(template.mix)
    spare: Variant | None = None
    for _ in range(TRIES):
        variant = _once(template, book, dice)
        if variant is None:
            continue
        if variant.outcome is wanted:
            return variant
        spare = variant if variant.outcome in template.mix else spare
    if spare is None:
        raise NothingDrawn(template.key)
    return spare


def facts_of(template: Template, lines: Iterable[Line]) -> dict[str, Any]:
    """The facts of a sheet, as typed; lines without a fact are left out."""
    rows = template.rows
    named = ((rows[line.row].fact, line.typed) for line in lines if line.row < len(rows))
    return {fact: typed for fact, typed in named if fact}


def keyed(template: Template, lines: Iterable[Line], book: Rulebook) -> Result:
    """What the list says of a sheet: the key is computed, never typed."""
    read, _mistakes = read_facts(book.family_of[template.kind], facts_of(template, lines))
    return book.classify(template.kind, read)


def _once(template: Template, book: Rulebook, dice: random.Random) -> Variant | None:
    values: dict[str, Value] = {}
    lines: list[Line] = []
    for number, row in enumerate(template.rows):
        if all(values.get(name) in wanted for name, wanted in row.when.items()):
            line = _draw_row(number, row, dice, values)
            lines += [line] if line else []
    if book.contradictions(template.kind, values):
        return None
    outcome = outcome_of(book.classify(template.kind, values), template.entry)
    return Variant(tuple(lines), outcome) if outcome else None


def _draw_row(number: int, row: Row, dice: random.Random, values: dict[str, Value]) -> Line | None:
    if row.spec is None:
        texts = dice.choice(row.texts)
        return Line(number, row.label, texts, texts["en"])
    if not row.values:
        shown = _measure(row, dice)
        values[row.fact] = shown.to(row.spec.unit)
        typed = f"{plain_number(shown.number)} {shown.unit}".strip()
        return Line(number, row.label, quantity_texts(shown.number, shown.unit), typed)
    value = _several(row, dice) if row.some else dice.choice(row.values)
    values[row.fact] = value
    if value in row.silent:
        return None
    return Line(number, row.label, value_texts(row.spec, value, row.says), _typed(value))


def _several(row: Row, dice: random.Random) -> frozenset[str]:
    """One to three of the named members."""
    members = sorted({member for value in row.values for member in _members(value)})
    return frozenset(dice.sample(members, k=dice.randint(1, min(3, len(members)))))


def _members(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset({str(value)})


def _measure(row: Row, dice: random.Random) -> Written:
    """A value as a maker would print it: a multiple of the step, in one of the units, three
    digits. What is printed is the truth; the exact draw is forgotten."""
    assert row.spec is not None  # noqa: S101 - only rows of facts are measured
    unit = dice.choice(row.units)
    value = row.low
    if row.step is not None:
        step = row.step.to(row.spec.unit) - Written(Fraction(0), row.step.unit).to(row.spec.unit)
        value = row.low + step * dice.randint(0, int((row.high - row.low) / step))
    if row.step is not None and unit == row.step.unit:
        return Written(convert(value, row.spec.unit, unit), unit)
    return Written(significant(convert(value, row.spec.unit, unit), DIGITS + 1), unit)


def significant(value: Fraction, digits: int) -> Fraction:
    """Rounded to so many significant digits."""
    if value == 0:
        return value
    size = Fraction(1)
    while abs(value) >= size * 10**digits:
        size *= 10
    while abs(value) < size * 10 ** (digits - 1):
        size /= 10
    return round(value / size) * size


def _typed(value: Value) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value
