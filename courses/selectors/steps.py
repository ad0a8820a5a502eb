"""The way through a module: what comes before and after a lesson, and what is next."""

from dataclasses import dataclass

from courses.models.pages import page_address
from courses.selectors.outline import ModuleRow, Outline, outline


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    title: str
    url: str
    language: str = ""


def steps_of(module: ModuleRow, language: str) -> tuple[Step, ...]:
    """A module's pages in order; the title of a set or case is given by its own room."""
    steps = [Step("lesson", row.title, row.url, row.language) for row in module.lessons]
    if module.exercise_set:
        url = page_address(f"exercises/{module.exercise_set}", language)
        steps.append(Step("set", "", url))
    if module.case:
        steps.append(Step("case", "", page_address(f"cases/{module.case}", language)))
    return tuple(steps)


def after_lesson(lesson_key: str, language: str) -> Step:
    """Where to go on from a lesson: the next step of its module, else the module's list."""
    course = outline(lesson_key.partition("/")[0], language)
    module = module_of(course, lesson_key.rpartition("/")[0]) if course else None
    if module is None:
        home = page_address(f"courses/{lesson_key.rpartition('/')[0]}", language)
        return Step("module", "", home)
    _before, after = around(module, lesson_key, language)
    return after


def around(module: ModuleRow, lesson_key: str, language: str) -> tuple[Step | None, Step]:
    """The steps before and after a lesson of the module."""
    steps = steps_of(module, language)
    keys = [row.key for row in module.lessons]
    position = keys.index(lesson_key) if lesson_key in keys else -1
    before = steps[position - 1] if position > 0 else None
    if 0 <= position < len(steps) - 1:
        return before, steps[position + 1]
    return before, Step("module", module.title, module.url, module.language)


def module_of(course: Outline | None, module_key: str) -> ModuleRow | None:
    modules = course.modules if course else ()
    return next((row for row in modules if row.key == module_key), None)
