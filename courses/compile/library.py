"""What other rooms say about the things a lesson refers to, in one language, asked for once."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from casestudies.models import Case
from controllist import selectors as control_list
from controllist.compile import address
from courses.models.pages import page_address
from exercises.models import ExerciseSet, SetSlot
from vocabulary import selectors as vocabulary


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
        self._edition = cache(control_list.current_edition)
        self.task = cache(self._task)
        self.case = cache(self._case)
        self.has_set = cache(self._has_set)

    def _text(self, row: Any, name: str) -> str:
        own = getattr(row, f"{name}_{self.language}", "") or getattr(row, f"{name}_en", "")
        return own or getattr(row, name, "") or ""

    def _term(self, key: str) -> TermNote | None:
        row = vocabulary.terms([key]).get(key)
        if row is None:
            return None
        glossary = page_address("glossary", self.language)
        # The glossary's own links lead from one term to the next: here they start elsewhere.
        html = self._text(row, "html").replace('href="../', f'href="{glossary}')
        summary = self._text(row, "summary")
        return TermNote(key, self._text(row, "title"), summary, html, f"{glossary}{key}/")

    def _source(self, key: str) -> SourceNote | None:
        row = vocabulary.sources([key]).get(key)
        if row is None:
            return None
        title = self._text(row, "title")
        reference = self._text(row, "reference")
        with translation.override(self.language):
            as_of = date_format(row.as_of)
        return SourceNote(key, title, reference, row.url, as_of)

    def _objective(self, key: str) -> str | None:
        row = vocabulary.objectives([key]).get(key)
        return None if row is None else self._text(row, "title")

    def _entry(self, path: str) -> EntryNote | None:
        edition = self._edition()
        if edition is None or not control_list.has_path(path, edition):
            return None
        caption = control_list.caption(path, edition).get(self.language, "")
        return EntryNote(path, caption, address(path, language=self.language))

    def _has_set(self, key: str) -> bool:
        return ExerciseSet.objects.filter(key=key).exists()

    def _task(self, set_key: str, item_key: str) -> TaskNote | None:
        slots = list(
            SetSlot.objects.filter(exercise_set__key=set_key).select_related("exercise_set", "item")
        )
        for number, slot in enumerate(slots, start=1):
            if slot.item.key == item_key:
                return TaskNote(
                    title=self._text(slot.item, "title"),
                    set_title=self._text(slot.exercise_set, "title"),
                    number=number,
                    total=len(slots),
                    minutes=slot.item.minutes,
                    url=page_address(f"exercises/{set_key}/{number}", self.language),
                )
        return None

    def _case(self, key: str) -> CaseNote | None:
        row = Case.objects.filter(key=key).first()
        if row is None:
            return None
        url = page_address(f"cases/{key}", self.language)
        return CaseNote(self._text(row, "title"), row.minutes, url)
