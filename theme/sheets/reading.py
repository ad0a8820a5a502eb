"""Sheets that people upload: bounded before anything is unpacked, every cell a text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException

from theme.sheets.cells import clean, unguarded

MAX_BYTES = 5 * 1024 * 1024
MAX_MEMBERS = 200
MAX_UNPACKED = 30 * 1024 * 1024
MAX_RATIO = 200
MAX_COLUMNS = 60
MAX_TEXT = 5_000


class Unreadable(ValueError):
    """The file is not taken. `reason` is one of too_large, not_a_sheet, encrypted,
    suspicious, too_many_rows, too_many_columns, no_header, duplicate_header, cell_too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_sheet(data: bytes, *, max_rows: int = 2000) -> list[dict[str, str]]:
    """The first sheet of a CSV or XLSX file as rows by header; empty rows are left out."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted")
    lines = _xlsx_lines(data, max_rows) if data.startswith(b"PK") else _csv_lines(data)
    return _rows(lines, max_rows)


def _rows(lines: Iterable[Sequence[str]], max_rows: int) -> list[dict[str, str]]:
    filled = (line for line in lines if any(line))
    header = _header(next(filled, ()))
    rows: list[dict[str, str]] = []
    for line in filled:
        if len(rows) == max_rows:
            raise Unreadable("too_many_rows")
        if any(len(cell) > MAX_TEXT for cell in line):
            raise Unreadable("cell_too_long")
        rows.append({name: line[at] if at < len(line) else "" for at, name in header.items()})
    return rows


def _header(line: Sequence[str]) -> dict[int, str]:
    header = {at: name for at, name in enumerate(line) if name}
    if not header:
        raise Unreadable("no_header")
    if max(header) >= MAX_COLUMNS:
        raise Unreadable("too_many_columns")
    if len({name.casefold() for name in header.values()}) < len(header):
        raise Unreadable("duplicate_header")
    return header


def _csv_lines(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Unreadable("not_a_sheet")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [unguarded(clean(cell).strip()) for cell in line]
    except csv.Error:
        raise Unreadable("cell_too_long") from None


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Russian spreadsheet programs write: Windows-1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_a_sheet")


def _xlsx_lines(data: bytes, max_rows: int) -> Iterator[list[str]]:
    _check_package(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            page = book.worksheets[0]
            # Bounds on both sides: a cell XFD1048576 must not make a million empty rows.
            last = max_rows * 2 + 100
            cells = page.iter_rows(max_row=last, max_col=MAX_COLUMNS + 1, values_only=True)
            for number, line in enumerate(cells, start=1):
                if number == last:
                    raise Unreadable("too_many_rows")
                yield [_text(cell) for cell in line]
        finally:
            book.close()
    except Unreadable:
        raise
    except DefusedXmlException:
        raise Unreadable("suspicious") from None
    except Exception:  # noqa: BLE001 (damaged workbooks fail in a hundred ways)
        raise Unreadable("not_a_sheet") from None


def _check_package(data: bytes) -> None:
    """Refuse by the directory of the archive alone, then by the first bytes of each part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _check_members(members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_part(package.read(member))
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 (as above, inside the archive library)
        raise Unreadable("not_a_sheet") from None


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise Unreadable("not_a_sheet")
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or (size / packed > MAX_RATIO):
        raise Unreadable("too_large")
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts:
            raise Unreadable("suspicious")


def _check_part(part: bytes) -> None:
    head = part[:4096]
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise Unreadable("suspicious")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unreadable("suspicious")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
        )
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(value)).strip()
