"""“Continue where I stopped”: the one next thing to do."""

from dataclasses import dataclass

from courses.models import LessonProgress
from courses.rules import Requirement
from courses.selectors.outline import ModuleRow
from courses.selectors.progress import CourseProgress, courses_of
from people.models import User


@dataclass(frozen=True, slots=True)
class ContinueCard:
    """`step` of `total` within the module; `kind` is lesson, set or case."""

    kind: str
    title: str
    url: str
    step: int
    total: int
    minutes: int
    module: str
    course: str


def continue_card(user: User, language: str = "en") -> ContinueCard | None:
    """What to go on with, in the course worked on last; None when all is done."""
    mine = [item.progress for item in courses_of(user, language) if not item.progress.complete]
    if not mine:
        return None
    latest = LessonProgress.objects.owned_by(user).order_by("-read_at").first()
    last = latest.lesson_key.partition("/")[0] if latest else ""
    progress = next((item for item in mine if item.outline.key == last), mine[0])
    return _card(progress)


def _card(progress: CourseProgress) -> ContinueCard | None:
    found = progress.next
    if found is None:
        return None
    module, requirement = found
    title, url, minutes = _target(module, requirement)
    asked = module.requirements
    return ContinueCard(
        kind=requirement.kind,
        title=title,
        url=url,
        step=asked.index(requirement) + 1,
        total=len(asked),
        minutes=minutes,
        module=module.title,
        course=progress.outline.title,
    )


def _target(module: ModuleRow, requirement: Requirement) -> tuple[str, str, int]:
    for lesson in module.lessons:
        if requirement.kind == "lesson" and lesson.key == requirement.key:
            return lesson.title, lesson.url, lesson.minutes
    return module.title, module.url, 0
