"""Enrolment, reading and progress. Every step is a ledger line; progress follows the ledger in
the same transaction and never runs ahead of it."""

from django.db import transaction
from django.utils import timezone

from courses import selectors
from courses.enums import Via
from courses.models import Enrolment, LessonProgress, ModuleProgress
from courses.rules import course_requirements
from people.models import User
from people.selectors import by_actor
from records.models import Record
from records.selectors import effective, lines_for
from records.services import record, void
from records.verbs import LedgerVerb

LESSON, MODULE, COURSE = "courses:lesson:", "courses:module:", "courses:course:"
# The lines that can move a progress bar; all others cost nothing here.
FOLLOWED_VERBS = frozenset(
    {LedgerVerb.EXPERIENCED, LedgerVerb.COMPLETED, LedgerVerb.PASSED, LedgerVerb.FAILED}
)
FOLLOWED_KEYS = (LESSON, MODULE, "exercises:set:", "casestudies:case:")


class NotFound(LookupError):
    """No such course or lesson is published."""


class NotEnrolled(PermissionError):
    """The course is not open, and nobody has enrolled this person."""


@transaction.atomic
def enrol(*, person: User, course_key: str, via: Via = Via.SELF, group: str = "") -> Enrolment:
    """Put somebody on a course. Who may do that is the caller's question; twice is once."""
    row: Enrolment
    row, created = Enrolment._base_manager.get_or_create(
        person=person, course_key=course_key, defaults={"via": via, "group": group}
    )
    if created:
        record(
            person=person,
            verb=LedgerVerb.REGISTERED,
            object_key=COURSE + course_key,
            source=f"courses:enrol:{course_key}:{person.actor}",
            group=group,
            context=via,
        )
    return row


@transaction.atomic
def read_lesson(
    *, person: User, lesson_key: str, language: str = "", version_hash: str = ""
) -> Record:
    """Write down that somebody read a lesson to its end. On an open course the first lesson read
    enrols; again is once."""
    course_key = lesson_key.partition("/")[0]
    is_open = selectors.course_is_open(course_key)
    if is_open is None or not selectors.lesson_exists(lesson_key):
        raise NotFound(lesson_key)
    enrolment = selectors.enrolment(person, course_key)
    if enrolment is None:
        if not is_open:
            raise NotEnrolled(course_key)
        enrolment = enrol(person=person, course_key=course_key, via=Via.READING)
    return record(
        person=person,
        verb=LedgerVerb.EXPERIENCED,
        object_key=LESSON + lesson_key,
        source=_source(person, LedgerVerb.EXPERIENCED, LESSON + lesson_key),
        language=language,
        version_hash=version_hash,
        completion=True,
        group=enrolment.group,
    )


@transaction.atomic
def follow(*, line: Record) -> None:
    """Bring progress up to date with a new ledger line, corrections included."""
    correction = line.replaces is not None
    if not line.object_key.startswith(FOLLOWED_KEYS):
        return
    if line.verb not in FOLLOWED_VERBS and not correction:
        return
    person = by_actor([line.actor]).get(line.actor)
    if person is None:
        return
    if line.object_key.startswith(MODULE):
        _refresh_course(person, line.object_key.removeprefix(MODULE).partition("/")[0], line)
        return
    if line.object_key.startswith(LESSON):
        _refresh_lesson(person, line)
    for module_key in selectors.modules_asking(line.object_key):
        _refresh_module(person, module_key, line)


def erase(user: User) -> None:
    """Forget a person's enrolments and progress; the ledger's counts stay under a pseudonym."""
    for model in (Enrolment, LessonProgress, ModuleProgress):
        model._base_manager.filter(person=user).delete()


def _refresh_lesson(person: User, line: Record) -> None:
    key = line.object_key.removeprefix(LESSON)
    mine = LessonProgress.objects.owned_by(person).filter(lesson_key=key)
    if line.verb == LedgerVerb.VOIDED:
        mine.delete()
        return
    LessonProgress._base_manager.get_or_create(
        person=person,
        lesson_key=key,
        defaults={"language": line.language, "read_at": line.recorded_at},
    )


def _refresh_module(person: User, module_key: str, line: Record) -> None:
    progress = selectors.module_progress(person, selectors.requirements_of(module_key))
    if not progress.total:
        return
    row, _created = ModuleProgress._base_manager.get_or_create(person=person, module_key=module_key)
    row.done, row.total = progress.done, progress.total
    row.changed_at = timezone.now()
    if progress.complete and row.completed_at is None:
        row.completed_at = row.changed_at
    elif line.replaces is not None and not progress.complete:
        row.completed_at = None
    row.save(update_fields=["done", "total", "changed_at", "completed_at"])
    _set_completed(person, MODULE + module_key, progress.complete, line)


def _refresh_course(person: User, course_key: str, line: Record) -> None:
    asked = course_requirements(selectors.module_keys(course_key))
    complete = selectors.module_progress(person, asked).complete
    if _set_completed(person, COURSE + course_key, complete, line):
        Enrolment.objects.owned_by(person).filter(course_key=course_key).update(
            completed_at=timezone.now() if complete else None
        )


def _set_completed(person: User, object_key: str, complete: bool, cause: Record) -> bool:
    """Write the line that says “completed”, or take it back when its ground was taken back.

    A page added later takes nothing back: what was achieved was achieved.
    """
    group = cause.group
    standing = effective(lines_for(person)).filter(object_key=object_key, verb=LedgerVerb.COMPLETED)
    line = standing.first()
    if complete and line is None:
        record(
            person=person,
            verb=LedgerVerb.COMPLETED,
            object_key=object_key,
            source=_source(person, LedgerVerb.COMPLETED, object_key),
            completion=True,
            group=group,
        )
        return True
    if not complete and line is not None and cause.replaces is not None:
        author = by_actor([cause.author]).get(cause.author) if cause.author else None
        reason = cause.reason or cause.object_key
        void(line=line, person=person, author=author or person, reason=reason)
        return True
    return False


def _source(person: User, verb: LedgerVerb, object_key: str) -> str:
    """One source for each time it is achieved: after a void it can be achieved anew."""
    taken_back = lines_for(person).filter(
        object_key=object_key, verb=verb, replaced_by__isnull=False
    )
    return f"{object_key}:{person.actor}:{taken_back.count() + 1}"
