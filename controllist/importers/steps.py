"""The way down to the paragraph we are at, and where the next mark leads. Pure."""

import re
from dataclasses import dataclass, field

STEP = re.compile(r"[a-z]{1,3}|[0-9]{1,3}")
COMPOUND = re.compile(r"(?:[a-z]{1,3}|[0-9]{1,3})(?:\.(?:[a-z]{1,3}|[0-9]{1,3}))*")
MISSING = "a step is missing before this paragraph"
AMBIGUOUS = "the mark of this paragraph fits more than one place"
OUT_OF_ORDER = "the mark of this paragraph is out of order"


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    level: int


def split_mark(mark: str) -> tuple[str, ...]:
    """`a.` → (a), `(1)` → (1), `a.1.` → (a, 1); () for what is no step."""
    plain = mark.strip().strip("()").rstrip(".):").strip()
    if not COMPOUND.fullmatch(plain):
        return ()
    return tuple(str(int(step)) if step.isdigit() else step for step in plain.split("."))


def successor(label: str) -> str:
    if label.isdigit():
        return str(int(label) + 1)
    head, last = label[:-1], label[-1]
    return f"{successor(head) if head else 'a'}a" if last == "z" else head + chr(ord(last) + 1)


def is_first(label: str) -> bool:
    return label in {"a", "1"}


def _alike(one: str, other: str) -> bool:
    return one.isdigit() == other.isdigit()


def _ordered(one: str, other: str) -> bool:
    """Whether `other` comes somewhere after `one` in the same row of marks."""
    if one.isdigit():
        return int(one) < int(other)
    return (len(one), one) < (len(other), other)


@dataclass(slots=True)
class Trail:
    """Steps from the entry (level `ground`) down; each with the nesting it stood at."""

    steps: list[Step] = field(default_factory=list)
    ground: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(step.label for step in self.steps)

    def enter(self, level: int) -> None:
        self.ground = level

    def to(self, labels: tuple[str, ...], level: int) -> str:
        """Go to a whole path that the text itself names."""
        self.steps = [Step(label, level) for label in labels]
        return ""

    def place(self, label: str, level: int) -> str:
        """Take the step a mark stands for. '' or why the place is doubtful."""
        while self.steps and self.steps[-1].level > level:
            self.steps.pop()
        at, doubt = self._beside(label, level)
        if at is not None:
            del self.steps[at:]
        self.steps.append(Step(label, level))
        return doubt

    def _beside(self, label: str, level: int) -> tuple[int | None, str]:
        """The step this one stands beside (None: below the last), and why that is doubtful."""
        here = [at for at, step in enumerate(self.steps) if step.level == level]
        alike = [at for at in reversed(here) if _alike(self.steps[at].label, label)]
        following = [at for at in alike if successor(self.steps[at].label) == label]
        if following:
            return following[0], "" if len(following) == 1 else AMBIGUOUS
        if is_first(label) and not (alike and alike[0] == here[-1]):
            return None, ""
        for at in alike:
            if _ordered(self.steps[at].label, label):
                return at, MISSING
        return (alike[0], OUT_OF_ORDER) if alike else (None, MISSING)

    def expects(self, label: str, *, after_colon: bool) -> bool:
        """Whether the mark would continue a row here, or begin one below."""
        if any(successor(step.label) == label for step in self.steps):
            return True
        return is_first(label) and (not self.steps or after_colon)

    def above(self, level: int) -> tuple[str, ...]:
        """The steps that hold what stands at this nesting."""
        return tuple(step.label for step in self.steps if step.level < level)

    def chain(self) -> list[tuple[str, ...]]:
        """The paths from the entry down to here."""
        return [self.labels[:depth] for depth in range(len(self.steps) + 1)]

    def is_flat(self, level: int) -> bool:
        """Whether paragraphs follow each other as rows here, so that nesting says nothing."""
        levels = [self.ground, *(step.level for step in self.steps)]
        here = [found for found in levels if found >= level]
        return len(here) > 1 and len(set(here)) < len(here)
