"""Questions about pages and about how far somebody is."""

from courses.selectors.cards import ContinueCard, continue_card
from courses.selectors.outline import (
    CatalogueRow,
    LessonRow,
    ModuleRow,
    Outline,
    catalogue,
    course_is_open,
    course_keys,
    lesson_exists,
    module_keys,
    modules_asking,
    outline,
    requirements_of,
)
from courses.selectors.progress import (
    CourseProgress,
    MyCourse,
    course_progress,
    courses_of,
    enrolment,
    export,
    lessons_read,
    module_progress,
    progress_in,
)

__all__ = [
    "CatalogueRow",
    "ContinueCard",
    "CourseProgress",
    "LessonRow",
    "ModuleRow",
    "MyCourse",
    "Outline",
    "catalogue",
    "continue_card",
    "course_is_open",
    "course_keys",
    "course_progress",
    "courses_of",
    "enrolment",
    "export",
    "lesson_exists",
    "lessons_read",
    "module_keys",
    "module_progress",
    "modules_asking",
    "outline",
    "progress_in",
    "requirements_of",
]
