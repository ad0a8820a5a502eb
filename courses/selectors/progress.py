"""How far somebody is. Read off the ledger's projections, the same in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from courses.models import Assignment, Enrolment, LessonProgress, ModuleProgress
from courses.rules import Line, Progress, Requirement, evaluate
from courses.selectors.outline import ModuleRow, Outline, outline, outlines
from people.access import visible
from people.models import Group, User
from people.verbs import Verb
from records.selectors import effective, lines_for


@dataclass(frozen=True, slots=True)
class CourseProgress:
    outline: Outline
    modules: tuple[tuple[ModuleRow, Progress], ...]

    @property
    def done(self) -> int:
        return sum(progress.done for _row, progress in self.modules)

    @property
    def total(self) -> int:
        return sum(progress.total for _row, progress in self.modules)

    @property
    def complete(self) -> bool:
        return bool(self.modules) and all(progress.complete for _row, progress in self.modules)

    @property
    def next(self) -> tuple[ModuleRow, Requirement] | None:
        """The first thing not done yet."""
        for row, progress in self.modules:
            if progress.next:
                return row, progress.next
        return None


@dataclass(frozen=True, slots=True)
class MyCourse:
    enrolment: Enrolment
    progress: CourseProgress


def enrolment(user: User, course_key: str) -> Enrolment | None:
    found: Enrolment | None = Enrolment.objects.owned_by(user).filter(course_key=course_key).first()
    return found


def lessons_read(user: User, module_key: str) -> frozenset[str]:
    rows = LessonProgress.objects.owned_by(user).filter(lesson_key__startswith=f"{module_key}/")
    return frozenset(rows.values_list("lesson_key", flat=True))


def module_progress(user: User, requirements: Iterable[Requirement]) -> Progress:
    """The rule over the person's own lines: one query."""
    asked = tuple(requirements)
    return evaluate(asked, _lines(user, (item.object_key for item in asked)))


def course_progress(user: User, course_key: str, language: str = "en") -> CourseProgress | None:
    """Every module of a course with what is done in it: four queries."""
    found = outline(course_key, language)
    return None if found is None else progress_in(user, found)


def progress_in(user: User, course: Outline) -> CourseProgress:
    asked = [item.object_key for module in course.modules for item in module.requirements]
    return _progress(course, _lines(user, asked))


def _progress(course: Outline, lines: list[Line]) -> CourseProgress:
    modules = tuple((row, evaluate(row.requirements, lines)) for row in course.modules)
    return CourseProgress(course, modules)


def courses_of(user: User, language: str = "en") -> list[MyCourse]:
    """The courses somebody is enrolled in, the latest first; unpublished ones left out.

    Five queries, however many courses there are.
    """
    rows = list(_enrolments(user))
    found = outlines([row.course_key for row in rows], language)
    modules = [module for course in found.values() for module in course.modules]
    lines = _lines(user, [item.object_key for row in modules for item in row.requirements])
    return [
        MyCourse(row, _progress(found[row.course_key], lines))
        for row in rows
        if row.course_key in found
    ]


@dataclass(frozen=True, slots=True)
class GroupRow:
    key: str
    title: str
    assigned: bool


def groups_for(user: User, course_key: str) -> list[GroupRow]:
    """The groups somebody may enrol, and whether each takes the course: two queries."""
    rows = Assignment.objects.visible_to(user, Verb.ENROL).filter(course_key=course_key)
    assigned = set(rows.values_list("group_id", flat=True))
    groups = visible(user, Group, Verb.ENROL).order_by("title", "key")
    return [GroupRow(row.key, row.title, row.pk in assigned) for row in groups]


def _enrolments(user: User) -> "QuerySet[Enrolment]":
    rows: QuerySet[Enrolment] = Enrolment.objects.owned_by(user).order_by("-enrolled_at", "-pk")
    return rows


def _lines(user: User, object_keys: Iterable[str]) -> list[Line]:
    rows = effective(lines_for(user)).filter(object_key__in=list(object_keys))
    return [Line(verb, key) for verb, key in rows.values_list("verb", "object_key")]


def export(user: User) -> dict[str, Any]:
    """What this room holds about a person, for the person."""
    read = LessonProgress.objects.owned_by(user).values_list("lesson_key", "read_at")
    modules = ModuleProgress.objects.owned_by(user)
    return {
        "enrolments": [
            {"course": row.course_key, "group": row.group, "enrolled": row.enrolled_at.isoformat()}
            for row in Enrolment.objects.owned_by(user)
        ],
        "lessons_read": {key: at.isoformat() for key, at in read},
        "modules": {row.module_key: f"{row.done}/{row.total}" for row in modules},
    }
