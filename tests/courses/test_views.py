import pytest
from django.test import Client

from courses.models import Enrolment, LessonProgress
from people.models import User
from records.selectors import lines_for
from tests.factories import courses as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee() -> User:
    return person()


@pytest.fixture
def signed_in(client: Client, trainee: User) -> Client:
    client.force_login(trainee)
    return client


def verbs(user: User) -> list[tuple[str, str]]:
    return list(lines_for(user).values_list("verb", "object_key"))


@pytest.mark.parametrize(
    "place",
    ["", "courses/", "courses/start/", "courses/start/basics/", "courses/start/basics/lesson-1/"],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_an_open_course_is_served_in_both_languages(
    client: Client, language: str, place: str
) -> None:
    make.small_course()
    response = client.get(f"/{language}/{place}")
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_a_page_without_russian_shows_english_with_a_notice(client: Client) -> None:
    make.small_course()
    html = client.get("/ru/courses/start/basics/lesson-1/").content.decode()
    assert "только на английском" in html
    assert '<article class="lesson stack" lang="en">' in html
    assert "Compare <strong>each</strong>" in html
    assert "только на английском" not in client.get("/ru/courses/").content.decode()


def test_the_language_switch_keeps_the_place(client: Client) -> None:
    course = make.small_course()
    module = course.get_children().get().specific
    lesson = module.get_children().first().specific
    make.translated(course, title="Начало")
    html = client.get("/ru/courses/start/basics/lesson-1/").content.decode()
    assert 'href="/en/courses/start/basics/lesson-1/"' in html
    make.translated(module, title="Основы")
    make.translated(lesson, title="Первый урок")
    html = client.get("/en/courses/start/basics/lesson-1/").content.decode()
    assert 'hreflang="ru" href="http://testserver/ru/courses/start/basics/lesson-1/"' in html
    html = client.get("/ru/courses/start/basics/lesson-1/").content.decode()
    assert "Первый урок" in html
    assert "только на английском" not in html


def test_a_draft_translation_is_not_shown(client: Client) -> None:
    course = make.small_course()
    copy = make.translated(course, title="Черновик")
    copy.unpublish()
    html = client.get("/ru/courses/start/").content.decode()
    assert "Черновик" not in html
    assert "только на английском" in html


def test_an_unknown_page_is_not_found(client: Client) -> None:
    make.small_course()
    for path in ("/ru/courses/none/", "/en/courses/start/basics/lesson-9/", "/ru/a/b/c/d/e/f/"):
        assert client.get(path).status_code == 404


def test_lessons_of_a_closed_course_ask_for_sign_in(client: Client, trainee: User) -> None:
    course = make.course(open=False)
    make.lesson(make.module(course))
    assert client.get("/en/courses/start/").status_code == 200
    response = client.get("/en/courses/start/basics/one/")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("?next=/en/courses/start/basics/one/")
    client.force_login(trainee)
    assert client.get("/en/courses/start/basics/one/").status_code == 200


def test_reading_on_records_the_lesson_enrols_and_goes_on(signed_in: Client, trainee: User) -> None:
    make.small_course()
    response = signed_in.post("/ru/courses/start/basics/lesson-1/read/", {"go": "on"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/ru/courses/start/basics/lesson-2/"
    assert verbs(trainee) == [
        ("registered", "courses:course:start"),
        ("experienced", "courses:lesson:start/basics/lesson-1"),
    ]
    html = signed_in.get("/en/courses/start/basics/lesson-1/").content.decode()
    assert "You have read this lesson" in html


def test_reading_twice_in_two_languages_is_reading_once(signed_in: Client, trainee: User) -> None:
    make.small_course()
    for language in ("en", "ru", "en"):
        signed_in.post(f"/{language}/courses/start/basics/lesson-1/read/", {"go": "stay"})
    assert [verb for verb, _key in verbs(trainee)] == ["registered", "experienced"]
    assert LessonProgress.objects.owned_by(trainee).count() == 1


def test_a_stranger_who_presses_the_button_is_asked_to_sign_in(client: Client) -> None:
    make.small_course()
    response = client.post("/en/courses/start/basics/lesson-1/read/", {"go": "on"})
    assert response.headers["Location"].endswith("?next=/en/courses/start/basics/lesson-1/")
    assert client.get("/en/courses/start/basics/lesson-1/read/").status_code == 405


def test_nothing_is_recorded_on_a_closed_course_without_enrolment(
    signed_in: Client, trainee: User
) -> None:
    course = make.course(open=False)
    make.lesson(make.module(course))
    response = signed_in.post("/en/courses/start/basics/one/read/", {"go": "on"}, follow=True)
    assert "nothing was recorded" in response.content.decode()
    signed_in.post("/en/courses/start/enrol/")
    assert verbs(trainee) == []
    assert not Enrolment.objects.owned_by(trainee).exists()


def test_enrolling_is_one_click(signed_in: Client, trainee: User) -> None:
    make.small_course()
    for _ in range(2):
        assert signed_in.post("/en/courses/start/enrol/").status_code == 302
    assert verbs(trainee) == [("registered", "courses:course:start")]
    assert "You are enrolled" in signed_in.get("/en/courses/start/").content.decode()


@pytest.mark.parametrize("path", ["courses/none/enrol/", "courses/start/basics/none/read/"])
def test_unknown_things_are_not_found(signed_in: Client, path: str) -> None:
    make.small_course()
    assert signed_in.post(f"/en/{path}").status_code == 404
