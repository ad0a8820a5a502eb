"""Every route, every role, every ordered pair of countries: nothing of one shows in another.

A route that is not listed here fails the test: whoever adds an address says what it takes.
"""

import copy
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
import pytest
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from jobs.models import Heartbeat
from people import access
from people.enums import Role
from tests.factories.people import person
from tests.factories.world import CountryWorld, build

pytestmark = pytest.mark.django_db

Args = Callable[[CountryWorld], dict[str, object]]
SET = "matrix"
# What each route with arguments takes, from the other country's world.
ARGUMENTS: dict[str, Args] = {
    "casestudies:start": lambda w: {"key": w.run.case.key},
    "casestudies:desk": lambda w: {"key": w.run.case.key},
    "casestudies:note": lambda w: {"key": w.run.case.key},
    "casestudies:letter": lambda w: {"key": w.run.case.key},
    "casestudies:debrief": lambda w: {"key": w.run.case.key},
    "casestudies:notes": lambda w: {"key": w.run.case.key},
    "casestudies:paper": lambda w: {"key": w.run.case.key, "paper": "application"},
    "casestudies:consequence": lambda w: {"key": w.run.case.key, "stage": "goods"},
    "courses:groups": lambda w: {"course": "none"},
    "certification:confirm": lambda w: {"pk": w.award.pk},
    "certification:pdf": lambda w: {"number": w.certificate.number},
    "certification:revoke": lambda w: {"number": w.certificate.number},
    "certification:correct": lambda w: {"number": w.certificate.number},
    "certification:verify": lambda w: {"token": w.certificate.token},
    "exercises:start": lambda w: {"key": SET},
    "exercises:result": lambda w: {"key": SET},
    "exercises:task": lambda w: {"key": SET, "number": 2},
    "exercises:draft": lambda w: {"key": SET, "number": 2},
    "account_confirm_email": lambda w: {"key": "none"},
    "account_reset_password_from_key": lambda w: {"uidb36": "1", "key": "none"},
    "controllist:compare-editions": lambda w: {"older": "2021-05-20", "newer": "2025-11-15"},
    "controllist:compare-entries": lambda w: {"edition": "2025-11-15"},
    "controllist:edition": lambda w: {"edition": "2025-11-15"},
    "controllist:entry": lambda w: {"edition": "2025-11-15", "code": "3A225"},
    "controllist:path": lambda w: {"path": "3A225"},
    "controllist:notes": lambda w: {"edition": "2025-11-15"},
    "controllist:notes-part": lambda w: {"edition": "2025-11-15", "part": "definitions"},
    "course-figure": lambda w: {"name": "none.svg"},
    "courses:enrol": lambda w: {"course": "none"},
    "courses:read": lambda w: {"course": "none", "module": "none", "lesson": "none"},
    "image": lambda w: {"name": "none.png"},
    "vocabulary:term": lambda w: {"key": "none"},
    "people:join-code": lambda w: {"code": w.invitation.code},
    "people:unsubscribe": lambda w: {"token": "none"},
    # Whoever holds the letter may read what it is about: tests/people/test_invited.py.
    "people:invited": lambda w: {"token": "none"},
    "people:invited-join": lambda w: {"token": "none"},
    "people:invited-decline": lambda w: {"token": "none"},
    "people:invited-withdraw": lambda w: {"key": w.group.key, "number": w.invited.pk},
    "people:group": lambda w: {"key": w.group.key},
    "people:group-edit": lambda w: {"key": w.group.key},
    "people:group-add": lambda w: {"key": w.group.key},
    "people:group-remove": lambda w: {"key": w.group.key, "member": w.group.seats.get().pk},
    "people:roster": lambda w: {"key": w.group.key},
    "people:roster-accept": lambda w: {"key": w.group.key},
    "people:roster-faults": lambda w: {"key": w.group.key},
    "people:invitation-sheet": lambda w: {"number": w.invitation.pk},
    "people:invitation-withdraw": lambda w: {"number": w.invitation.pk},
    "reporting:country": lambda w: {"code": w.code},
    "reporting:people": lambda w: {"code": w.code},
    "reporting:xlsx": lambda w: {"code": w.code},
    "reporting:csv": lambda w: {"code": w.code},
}
# The public proof shows its holder's name to whoever has the address: that is its purpose.
PUBLIC = {"certification:verify"}
# Course material, which no country owns; addresses are examples.
ELSEWHERE = {
    "wagtailadmin", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password",
    "wagtaildocs_default", "wagtail_serve", "wagtailcore_authenticate_with_password",
    "wagtailcore_login",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    needs: frozenset[str]


def routes() -> list[Route]:
    """Every named route outside the editors' admin."""
    return sorted(set(_walk(get_resolver().url_patterns, "")), key=lambda route: route.name)


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            route = str(pattern.pattern)
            if not route.startswith(("cms/", "documents/")):
                yield from _walk(pattern.url_patterns, inner)
        elif pattern.name and pattern.name not in ELSEWHERE:
            yield Route(f"{space}{pattern.name}", frozenset(pattern.pattern.regex.groupindex))


def test_every_route_is_listed() -> None:
    unlisted = [route.name for route in routes() if route.needs and route.name not in ARGUMENTS]
    assert unlisted == []


def address(route: Route, world: CountryWorld) -> str | None:
    if route.needs and route.name not in ARGUMENTS:
        return None
    arguments = ARGUMENTS[route.name](world) if route.needs else {}
    try:
        return reverse(route.name, kwargs=arguments)
    except NoReverseMatch:
        return None


def text_of(response: HttpResponseBase) -> str:
    """Everything a person could read in it: headers, page, sheet, document."""
    body = response.getvalue() if hasattr(response, "getvalue") else b""
    shown = [str(response.headers), body.decode(errors="replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            shown += [book.read(name).decode(errors="replace") for name in book.namelist()]
    if body.startswith(b"%PDF"):
        shown += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    return "\n".join(shown)


def viewers(home: CountryWorld) -> dict[str, Client]:
    """Who looks: nobody, and one of each role at home in another country."""
    people = {
        "trainee": home.trainee,
        "trainer": home.trainer,
        "manager": home.manager,
        "regional": person(Role.REGIONAL, home.code),
        "donor": person(Role.DONOR, None),
        "editor": person(Role.EDITOR, None),
        "translator": person(Role.TRANSLATOR, None),
    }
    clients = {"nobody": Client()}
    for role, user in people.items():
        clients[role] = Client()
        clients[role].force_login(user)
    return clients


def leaks(home: CountryWorld, other: CountryWorld) -> Iterator[str]:
    """Where something of `other` shows to the people of `home`."""
    clients = viewers(home)
    for route in routes():
        where = address(route, other)
        if where is None or route.name in PUBLIC:
            continue
        for role, client in clients.items():
            for method in ("get", "post"):
                response = ask(client, method, where)
                if response.status_code >= 500:
                    yield f"{method} {route.name} as {role}: {response.status_code}"
                found = [canary for canary in other.canaries if canary in text_of(response)]
                # An address that a person typed may stand in the page that refuses it.
                typed = [canary for canary in found if canary in where]
                if set(found) - set(typed):
                    yield f"{method} {route.name} as {role}: {found}"


def ask(client: Client, method: str, where: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """One request that leaves no trace: neither in the database nor in the browser's cookies, so
    that a walk over every route is not signed out on its way."""
    cookies = copy.copy(client.cookies)
    try:
        with transaction.atomic():
            response = getattr(client, method)(where, *args, **kwargs)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return response


@pytest.fixture
def worlds() -> dict[str, CountryWorld]:
    Heartbeat.objects.create(name=Heartbeat.WORKER, at=timezone.now())  # else /status says 503
    return {code: build(code) for code in ("KZ", "UZ", "PK")}


@pytest.mark.parametrize(
    ("home", "other"), [("UZ", "KZ"), ("KZ", "UZ"), ("PK", "KZ"), ("UZ", "PK")]
)
def test_nothing_of_one_country_shows_in_another(
    worlds: dict[str, CountryWorld], home: str, other: str
) -> None:
    assert list(leaks(worlds[home], worlds[other])) == []


def test_own_manager_does_see_what_others_do_not(worlds: dict[str, CountryWorld]) -> None:
    """The control: the canaries are there to be found."""
    client = Client()
    client.force_login(worlds["KZ"].manager)
    page = text_of(client.get(reverse("reporting:people", args=["KZ"])))
    assert "CANARY-KZ" in page
    assert worlds["KZ"].certificate.number in text_of(client.get(reverse("certification:register")))


def test_a_removed_scope_is_found(
    worlds: dict[str, CountryWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with the policy's country condition switched off, the walk must find leaks."""
    monkeypatch.setattr(access, "condition", lambda user, verb, model: Q())
    found = list(leaks(worlds["UZ"], worlds["KZ"]))
    assert any("certification:register" in leak for leak in found)
    assert any("certification:pdf" in leak for leak in found)
