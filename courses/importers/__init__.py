"""Courses from `content/courses/`: all of it or nothing, and nothing where nothing changed."""

from pathlib import Path

from django.db import transaction

from courses.importers.files import CourseFiles, Reading, read_courses
from courses.importers.pages import Writer
from courses.importers.tree import ensure_tree
from vocabulary.reports import FileReport, stop_if_refused

__all__ = ["ensure_tree", "load_content"]


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    """Load every course in both languages. A file is refused when its other language is missing
    or differs in structure, or when it refers to something that does not exist.

    A page that was edited in the CMS since it was loaded is left as it is, and the report says
    so.
    """
    reading = Reading(Path(root))
    courses: list[CourseFiles] = read_courses(reading)
    stop_if_refused(reading.reports)
    with transaction.atomic():
        ensure_tree()
        reports = Writer(dry_run=dry_run).write(courses)
        stop_if_refused(reports)
        transaction.set_rollback(dry_run)
    return reports
