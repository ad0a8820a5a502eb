"""What is stored against what was acknowledged. One pure function for saves, answers and lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Findings:
    lost: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return self.lost + self.extra


def compare(
    what: str, stored: Iterable[tuple[int, str]], acknowledged: Mapping[int, str]
) -> Findings:
    """Each acknowledged number is stored with its text, and no number twice.

    Rows are grouped by what the person did (the number), not by the key they came under: one save
    stored under two keys is a doubled save.
    """
    texts: dict[int, list[str]] = {}
    for number, text in stored:
        texts.setdefault(number, []).append(text)
    found = Findings()
    for number, text in acknowledged.items():
        if text not in texts.get(number, []):
            found.lost.append(f"acknowledged {what} {number} is not stored")
    for number, copies in texts.items():
        if len(copies) > 1:
            found.extra.append(f"{what} {number} is stored {len(copies)} times")
        if number not in acknowledged:
            found.extra.append(f"{what} {number} is stored and was not acknowledged")
    return found
