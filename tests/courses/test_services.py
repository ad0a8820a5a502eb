"""Progress follows the ledger: each thing once, both languages one, corrections included."""

import pytest

from courses import selectors, services
from courses.enums import Via
from courses.models import CoursePage, Enrolment, LessonProgress, ModuleProgress
from people.models import User
from records.models import Record
from records.selectors import effective, lines_for
from records.services import record, void
from records.verbs import LedgerVerb
from tests.factories import courses as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
ONE, TWO = "start/basics/lesson-1", "start/basics/lesson-2"


@pytest.fixture
def trainee() -> User:
    return person()


@pytest.fixture
def course() -> CoursePage:
    return make.small_course()


@pytest.fixture
def full_course() -> CoursePage:
    """One module that asks for a lesson, a set and a case."""
    parent = make.course()
    page = make.module(parent)
    type(page).objects.filter(pk=page.pk).update(exercise_set="the-set", case="the-case")
    make.lesson(page, "lesson-1")
    return parent


def read(user: User, key: str, **values: str) -> Record:
    return services.read_lesson(person=user, lesson_key=key, **values)


def did(user: User, verb: LedgerVerb, key: str, source: str) -> Record:
    return record(person=user, verb=verb, object_key=key, source=source)


def lines(user: User) -> list[tuple[str, str]]:
    return list(effective(lines_for(user)).values_list("verb", "object_key"))


def completed(user: User) -> list[str]:
    return [key for verb, key in lines(user) if verb == "completed" and key.startswith("courses:")]


def test_reading_all_lessons_completes_module_and_course_once(
    trainee: User, course: CoursePage
) -> None:
    read(trainee, ONE, language="ru")
    assert completed(trainee) == []
    for language in ("en", "ru", "en"):
        read(trainee, TWO, language=language)
        read(trainee, ONE, language=language)
    assert lines(trainee) == [
        ("registered", "courses:course:start"),
        ("experienced", f"courses:lesson:{ONE}"),
        ("experienced", f"courses:lesson:{TWO}"),
        ("completed", "courses:module:start/basics"),
        ("completed", "courses:course:start"),
    ]
    row = ModuleProgress.objects.owned_by(trainee).get()
    assert (row.done, row.total, row.completed_at is not None) == (2, 2, True)
    assert Enrolment.objects.owned_by(trainee).get().completed_at is not None


def test_a_module_waits_for_its_set_and_case(trainee: User, full_course: CoursePage) -> None:
    read(trainee, ONE)
    did(trainee, LedgerVerb.FAILED, "exercises:set:the-set", "s1")
    did(trainee, LedgerVerb.COMPLETED, "casestudies:case:the-case", "c1")
    assert completed(trainee) == []
    row = ModuleProgress.objects.owned_by(trainee).get()
    assert (row.done, row.total) == (2, 3)
    did(trainee, LedgerVerb.PASSED, "exercises:set:the-set", "s2")
    assert completed(trainee) == ["courses:module:start/basics", "courses:course:start"]


def test_other_peoples_and_other_things_lines_change_nothing(
    trainee: User, full_course: CoursePage, django_assert_num_queries
) -> None:
    somebody = person(code="UZ")
    did(somebody, LedgerVerb.PASSED, "exercises:set:the-set", "s1")
    did(trainee, LedgerVerb.PASSED, "exercises:set:another", "s2")
    assert not ModuleProgress.objects.owned_by(trainee).exists()
    assert ModuleProgress.objects.owned_by(somebody).get().done == 1
    line = Record(verb=LedgerVerb.ANSWERED, object_key="exercises:item:x", actor=trainee.actor)
    with django_assert_num_queries(2):  # a savepoint and its release: answering costs no look-up
        services.follow(line=line)


def test_a_void_takes_completion_back_and_it_can_be_earned_again(
    trainee: User, full_course: CoursePage
) -> None:
    manager = person("manager")
    read(trainee, ONE)
    did(trainee, LedgerVerb.COMPLETED, "casestudies:case:the-case", "c1")
    passed = did(trainee, LedgerVerb.PASSED, "exercises:set:the-set", "s1")
    assert len(completed(trainee)) == 2
    void(line=passed, person=trainee, author=manager, reason="copied answers")
    assert completed(trainee) == []
    row = ModuleProgress.objects.owned_by(trainee).get()
    assert (row.done, row.completed_at) == (2, None)
    assert Enrolment.objects.owned_by(trainee).get().completed_at is None
    did(trainee, LedgerVerb.PASSED, "exercises:set:the-set", "s2")
    assert completed(trainee) == ["courses:module:start/basics", "courses:course:start"]


def test_a_voided_reading_can_be_read_again(trainee: User, course: CoursePage) -> None:
    line = read(trainee, ONE)
    void(line=line, person=trainee, author=trainee, reason="by mistake")
    assert not LessonProgress.objects.owned_by(trainee).exists()
    read(trainee, ONE)
    assert LessonProgress.objects.owned_by(trainee).get().lesson_key == ONE


def test_a_lesson_added_later_takes_nothing_back(trainee: User, course: CoursePage) -> None:
    read(trainee, ONE)
    read(trainee, TWO)
    module = course.get_children().get().specific
    make.lesson(module, "lesson-3")
    read(trainee, "start/basics/lesson-3")
    assert completed(trainee) == ["courses:module:start/basics", "courses:course:start"]
    progress = selectors.course_progress(trainee, "start")
    assert progress is not None
    assert (progress.done, progress.total) == (3, 3)


def test_enrolling_twice_is_once(trainee: User, course: CoursePage) -> None:
    first = services.enrol(person=trainee, course_key="start", via=Via.STAFF, group="kz-1")
    again = services.enrol(person=trainee, course_key="start")
    assert first.pk == again.pk
    (line,) = lines_for(trainee)
    assert (line.verb, line.group, line.context) == ("registered", "kz-1", "staff")


def test_the_group_of_the_enrolment_is_on_every_line(trainee: User, course: CoursePage) -> None:
    services.enrol(person=trainee, course_key="start", via=Via.STAFF, group="kz-1")
    read(trainee, ONE)
    read(trainee, TWO)
    assert set(lines_for(trainee).values_list("group", flat=True)) == {"kz-1"}


def test_what_is_not_published_cannot_be_read(trainee: User, course: CoursePage) -> None:
    for key in ("start/basics/none", "none/basics/lesson-1"):
        with pytest.raises(services.NotFound):
            read(trainee, key)
    assert lines(trainee) == []


def test_a_closed_course_enrols_nobody_by_reading(trainee: User) -> None:
    make.lesson(make.module(make.course(open=False)), "one")
    with pytest.raises(services.NotEnrolled):
        read(trainee, "start/basics/one")
    assert lines(trainee) == []
    services.enrol(person=trainee, course_key="start", via=Via.STAFF)
    read(trainee, "start/basics/one")


def test_erasing_forgets_progress_and_keeps_the_ledger(trainee: User, course: CoursePage) -> None:
    read(trainee, ONE)
    assert selectors.export(trainee)["lessons_read"].keys() == {ONE}
    services.erase(trainee)
    assert selectors.export(trainee) == {"enrolments": [], "lessons_read": {}, "modules": {}}
    assert lines_for(trainee).count() == 2
