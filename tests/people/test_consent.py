"""Consent first: without it no page of the own learning opens, whatever way one takes."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.models import Attempt
from people import middleware
from people.enums import Role
from people.models import Consent
from people.roles import CONSENT_FLAG, PRIVACY_NOTICE
from people.services import give_consent
from tests.factories.courses import small_course
from tests.factories.people import PASSWORD, person
from tests.factories.world import CountryWorld, build
from tests.test_country_matrix import address, ask, routes

pytestmark = pytest.mark.django_db
WELCOME = "/en/join/welcome/"
# What every stranger may see, the notice, the own data, the way out. A new address is closed.
OPEN = {
    "about", "accessibility", "privacy", "healthz", "status", "robots", "image", "course-figure",
    "people:welcome", "people:join", "people:join-code", "people:forget", "people:sign-up",
    "people:data", "people:data-download", "people:data-consent", "people:data-erase",
    "people:unsubscribe", "people:invited-join", "people:invited-decline",
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_confirm_email", "account_email_verification_sent", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "certification:verify",
}  # fmt: skip
REFERENCE = ("controllist:", "vocabulary:")  # the control list and the glossary, as a whole
PAGES = [
    "/en/", "/ru/", "/en/courses/", "/en/courses/start/", "/en/courses/start/basics/lesson-1/",
    "/en/no-such-page/", "/cms/", "/cms/pages/", "/cms/account/", "/cms/snippets/", "/cms/api/main/pages/",
    "/documents/1/x.pdf",
]  # fmt: skip


@pytest.fixture
def world() -> CountryWorld:
    made = build("KZ")
    Consent.objects.all().delete()
    return made


@pytest.fixture
def unasked(client: Client) -> Client:
    client.force_login(person(consent=False))
    return client


def asks(client: Client, method: str, where: str, **extra: object) -> bool:
    """Whether the guard stood in the way."""
    answer = ask(client, method, where, **extra)
    if method == "get":
        return answer.status_code == 302 and "/join/welcome/?next=" in answer.headers["Location"]
    return answer.status_code == 403 and "/join/welcome/" in answer.content.decode()


def open_routes(client: Client, method: str, world: CountryWorld) -> set[str]:
    found = set()
    for route in routes():
        where = address(route, world)
        if where and not asks(client, method, where):
            found.add(route.name)
    return found


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["trainee", "trainer", "manager"])
def test_every_address_that_is_not_open_asks_first(
    world: CountryWorld, who: str, method: str
) -> None:
    client = Client()
    client.force_login(getattr(world, who))
    found = open_routes(client, method, world)
    assert {name for name in found if not name.startswith(REFERENCE)} == OPEN
    assert "controllist:index" in found


def test_a_guard_that_is_off_is_found(world: CountryWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without the guard the walk finds open pages."""
    monkeypatch.setattr(middleware, "has_consented", lambda request: True)
    client = Client()
    client.force_login(world.trainee)
    assert {"me", "exercises:task", "certification:mine"} <= open_routes(client, "get", world)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.EDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("where", PAGES)
def test_course_pages_and_the_cms_ask_first(client: Client, role: str, where: str) -> None:
    small_course()
    client.force_login(person(role, None, consent=False))
    assert asks(client, "get", where)
    assert asks(client, "post", where)


@pytest.mark.parametrize("where", ["/en/", "/en/courses/", "/en/me/", "/cms/"])
def test_a_stranger_is_not_asked_for_consent(client: Client, where: str) -> None:
    client.post("/en/join/", {"code": "WRONGWRONGWR"})  # a session, and nobody signed in
    assert "/join/welcome/" not in client.get(where).headers.get("Location", "")


def test_the_way_out_of_the_cms_is_open(client: Client) -> None:
    client.force_login(person(Role.EDITOR, None, consent=False))
    client.post("/cms/logout/")
    assert "_auth_user_id" not in client.session


def test_consent_leads_to_where_one_was_going(client: Client) -> None:
    user = person(consent=False)
    target = "/en/certificates/?page=2&q=a%20b"
    client.post(f"/en/accounts/login/?next={target}", {"login": user.email, "password": PASSWORD})
    asked = client.get(target)
    assert asked.url.startswith(WELCOME)
    assert "no-store" in asked.headers["Cache-Control"]
    page = client.get(asked.url)
    hidden = page.context["next"]
    form = {"first_name": "Ai", "last_name": "Demo", "next": hidden}
    refused = client.post(WELCOME, form)
    assert (refused.status_code, refused.context["next"]) == (200, target)
    assert not user.consents.exists()
    assert client.post(WELCOME, {**form, "consent": "on"}).url == target
    assert client.get(target).status_code == 200
    assert client.get(asked.url).url == target


def test_the_language_may_be_changed_on_the_way(unasked: Client) -> None:
    page = unasked.get("/en/certificates/", follow=True)
    russian = re.search(r'href="(/ru/join/welcome/[^"]*)"', page.content.decode())
    assert russian
    notice = unasked.get(russian[1])
    assert notice.context["next"] == "/ru/certificates/"
    form = {"first_name": "Ai", "last_name": "Demo", "consent": "on", "next": "/en/certificates/"}
    assert unasked.post("/ru/join/welcome/", form).url == "/ru/certificates/"


ELSEWHERE = [
    "//e.example", "///e.example", "////e.example", "/\\e.example", "\\\\e.example", "/\t/e.example",
    "https://e.example/", "https:e.example", "http:///e.example", "HTTPS://e.example", "javascript:alert(1)",
    "data:text/html,x", "e.example", "//user@e.example", "https://testserver@e.example", " //e.example",
    "\r\n//e.example", "//[", "http://[::1", "", " ", ".", "?next=//e.example", "/\\/e.example", "ftp://e.example/x",
    "%2F%2Fe.example", "https://testserver.e.example/", "//e.example%2F@testserver", "/" + "a" * 5000 + "\n",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_consent_leads_nowhere_else(unasked: Client, wanted: str) -> None:
    form = {"first_name": "Ai", "last_name": "Demo", "consent": "on", "next": wanted}
    answer = unasked.post(WELCOME, form)
    assert answer.status_code == 302
    assert re.fullmatch(r"/[^/\\\s][^\\\s]*", answer.url), answer.url
    again = unasked.get(WELCOME, {"next": wanted})
    assert re.fullmatch(r"/[^/\\\s][^\\\s]*", again.url), again.url


def test_a_very_long_address_is_not_carried_along(unasked: Client) -> None:
    assert unasked.get("/en/certificates/", {"q": "x" * 2000}).url == WELCOME


def test_an_autosave_is_answered_in_its_own_terms(world: CountryWorld) -> None:
    client = Client()
    client.force_login(world.trainee)
    steps = Attempt.objects.owned_by(world.trainee).get().steps.count()
    body = {"response": {"value": "1"}, "key": "window01.9", "seen": 9}
    where = reverse("exercises:draft", args=["matrix", 2])
    answer = client.post(where, json.dumps(body), content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (403, ["error"])
    assert "Nothing was saved" in answer.json()["error"]
    assert Attempt.objects.owned_by(world.trainee).get().steps.count() == steps
    russian = client.post(where.replace("/en/", "/ru/"), "[", content_type="application/json")
    assert "Ничего не сохранено" in russian.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [{"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Dest": "empty"}, {"Accept": "application/json"}],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "patch", "options"])
def test_a_script_gets_no_page(unasked: Client, method: str, headers: dict[str, str]) -> None:
    for where in ("/en/me/", "/cms/pages/"):
        answer = getattr(unasked, method)(where, headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/en/exercises/matrix/2/?a=1", "?next=%2Fen%2Fexercises%2Fmatrix%2F2%2F%3Fa%3D1"),
        ("http://e.example/en/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_form_is_told_that_nothing_was_saved(unasked: Client, referer: str, back: str) -> None:
    where = "/en/courses/start/enrol/"
    page = unasked.post(where, {"answer": "kept"}, headers={"Referer": referer})
    text = page.content.decode()
    assert page.status_code == 403
    assert "What you sent was not saved" in text
    assert f'href="{WELCOME}{back}"' in text


def test_the_own_data_need_no_consent(unasked: Client) -> None:
    assert unasked.get("/en/me/data/").status_code == 200
    assert unasked.get("/en/me/data/download/").status_code == 200
    erased = unasked.post("/en/me/data/erase/", {"password": PASSWORD, "sure": "on"})
    assert erased.url == "/en/join/"


def test_consent_on_the_own_data_opens_everything(unasked: Client) -> None:
    unasked.post("/en/me/data/consent/")
    assert unasked.get("/en/me/").status_code == 200


def test_a_new_version_of_the_notice_asks_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(person())
    assert client.get("/en/me/").status_code == 200
    for module in ("people.guards", "people.selectors", "people.services.accounts"):
        monkeypatch.setattr(f"{module}.PRIVACY_NOTICE", "2030-01", raising=False)
    assert client.get("/en/me/").url.startswith(WELCOME)


def test_one_persons_consent_is_not_the_next_ones(client: Client) -> None:
    client.force_login(person())
    assert client.session[CONSENT_FLAG] == PRIVACY_NOTICE
    client.force_login(person(consent=False))
    assert CONSENT_FLAG not in client.session
    assert client.get("/en/me/").url.startswith(WELCOME)


def test_consent_given_elsewhere_counts_at_once(client: Client) -> None:
    user = person(consent=False)
    client.force_login(user)
    give_consent(user=user)  # on another device
    assert client.get("/en/me/").status_code == 200
    assert client.session[CONSENT_FLAG] == PRIVACY_NOTICE


@pytest.mark.parametrize("where", ["/en/me/", "/en/about/", "/en/certificates/", "/en/courses/"])
def test_the_guard_costs_no_query(client: Client, where: str) -> None:
    client.force_login(person())
    client.get(where)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len(queries)

    guarded = cost()
    without = [name for name in settings.MIDDLEWARE if not name.endswith("ConsentFirst")]
    assert len(without) == len(settings.MIDDLEWARE) - 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MIDDLEWARE", without)
        client.handler._middleware_chain = None  # it is built anew at the next request
        assert cost() == guarded


def test_the_list_of_open_addresses_names_real_ones() -> None:
    names = {route.name for route in routes()} | {"wagtailadmin_login", "wagtailadmin_logout"}
    spaces = {f"{name.partition(':')[0]}:*" for name in names}
    assert settings.OPEN_WITHOUT_CONSENT - names - spaces == set()
