"""What a sheet is made of, and how a value becomes text that no program executes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Cell: TypeAlias = str | int | float | Decimal | Fraction | date | datetime | bool | None

FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001 (the full-width twins count too)
MAX_CELL = 32_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one header line; `widths` are in characters."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def clean(text: str) -> str:
    """The text without characters that no sheet can hold; one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MAX_CELL]


def plain(value: Cell) -> str:
    """A value as text, the same in every file: a point for decimals, ISO dates, UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return moment.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(round(float(value), 6))
    if isinstance(value, int | float | Decimal):
        return str(value)
    return clean(value)


def guarded(value: Cell) -> str:
    """Text for formats that cannot say "this is text": an apostrophe stops a formula."""
    text = plain(value)
    return f"'{text}" if isinstance(value, str) and _looks_like_formula(text) else text


def unguarded(text: str) -> str:
    """A guarded text as it was before."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    return text.lstrip("' \u00a0\n").startswith(FORMULA_STARTS)
