"""What every reader of a file gives back, and the bounds all of them keep."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from controllist.services import OfficialLine

MAX_BYTES = 32 * 1024 * 1024
MAX_TEXT = 50_000
MAX_LINES = 50_000
MAX_MISTAKES = 50
MAX_REPEATS = 9_999
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Progress = Callable[[int, int], None]


class Mistake(Exception):
    """A line, or the file, cannot be taken; the message says why."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


class AnotherKind(Mistake):
    """It is no line of a list at all; when the first is not, the whole file is not."""


@dataclass(slots=True)
class Reading:
    """Lines with the place of each in the file, and what was wrong."""

    lines: list[OfficialLine] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    mistakes: list[tuple[int | None, str]] = field(default_factory=list)
    outside: int = 0

    def add(self, line: OfficialLine, place: int) -> None:
        self.lines.append(line)
        self.places.append(place)

    def refuse(self, number: int | None, reason: str) -> None:
        self.mistakes.append((number, reason))


class Ordinals:
    """Counts repeats: the first line of a path and kind is 0, the next 1."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = defaultdict(int)

    def next(self, path: str, kind: str) -> int:
        ordinal = self._seen[path, kind]
        if ordinal > MAX_REPEATS:
            raise Mistake(f"{path} ({kind}) stands more than {MAX_REPEATS} times")
        self._seen[path, kind] += 1
        return ordinal


def whole(path: Path) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise Mistake(f"cannot be read ({reason})") from error
    if len(data) > MAX_BYTES:
        raise Mistake(f"is larger than {MAX_BYTES // 1024 // 1024} MB")
    return data


def orphans(reading: Reading) -> Iterator[tuple[int | None, str]]:
    """Lines whose paragraph above is nowhere in the file.

    A text in which a step is missing is cut, or was read wrongly: refused, so that it is mended
    at its source instead of standing in the wrong place here. The readers of published documents
    never make one by guessing: what they cannot place hangs under the nearest, marked doubtful.
    """
    known = {line.path for line in reading.lines}
    told: set[str] = set()
    for line, place in zip(reading.lines, reading.places, strict=True):
        above = line.path.rpartition(".")[0]
        if above and above not in known and above not in told:
            told.add(above)
            yield place, f"the path {line.path} stands without {above}"
