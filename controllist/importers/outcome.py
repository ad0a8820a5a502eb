"""What an import tells its user: a summary for the screen, every line for a file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from controllist.criteria.checking import Report
from controllist.importers.reading import Mistake
from controllist.selectors.alarms import Touched
from controllist.services import Tally
from theme.sheets import Sheet, write_csv
from vocabulary.reports import FileReport

HEADER = ("line", "path", "kind", "state", "detail")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one line of the file, or what a line of the list has to do with it."""

    place: int | None
    path: str
    kind: str
    state: str
    detail: str = ""

    def __str__(self) -> str:
        place = f"line {self.place}: " if self.place else ""
        detail = f": {self.detail}" if self.detail else ""
        kind = f" ({self.kind})" if self.kind and self.kind != "provision" else ""
        return f"{place}{self.path}{kind} {self.state}{detail}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of a text did, and what a reader should look at in the text itself."""

    edition: str
    entries: int
    lines: int
    tally: Tally
    repeated: tuple[str, ...] = ()
    defects: tuple[tuple[str, str], ...] = ()
    unknown_captions: tuple[str, ...] = ()
    written: bool = True
    opened: bool = False
    as_found: tuple[str, ...] = ()
    outside: int = 0
    touched: tuple[Touched, ...] = ()
    compared_with: str = ""
    stale_russian: int = 0
    criteria: tuple[str, Report] | None = None
    rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def citing(self) -> list[str]:
        """Who cites changed lines, each once, with the paths; by name."""
        paths: dict[str, dict[str, None]] = {}
        for row in self.touched:
            paths.setdefault(row.cited_by, {})[row.cited_path] = None
        return [f"{name} ({', '.join(paths[name])})" for name in sorted(paths)]


def repeats(identities: Iterable[tuple[str, str]]) -> Iterator[str]:
    for (path, kind), count in Counter(identities).items():
        if count > 1:
            yield f"{path} ({kind}) × {count}"


def save(path: Path, rows: Sequence[Row]) -> None:
    """The whole report as CSV. Raises Mistake when it cannot be written."""
    cells = [(row.place or "", row.path, row.kind, row.state, row.detail) for row in rows]
    try:
        path.write_bytes(write_csv(Sheet("report", HEADER, cells)))
    except OSError as error:
        raise Mistake(f"{path.name} cannot be written ({error.strerror})") from error


def refusal_rows(reports: Iterable[FileReport]) -> list[Row]:
    return [Row(report.line, "", "", "refused", report.detail) for report in reports]
