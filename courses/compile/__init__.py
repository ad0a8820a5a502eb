"""A page's text made ready to be served: HTML, headings, what it refers to, what is wrong.

Done when a page is saved (see `receivers`), so that serving a lesson costs the same number of
queries whatever it holds. Everything here is in the page's own language. Answer keys cannot
get in: of a task only its title, number and time are asked for.
"""

from typing import Any

from django.utils import translation

from courses.compile.blocks import compile_body
from courses.compile.library import Library
from courses.compile.state import Compilation
from courses.compile.text import inline, prose
from courses.models.pages import AcademyPage, CoursePage, LessonPage, ModulePage, keys_of

# Raise it when the HTML changes: the loader then compiles unchanged lessons again.
VERSION = 3

__all__ = ["VERSION", "Library", "compile_page"]


def compile_page(page: AcademyPage, library: Library | None = None) -> dict[str, Any]:
    """What is kept in `page.compiled`. Never raises for what an author wrote."""
    language = page.locale.language_code
    state = Compilation(library or Library(language))
    with translation.override(language):
        if isinstance(page, LessonPage):
            return _lesson(page, state)
        if isinstance(page, CoursePage | ModulePage):
            return _overview(page, state)
    return {}


def _lesson(page: LessonPage, state: Compilation) -> dict[str, Any]:
    html = compile_body(page.body, state)
    for key in keys_of(page.sources):
        state.cite_source(key)
    state.check_reading_time(page.minutes)
    return {
        "version": VERSION,
        "html": html,
        "headings": state.headings,
        "terms": list(state.terms),
        "sources": [source.as_dict() for source in state.sources.values()],
        "objectives": state.objectives(keys_of(page.objectives)),
        "lists": list(state.lists),
        "exercises": state.exercises,
        "cases": state.cases,
        "words": state.words,
        "minutes": state.reading_minutes(),
        "warnings": state.warnings,
    }


def _overview(page: CoursePage | ModulePage, state: Compilation) -> dict[str, Any]:
    compiled: dict[str, Any] = {
        "version": VERSION,
        "html": prose(page.summary, state),
        "warnings": state.warnings,
    }
    if isinstance(page, CoursePage):
        outcomes = [inline(str(outcome.value), state) for outcome in page.outcomes]
        compiled |= {"audience": inline(page.audience, state), "outcomes": outcomes}
    else:
        compiled["objectives"] = state.objectives(keys_of(page.objectives))
    return compiled | {"terms": list(state.terms), "lists": list(state.lists)}
