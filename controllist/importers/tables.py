"""CSV and XLSX as rows with their number, columns by any of their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from controllist.importers.reading import UNSTORABLE, Mistake, whole
from theme.sheets import Unreadable, read_sheet

MAX_ROWS = 20_000
REASONS = {
    "too_large": "is larger than 5 MB, or is packed too tightly",
    "not_a_sheet": "is no CSV or XLSX file that can be read",
    "encrypted": "is encrypted or of an old form (XLS); save it as XLSX",
    "suspicious": "holds what a plain sheet never does",
    "too_many_rows": f"has more than {MAX_ROWS} rows",
    "too_many_columns": "has more than 60 columns",
    "no_header": "the file is empty",
    "duplicate_header": "has the same column twice",
    "cell_too_long": "has a cell longer than 5000 characters",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Every name a column may go by, and which columns must be there."""

    names: Mapping[str, Sequence[str]]
    required: Sequence[str]


def read_rows(path: Path, columns: Columns) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by our own column names. The header is row 1; empty rows are not counted."""
    try:
        rows = read_sheet(whole(path), max_rows=MAX_ROWS)
    except Unreadable as unreadable:
        raise Mistake(REASONS[unreadable.reason]) from unreadable
    if not rows:
        raise Mistake("the file has no rows")
    chosen = _chosen(list(rows[0]), columns)
    for number, row in enumerate(rows, start=2):
        yield number, {name: UNSTORABLE.sub("", row[column]) for name, column in chosen.items()}


def _chosen(header: list[str], columns: Columns) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for column in header:
        plain = column.strip().casefold()
        name = next((name for name, known in columns.names.items() if plain in known), None)
        if name and name in chosen:
            raise Mistake(f"two columns are “{name}”: {chosen[name][:40]}, {column[:40]}", 1)
        if name:
            chosen[name] = column
    missing = [name for name in columns.required if name not in chosen]
    if missing:
        expected = ", ".join(columns.names[missing[0]])
        raise Mistake(f"has no column “{missing[0]}” (known names: {expected})", 1)
    return chosen
