"""What an importer says about each file it read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["created", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class FileReport:
    path: str
    state: State
    detail: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{self.state:<9} {place}" + (f": {self.detail}" if self.detail else "")


class Refused(Exception):
    """Nothing of the room was written, because at least one of its files was refused."""

    def __init__(self, reports: Sequence[FileReport]) -> None:
        self.reports = tuple(reports)
        super().__init__("\n".join(str(report) for report in self.refused))

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return tuple(report for report in self.reports if report.state == "refused")


def stop_if_refused(reports: Sequence[FileReport]) -> None:
    """Call inside the room's transaction: raising rolls back what was written."""
    if any(report.state == "refused" for report in reports):
        raise Refused(reports)


def tally(*, created: int, updated: int) -> State:
    """The state of a file that holds several rows."""
    if updated:
        return "updated"
    return "created" if created else "unchanged"
