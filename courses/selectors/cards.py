"""“Continue where I stopped”: the one next thing to do."""

from dataclasses import dataclass, replace

from casestudies.selectors import open_runs
from courses.models import LessonProgress
from courses.models.pages import page_address
from courses.selectors.progress import CourseProgress, courses_of
from courses.selectors.tasks import tasks_of
from exercises.selectors import open_attempts
from people.models import User


@dataclass(frozen=True, slots=True)
class ContinueCard:
    """`kind` is task or run (an exercise or a case begun), lesson, set or case; `step` of
    `total` counts the tasks of the set, the stages of the case, or the steps of the module."""

    kind: str
    title: str
    url: str
    step: int
    total: int
    minutes: int
    module: str = ""
    course: str = ""


def continue_card(user: User, language: str = "en") -> ContinueCard | None:
    """What to go on with: an exercise left open, else the next step of the course worked on
    last; None when there is nothing to do."""
    return _open_work(user, language) or _next_step(user, language)


def _open_work(user: User, language: str) -> ContinueCard | None:
    """The exercise or case begun last and not finished."""
    attempt, run = next(iter(open_attempts(user)), None), next(iter(open_runs(user)), None)
    if run and (attempt is None or run.at > attempt.at):
        url = page_address(f"cases/{run.case_key}/desk", language)
        card = ContinueCard(
            "run", run.title, url, min(run.done + 1, run.total), run.total, run.minutes_left
        )
        return _placed(card, user, language, case=run.case_key)
    if attempt is None:
        return None
    step = min(attempt.done + 1, attempt.total)
    url = page_address(f"exercises/{attempt.set_key}/{step}", language)
    card = ContinueCard("task", attempt.title, url, step, attempt.total, attempt.minutes_left)
    return _placed(card, user, language, exercise_set=attempt.set_key)


def _placed(card: ContinueCard, user: User, language: str, **asked: str) -> ContinueCard:
    """The card with the module and course, of those somebody takes, that ask for this work."""
    for mine in courses_of(user, language):
        for module in mine.progress.outline.modules:
            if all(getattr(module, name) == key for name, key in asked.items()):
                return replace(card, module=module.title, course=mine.progress.outline.title)
    return card


def _next_step(user: User, language: str) -> ContinueCard | None:
    mine = [item.progress for item in courses_of(user, language) if not item.progress.complete]
    if not mine:
        return None
    latest = LessonProgress.objects.owned_by(user).order_by("-read_at").first()
    last = latest.lesson_key.partition("/")[0] if latest else ""
    progress = next((item for item in mine if item.outline.key == last), mine[0])
    return _card(progress, user, language)


def _card(progress: CourseProgress, user: User, language: str) -> ContinueCard | None:
    found = progress.next
    if found is None:
        return None
    module, requirement = found
    done = dict(progress.modules)[module]
    rows = tasks_of(module, done, user, language)
    position = module.requirements.index(requirement)
    task = rows[position]
    return ContinueCard(
        kind=task.kind,
        title=task.title or module.title,
        url=task.url,
        step=position + 1,
        total=len(rows),
        minutes=task.minutes,
        module=module.title,
        course=progress.outline.title,
    )
