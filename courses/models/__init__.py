from courses.models.pages import (
    CatalogueIndexPage,
    CoursePage,
    HomePage,
    LessonPage,
    ModulePage,
)
from courses.models.progress import Enrolment, LessonProgress, ModuleProgress

__all__ = [
    "CatalogueIndexPage",
    "CoursePage",
    "Enrolment",
    "HomePage",
    "LessonPage",
    "LessonProgress",
    "ModulePage",
    "ModuleProgress",
]
