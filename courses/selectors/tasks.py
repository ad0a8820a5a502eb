"""The task list of a module: lessons of this room, the exercise set and the case of others."""

from dataclasses import dataclass

from casestudies.selectors import case_card
from courses.models.pages import page_address
from courses.rules import Progress, Requirement
from courses.selectors.outline import ModuleRow
from courses.selectors.progress import module_progress
from exercises.selectors import set_card
from people.models import User

DONE, NEXT, OPEN = "done", "next", "open"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list; `begun` and `of` say how far a set is that is not finished yet."""

    kind: str
    title: str
    url: str
    minutes: int
    state: str
    language: str
    begun: int = 0
    of: int = 0
    best_percent: int | None = None


def progress_in_module(user: User | None, module: ModuleRow) -> Progress | None:
    return module_progress(user, module.requirements) if user else None


def tasks_of(
    module: ModuleRow, progress: Progress | None, user: User | None, language: str
) -> list[Task]:
    """Every task with its state; the first one not done is what is next."""
    met = {tick.requirement for tick in progress.ticks if tick.met} if progress else set()
    coming = progress.next if progress else None
    tasks = []
    for asked in module.requirements:
        state = DONE if asked in met else NEXT if asked == coming else OPEN
        tasks.append(_task(module, asked, state, language, user))
    return tasks


def _task(
    module: ModuleRow, asked: Requirement, state: str, language: str, user: User | None
) -> Task:
    if asked.kind == "lesson":
        row = next(row for row in module.lessons if row.key == asked.key)
        return Task("lesson", row.title, row.url, row.minutes, state, row.language)
    if asked.kind == "set":
        return _set(asked.key, state, language, user)
    return _case(asked.key, state, language, user)


def _case(key: str, state: str, language: str, user: User | None) -> Task:
    card, url = case_card(user, key), page_address(f"cases/{key}", language)
    if card is None:
        return Task("case", "", url, 0, state, language)
    best = card.best_percent
    return Task("case", card.title, url, card.minutes, state, language, best_percent=best)


def _set(key: str, state: str, language: str, user: User | None) -> Task:
    card, url = set_card(user, key), page_address(f"exercises/{key}", language)
    if card is None:
        return Task("set", "", url, 0, state, language)
    begun = card.done if card.state == "open" else 0
    title, best = card.title, card.best_percent
    return Task("set", title, url, card.minutes, state, language, begun, card.items, best)
