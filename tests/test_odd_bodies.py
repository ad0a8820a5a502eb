"""Whatever arrives at any address that takes a POST: a message, never a server error."""

import pytest
from django.test import Client

from people.enums import Role
from people.models import User
from tests.factories.people import person
from tests.factories.world import build
from tests.test_country_matrix import address, ask, routes

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BODIES: list[tuple[str, bytes, str]] = [
    ("empty", b"", JSON),
    ("null", b"null", JSON),
    ("list", b"[1]", JSON),
    ("not a number", b'{"a": NaN}', JSON),
    ("infinite", b'{"a": 1e999}', JSON),
    ("long number", b'{"a": ' + b"9" * 5000 + b"}", JSON),
    ("deep list", b"[" * 5000 + b"]" * 5000, JSON),
    ("deep object", b'{"a":' * 100_000 + b"1", JSON),
    ("nul", b'{"a": "\\u0000"}', JSON),
    ("lone surrogate", b'{"a": "\\ud800"}', JSON),
    ("bad utf-8", b"\xff\xfe\xfd", JSON),
    ("form of brackets", b"name=" + b"[" * 20_000, FORM),
    ("form nul", b"email=%00&code=%00", FORM),
    ("form surrogate", b"email=%ED%A0%80&name_latin=%ED%A0%80&reason=%ED%A0%80", FORM),
    ("form bad utf-8", b"email=%ff&code=%ff", FORM),
    ("superuser", b"is_superuser=on&is_staff=on&role=administrator&country=UZ&score=1", FORM),
    ("other method", b"_method=DELETE", FORM),
]
IDS = [name for name, _, _ in BODIES]


@pytest.mark.parametrize(("name", "body", "kind"), BODIES, ids=IDS)
def test_no_post_route_fails_on_an_odd_body(name: str, body: bytes, kind: str) -> None:
    world = build("KZ")
    clients = [Client(raise_request_exception=False) for _ in range(3)]
    clients[1].force_login(world.trainee)
    clients[2].force_login(world.manager)
    failed = []
    for route in routes():
        where = address(route, world)
        for client in clients if where else ():
            answer = ask(client, "post", where or "", body, content_type=kind)
            if answer.status_code >= 500:
                failed.append(f"{route.name}: {answer.status_code}")
    assert failed == []


def test_no_post_makes_anybody_more_than_they_are() -> None:
    world = build("KZ")
    client = Client()
    client.force_login(world.trainee)
    before = User.objects.values("pk", "country_id", "is_superuser").order_by("pk")
    kept = list(before)
    grants = world.trainee.grants.count()
    for route in routes():
        where = address(route, world)
        if where and "logout" not in route.name:
            client.post(where, {"is_superuser": "on", "country": "UZ", "role": Role.ADMINISTRATOR})
    assert list(before.all()) == kept
    assert world.trainee.grants.count() == grants


def test_an_ordinary_person_is_needed_for_this_file() -> None:
    """The walk above must have reached pages: a signed-in trainee gets one."""
    client = Client()
    client.force_login(person())
    assert client.get("/en/certificates/").status_code == 200
