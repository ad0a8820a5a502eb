"""What other rooms say about the things a lesson refers to, in one language, asked for once."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.html import strip_tags

from courses.models.pages import page_address
from theme import markdown


@dataclass(frozen=True, slots=True)
class TermNote:
    key: str
    title: str
    text: str
    html: str
    url: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    key: str
    title: str
    reference: str
    url: str
    as_of: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TaskNote:
    title: str
    set_title: str
    number: int
    total: int
    minutes: int
    url: str


@dataclass(frozen=True, slots=True)
class CaseNote:
    title: str
    minutes: int
    url: str


@dataclass(frozen=True, slots=True)
class EntryNote:
    path: str
    caption: str
    url: str


class Library:
    """Look-ups are kept for the library's life: make one for a page, or for a whole load."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.term = cache(self._term)
        self.source = cache(self._source)
        self.objective = cache(self._objective)
        self.entry = cache(self._entry)
        self.task = cache(self._task)
        self.case = cache(self._case)

    def _title(self, row: Any, name: str = "title") -> str:
        return getattr(row, f"{name}_{self.language}", None) or getattr(row, f"{name}_en") or ""

    def _row(self, room: str, model: str, **keys: Any) -> Any:
        try:
            rows = apps.get_model(room, model)._default_manager
        except LookupError:
            return None
        return rows.filter(**keys).first()

    def _term(self, key: str) -> TermNote | None:
        row = self._row("vocabulary", "Term", key=key)
        if row is None:
            return None
        html = render(self._title(row, "definition"))
        url = page_address(f"glossary/{key}", self.language)
        return TermNote(key, self._title(row), " ".join(strip_tags(html).split()), html, url)

    def _source(self, key: str) -> SourceNote | None:
        row = self._row("vocabulary", "Source", key=key)
        if row is None:
            return None
        as_of = row.as_of.isoformat() if row.as_of else ""
        return SourceNote(key, self._title(row), row.reference, row.url or "", as_of)

    def _objective(self, key: str) -> str | None:
        row = self._row("vocabulary", "Objective", key=key)
        return None if row is None else self._title(row)

    def _entry(self, path: str) -> EntryNote | None:
        return EntryNote(path, "", page_address(f"list/{path}", self.language))

    def _task(self, set_key: str, item_key: str) -> TaskNote | None:
        row = self._row("exercises", "ExerciseSet", key=set_key)
        if row is None:
            return None
        keys = [slot.item.key for slot in row.slots.select_related("item")]
        if item_key not in keys:
            return None
        number = keys.index(item_key) + 1
        item = self._row("exercises", "Item", key=item_key)
        return TaskNote(
            title=self._title(item),
            set_title=self._title(row),
            number=number,
            total=len(keys),
            minutes=item.minutes,
            url=page_address(f"exercises/{set_key}/{number}", self.language),
        )

    def _case(self, key: str) -> CaseNote | None:
        row = self._row("casestudies", "Case", key=key)
        if row is None:
            return None
        url = page_address(f"cases/{key}", self.language)
        return CaseNote(self._title(row), getattr(row, "minutes", 0), url)


def render(text: str) -> str:
    try:
        return markdown.render(text)
    except markdown.Refused:
        return ""
