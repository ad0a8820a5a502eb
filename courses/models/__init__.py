from courses.models.pages import (
    CatalogueIndexPage,
    CoursePage,
    HomePage,
    LessonPage,
    ModulePage,
)
from courses.models.progress import Assignment, Enrolment, LessonProgress, ModuleProgress

__all__ = [
    "Assignment",
    "CatalogueIndexPage",
    "CoursePage",
    "Enrolment",
    "HomePage",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "ModuleProgress",
]
