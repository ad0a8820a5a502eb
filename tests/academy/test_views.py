import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jobs.models import Heartbeat
from people.enums import Role
from records import append_only
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_health_answers_without_signing_in() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"well": True})


def test_status_names_what_needs_attention() -> None:
    answer = Client().get("/status", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 503
    assert "It has never reported" in answer.text
    Heartbeat.objects.create(name=Heartbeat.WORKER, at=timezone.now())
    assert Client().get("/status", HTTP_ACCEPT_LANGUAGE="en").status_code == 200
    append_only.remove(connection)
    page = Client().get("/status", HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 503
    assert "not protected: " in page.text
    append_only.install(connection)


@pytest.mark.parametrize("path", ["about", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_plain_pages_exist_in_both_languages(path: str, language: str) -> None:
    answer = Client().get(f"/{language}/{path}/")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text


def test_own_page_asks_to_sign_in_and_greets() -> None:
    assert Client().get("/en/me/").status_code == 302
    user = person()
    client = Client()
    client.force_login(user)
    assert user.name_latin in client.get("/en/me/").text


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (Role.TRAINEE, "KZ", set()),
        (Role.TRAINER, "KZ", {"Groups"}),
        (Role.MANAGER, "KZ", {"Groups", "Countries"}),
        (Role.DONOR, None, {"Countries"}),
        (Role.EDITOR, None, {"Editing"}),
    ],
)
def test_menu_shows_what_a_role_may_open(role: str, code: str | None, sees: set[str]) -> None:
    client = Client()
    client.force_login(person(role, code))
    titles = {entry["title"] for entry in client.get("/en/about/").context["menu"]}
    assert titles & {"Groups", "Countries", "Editing"} == sees


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.TRAINEE, "KZ"), (Role.TRAINER, "KZ"), (Role.MANAGER, "KZ"), (Role.DONOR, None)],
)
def test_people_of_the_programme_never_enter_the_cms(role: str, code: str | None) -> None:
    client = Client()
    client.force_login(person(role, code))
    assert client.get("/cms/").status_code in {302, 403}
    assert client.get("/cms/pages/").status_code in {302, 403}


@pytest.mark.parametrize("name", ["../settings.py", "x.svg", "none.png", "a/../../x.png"])
def test_pictures_are_pictures_only(name: str) -> None:
    assert Client().get(f"/media/images/{name}").status_code in {400, 404}
