"""What is gathered while a page is compiled."""

import re
from dataclasses import dataclass, field
from typing import Any

from courses.compile.library import Library, SourceNote

WORDS_A_MINUTE = 150
MINUTES_A_TASK = 2
_WORD = re.compile(r"\w+")


@dataclass
class Compilation:
    library: Library
    headings: list[dict[str, Any]] = field(default_factory=list)
    terms: dict[str, None] = field(default_factory=dict)
    lists: dict[str, None] = field(default_factory=dict)
    sources: dict[str, SourceNote] = field(default_factory=dict)
    exercises: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    popups: set[str] = field(default_factory=set)
    words: int = 0

    def warn(self, code: str, about: str = "") -> None:
        warning = {"code": code, "about": about}
        if warning not in self.warnings:
            self.warnings.append(warning)

    def count_words(self, text: str) -> None:
        self.words += len(_WORD.findall(text))

    def heading(self, level: int, text: str) -> str:
        """Note a heading and return its anchor: the same in every language."""
        before = self.headings[-1]["level"] if self.headings else 1
        if level > before + 1:
            self.warn("heading_order", text)
        anchor = f"h-{len(self.headings) + 1}"
        self.headings.append({"id": anchor, "text": text, "level": level})
        return anchor

    def needs_popup(self, term: str) -> bool:
        """Whether this use of the term is the one that carries the definition."""
        self.terms[term] = None
        first = term not in self.popups
        self.popups.add(term)
        return first

    def cite_source(self, key: str) -> SourceNote | None:
        note = self.library.source(key)
        if note is None:
            self.warn("unknown_source", key)
        else:
            self.sources[key] = note
        return note

    def objectives(self, keys: tuple[str, ...]) -> list[str]:
        found = {key: self.library.objective(key) for key in keys}
        for key, title in found.items():
            if title is None:
                self.warn("unknown_objective", key)
        return [title for title in found.values() if title]

    def reading_minutes(self) -> int:
        tasks = len(self.exercises) * MINUTES_A_TASK
        return max(1, -(-self.words // WORDS_A_MINUTE)) + tasks

    def check_reading_time(self, stated: int) -> None:
        counted = self.reading_minutes()
        if counted > 2 * stated:
            self.warn("longer_than_stated", str(counted))
