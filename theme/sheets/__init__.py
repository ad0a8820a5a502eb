"""The one writer and reader of sheets. A cell that looks like a formula stays text."""

from theme.sheets.cells import Cell, Sheet
from theme.sheets.reading import Unreadable, read_sheet
from theme.sheets.writing import write_csv, write_xlsx

__all__ = ["Cell", "Sheet", "Unreadable", "read_sheet", "write_csv", "write_xlsx"]
