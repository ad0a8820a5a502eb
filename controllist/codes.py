"""Control-list codes: `2B350.a.3` however it was typed.

Anatomy: category (0-9), group (A-E), origin digit (0 Wassenaar, in category 0 the nuclear
trigger list; 1 MTCR; 2 NSG; 3 Australia Group; 4 CWC; 5 controls adopted outside the regimes,
since 2025), two more digits, then a dotted path of letters and numbers in turn.
Pure and total: any text in, a `Code` or None out.
"""

import re
from dataclasses import dataclass
from typing import Self

from vocabulary.spelling import fold_lookalikes

MAX_LENGTH = 80
ENTRY = re.compile(r"([0-9])([A-E])([0-9])([0-9]{2})")
STEP = re.compile(r"[a-z]+|[0-9]+")
QUOTES = str.maketrans("", "", "«»“”„\"'‘’`()[]")  # noqa: RUF001
NOT_LISTED = "not-listed"
MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its path. `Code.text` is the one way to write it."""

    category: str
    group: str
    origin: str
    serial: str
    path: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        return f"{self.category}{self.group}{self.origin}{self.serial}"

    @property
    def text(self) -> str:
        return ".".join((self.entry, *self.path))

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Self) -> bool:
        return self.sort_key() < other.sort_key()

    def ancestors(self) -> tuple["Code", ...]:
        """From the entry down to the line above this one."""
        return tuple(self.up_to(depth) for depth in range(len(self.path)))

    def up_to(self, depth: int) -> "Code":
        return Code(self.category, self.group, self.origin, self.serial, self.path[:depth])

    def is_within(self, other: "Code") -> bool:
        """Whether `other` is this line or one above it."""
        return self.entry == other.entry and self.path[: len(other.path)] == other.path

    def sort_key(self) -> tuple[str, tuple[tuple[int, int, str], ...]]:
        """Natural order: a.2 before a.10, z before aa."""
        return self.entry, tuple(
            (0, int(step), "") if step.isdigit() else (1, len(step), step) for step in self.path
        )


def normalise(text: str) -> str:
    """Latin capitals, no quotes, no spaces around; what `parse` then reads."""
    return " ".join(fold_lookalikes(text[:MAX_LENGTH].translate(QUOTES)).split())


def parse(text: str) -> Code | None:
    """Read a code with or without a path; None when it is not one.

    Dots, commas, dashes, slashes and spaces between the parts are all the same, and may be
    left out: `2b350a3` is `2B350.a.3`.
    """
    plain = normalise(text)
    compact = re.sub(r"[\s.,;:/_-]+", " ", plain).strip()
    head = compact.replace(" ", "")[:5]
    match = ENTRY.fullmatch(head)
    if match is None or len(text) > MAX_LENGTH:
        return None
    steps = _steps(_after_head(compact))
    if steps is None:
        return None
    category, group, origin, serial = match.groups()
    return Code(category, group, origin, serial, steps)


def _after_head(compact: str) -> str:
    """What follows the five signs of the entry, which may themselves be spaced."""
    seen = 0
    for at, sign in enumerate(compact):
        if sign != " ":
            seen += 1
        if seen == 5:
            return compact[at + 1 :]
    return ""


def _steps(rest: str) -> tuple[str, ...] | None:
    lowered = rest.lower()
    steps = tuple(STEP.findall(lowered))
    leftover = STEP.sub("", lowered).strip()
    if leftover or len(steps) > MAX_STEPS or not all(step.isascii() for step in steps):
        return None
    if any(len(step) > 3 for step in steps):
        return None
    return tuple(str(int(step)) if step.isdigit() else step for step in steps)


def common_depth(one: Code, other: Code) -> int:
    """How far two codes agree: 0 nothing, 1 category, 2 group, 3 origin, 4 entry, then the path.

    Group counts only within the same category, origin only within the same group.
    """
    pairs = (
        (one.category, other.category),
        (one.group, other.group),
        (one.origin, other.origin),
        (one.serial, other.serial),
        *zip(one.path, other.path, strict=False),
    )
    depth = 0
    for left, right in pairs:
        if left != right:
            break
        depth += 1
    return depth
