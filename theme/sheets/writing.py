"""Sheets as XLSX and CSV. The same sheets give the same bytes."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter

from theme.sheets.cells import Cell, Sheet, clean, guarded, plain

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_EXACT = 10**15
_STAMP = datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed stamp, so that two exports can be compared)


def write_csv(sheet: Sheet, *, delimiter: str = ",") -> bytes:
    """UTF-8 with the mark that spreadsheet programs need to see Cyrillic."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in sheet.header])
    writer.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook in which every text is a text: no formulas, no links."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _STAMP})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name, taken))
            _fill(page, sheet, formats)
    return target.getvalue()


def _fill(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for column, title in enumerate(sheet.header):
        width = sheet.widths[column] if column < len(sheet.widths) else 18
        page.set_column(column, column, width)
        page.write_string(0, column, clean(title), formats["head"])
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(page, line, column, value, formats)


def _write(page: Any, line: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(line, column, value)
    elif isinstance(value, int | float | Decimal | Fraction) and _exact_enough(value):
        page.write_number(line, column, float(value))
    elif isinstance(value, date) and value.year >= 1900:
        is_moment = isinstance(value, datetime)
        moment = _naive(value) if isinstance(value, datetime) else datetime.combine(value, time())
        page.write_datetime(line, column, moment, formats["moment" if is_moment else "day"])
    else:
        page.write_string(line, column, plain(value))


def _exact_enough(value: float | Decimal | Fraction) -> bool:
    try:
        return -_EXACT < value < _EXACT
    except ArithmeticError:
        return False


def _naive(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name the format allows: short, without signs of its own, not used yet."""
    base = _FORBIDDEN_IN_NAMES.sub(" ", clean(name)).strip(" '")[:31] or "Sheet"
    if base.casefold() == "history":
        base = "History 1"
    candidate, number = base, 2
    while candidate.casefold() in taken:
        suffix = f" {number}"
        candidate, number = base[: 31 - len(suffix)] + suffix, number + 1
    taken.add(candidate.casefold())
    return candidate
