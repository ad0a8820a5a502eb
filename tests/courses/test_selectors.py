import pytest

from courses import selectors, services
from courses.models import Enrolment, LessonProgress
from courses.selectors import steps, tasks
from exercises.services import start_attempt
from people.access import UnguardedQuery
from people.models import User
from tests.factories import courses as make
from tests.factories import exercises as bank
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee() -> User:
    return person()


def courses(number: int) -> None:
    for n in range(number):
        make.small_course(slug=f"course-{n}")


def count_queries(django_assert_max_num_queries, ask) -> int:
    with django_assert_max_num_queries(100) as captured:
        ask()
    return len(captured)


def test_titles_come_from_the_readers_language_where_there_is_one() -> None:
    course = make.small_course()
    make.translated(course, title="Начало")
    outline = selectors.outline("start", "ru")
    assert outline is not None
    assert (outline.title, outline.language, outline.url) == ("Начало", "ru", "/ru/courses/start/")
    (module,) = outline.modules
    assert (module.title, module.language) == ("Basics", "en")
    assert [row.url for row in module.lessons] == [
        "/ru/courses/start/basics/lesson-1/",
        "/ru/courses/start/basics/lesson-2/",
    ]


def test_the_catalogue_names_each_course_once_with_its_languages() -> None:
    make.translated(make.small_course(), title="Начало")
    make.course("second")
    rows = selectors.catalogue("ru")
    assert [(row.title, row.languages) for row in rows] == [
        ("Начало", ("en", "ru")),
        ("Second", ("en",)),
    ]


def test_unpublished_lessons_are_not_asked_for() -> None:
    course = make.small_course(3)
    course.get_children().get().get_children().last().unpublish()
    asked = [row.key for row in selectors.requirements_of("start/basics")]
    assert asked == ["start/basics/lesson-1", "start/basics/lesson-2"]


def test_continue_leads_to_the_next_thing_in_the_course_worked_on_last(trainee: User) -> None:
    courses(2)
    for key in ("course-0", "course-1"):
        services.enrol(person=trainee, course_key=key)
    services.read_lesson(person=trainee, lesson_key="course-0/basics/lesson-1")
    card = selectors.continue_card(trainee, "ru")
    assert card is not None
    assert (card.title, card.step, card.total, card.minutes) == ("Lesson-2", 2, 2, 6)
    assert card.url == "/ru/courses/course-0/basics/lesson-2/"
    services.read_lesson(person=trainee, lesson_key="course-0/basics/lesson-2")
    card = selectors.continue_card(trainee, "ru")
    assert card is not None
    assert card.course == "Course-1"


def test_there_is_nothing_to_continue_for_a_newcomer(trainee: User) -> None:
    make.small_course()
    assert selectors.continue_card(trainee) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda user: selectors.catalogue("ru"),
        lambda user: selectors.courses_of(user, "ru"),
        lambda user: selectors.continue_card(user, "ru"),
    ],
)
def test_lists_of_courses_cost_the_same_for_one_and_three(
    trainee: User, django_assert_max_num_queries, ask
) -> None:
    counts = []
    for number in (1, 3):
        for n in range(number):
            if n >= len(selectors.course_keys()):
                make.small_course(slug=f"course-{n}")
            services.enrol(person=trainee, course_key=f"course-{n}")
        counts.append(count_queries(django_assert_max_num_queries, lambda: ask(trainee)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("place", ["courses/start/", "courses/start/basics/"])
@pytest.mark.parametrize("who", ["stranger", "trainee"])
def test_pages_cost_the_same_for_one_and_three_lessons(
    client, trainee: User, django_assert_max_num_queries, who: str, place: str
) -> None:
    if who == "trainee":
        client.force_login(trainee)
    course = make.small_course(1)
    client.get(f"/ru/{place}")

    def ask() -> None:
        assert client.get(f"/ru/{place}").status_code == 200

    one = count_queries(django_assert_max_num_queries, ask)
    module = course.get_children().get().specific
    make.lesson(module, "two")
    make.lesson(module, "three")
    assert count_queries(django_assert_max_num_queries, ask) == one


@pytest.mark.parametrize("who", ["stranger", "trainee"])
def test_a_lesson_costs_the_same_for_one_and_twenty_blocks(
    client, trainee: User, django_assert_max_num_queries, who: str
) -> None:
    if who == "trainee":
        client.force_login(trainee)
    module = make.module(make.course())
    make.lesson(module, "short", body=[("text", "One")])
    make.lesson(module, "long", body=[("text", f"## Part {n}\n\nText") for n in range(20)])
    client.get("/en/courses/start/basics/short/")
    counts = [
        count_queries(
            django_assert_max_num_queries,
            lambda slug=slug: client.get(f"/en/courses/start/basics/{slug}/"),
        )
        for slug in ("short", "long")
    ]
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_steps_lead_from_lessons_to_set_case_and_back() -> None:
    parent = make.course()
    page = make.module(parent)
    type(page).objects.filter(pk=page.pk).update(exercise_set="s", case="c")
    make.lesson(page, "one")
    outline = selectors.outline("start", "en")
    assert outline is not None
    (row,) = outline.modules
    before, after = steps.around(row, "start/basics/one", "en")
    assert before is None
    assert (after.kind, after.url) == ("set", "/en/exercises/s/")
    found = tasks.tasks_of(row, None, None, "en")
    assert [task.kind for task in found] == ["lesson", "set", "case"]


def test_progress_is_unreadable_without_saying_for_whom(trainee: User) -> None:
    for model in (Enrolment, LessonProgress):
        with pytest.raises(UnguardedQuery):
            list(model.objects.all())


def test_managers_see_their_own_countrys_enrolments_only(trainee: User) -> None:
    make.small_course()
    services.enrol(person=trainee, course_key="start")
    services.enrol(person=person(code="UZ"), course_key="start")
    seen = Enrolment.objects.visible_to(person("manager", "KZ"))
    assert [row.person for row in seen] == [trainee]
    assert list(Enrolment.objects.visible_to(person("trainee", "KZ"))) == []


def test_an_exercise_left_open_comes_first(trainee: User) -> None:
    bank.exercise_set("first-steps")
    course = make.small_course()
    module = course.get_children().get()
    type(module.specific).objects.filter(pk=module.pk).update(exercise_set="first-steps")
    services.enrol(person=trainee, course_key="start")
    start_attempt(person=trainee, exercise_set=bank.ExerciseSet.objects.get(), language="ru")
    card = selectors.continue_card(trainee, "ru")
    assert card is not None
    assert (card.kind, card.step, card.total) == ("task", 1, 3)
    assert card.url == "/ru/exercises/first-steps/1/"
    assert (card.module, card.course) == ("Basics", "Start")
    outline = selectors.outline("start", "en")
    assert outline is not None
    row = tasks.tasks_of(outline.modules[0], None, trainee, "en")[-1]
    assert (row.kind, row.title, row.of, row.begun) == ("set", "Reading a datasheet", 3, 0)
