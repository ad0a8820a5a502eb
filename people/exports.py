"""What goes out to the person or the manager: readable data, the empty and the faulty roster."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from theme.sheets import Sheet, write_csv, write_xlsx

COLUMNS = ("email", "given_names", "family_name", "name_cyrillic", "institution")
WIDTHS = (32, 20, 20, 32, 24, 60)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOMS = {
    "people": _("Account, places and letters"),
    "records": _("Learning record"),
    "certification": _("Certificates"),
    "courses": _("Courses"),
    "exercises": _("Exercises"),
    "casestudies": _("Case studies"),
    "jobs": _("Work in the background"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One value with the path that leads to it, for a table of two columns."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Room:
    title: str
    lines: tuple[Line, ...]


def readable(held: Mapping[str, Any]) -> list[Room]:
    """Everything held, flattened: rooms as headings, values as lines."""
    return [Room(str(ROOMS.get(name, name)), tuple(_lines("", held[name]))) for name in held]


def _lines(path: str, value: Any) -> Iterable[Line]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _lines(f"{path} · {name}" if path else str(name), inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            yield from _lines(f"{path} {number}".strip(), inner)
    elif value not in (None, ""):
        yield Line(path.replace("_", " "), str(value))


def empty_roster() -> bytes:
    return write_xlsx([Sheet("People", COLUMNS, [], WIDTHS)])


def faulty_roster(rows: Iterable[tuple[Mapping[str, str], str]], *, as_csv: bool = False) -> bytes:
    """The lines that were not taken, with the reason, in the columns of a roster."""
    lines = [[row.get(column, "") for column in COLUMNS] + [reason] for row, reason in rows]
    sheet = Sheet("People", [*COLUMNS, "problem"], lines, WIDTHS)
    return write_csv(sheet) if as_csv else write_xlsx([sheet])
