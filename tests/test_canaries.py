"""Answer keys are canaries: a crawl as every role finds none before an answer is given.

The crawl starts at every route and follows every link of what it gets.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from casestudies.models import CaseVersion
from jobs.models import Heartbeat
from people.enums import Role
from tests.factories import exercises as make_exercise
from tests.factories.people import person
from tests.factories.world import CountryWorld, build
from tests.test_country_matrix import address, routes

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|src|action|data-[a-z]+)="(/[^"#]*)')
MAX_PAGES = 220
# Signing out ends the crawl; downloads of a person's own data and the CMS have tests of their own.
SKIP = re.compile(r"logout|/data/download|^/cms/|^/static/|^/media/")
LANGUAGES = ("en", "ru")


def secrets_of_the_case(spec: Any) -> Iterator[str]:
    """What is said of a decision after it: every feedback, every why, in plain words."""
    if isinstance(spec, dict):
        for name, value in spec.items():
            if name in {"feedback", "why"} and isinstance(value, dict):
                for text in value.values():
                    plain = strip_tags(str(text)).split("[[")[0].strip()
                    if len(plain) > 30:
                        yield plain[:60]
            else:
                yield from secrets_of_the_case(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from secrets_of_the_case(value)


def crawl(client: Client, starts: list[str]) -> Iterator[tuple[str, str]]:
    """Every page that can be reached: (address, all that was sent)."""
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) < MAX_PAGES + len(starts):
        where = waiting.pop(0)
        answer = client.get(where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        yield where, f"{answer.headers}\n{html.unescape(text)}"
        for link in map(html.unescape, LINK.findall(text)):
            if link not in seen and not SKIP.search(link):
                seen.add(link)
                waiting.append(link)


def starts(world: CountryWorld) -> list[str]:
    found = [address(route, world) for route in routes()]
    plain = [where for where in found if where and not SKIP.search(where)]
    russian = [where.replace("/en/", "/ru/", 1) for where in plain]
    return sorted({*plain, *russian, "/en/", "/ru/"})


@pytest.fixture
def world() -> CountryWorld:
    from django.utils import timezone

    Heartbeat.objects.create(name=Heartbeat.WORKER, at=timezone.now())
    return build("KZ")


@pytest.mark.parametrize(
    "role", ["nobody", "own", "trainer", "manager", Role.DONOR, Role.TRANSLATOR, Role.REGIONAL]
)
def test_no_key_is_found_before_an_answer(world: CountryWorld, role: str) -> None:
    secrets = [make_exercise.CANARY, *set(secrets_of_the_case(CaseVersion.objects.get().spec))]
    assert len(secrets) > 50
    people = {"own": world.trainee, "trainer": world.trainer, "manager": world.manager}
    client = Client()
    if role in people:
        client.force_login(people[role])
    elif role != "nobody":
        client.force_login(person(role, "KZ" if role == Role.REGIONAL else None))
    trainers_notes = f"/cases/{world.run.case.key}/notes/"
    found, pages = [], 0
    for where, sent in crawl(client, starts(world)):
        pages += 1
        if trainers_notes in where and role in {"trainer", Role.REGIONAL}:
            continue  # the debrief notes are the trainer's
        found += [f"{where}: {secret}" for secret in secrets if secret in sent]
    assert found == []
    assert pages > 60


def test_a_key_on_a_page_is_found(world: CountryWorld) -> None:
    """The twin: an author's page that shows the feedback is seen by the same search."""
    client = Client()
    client.force_login(world.trainee)
    client.post("/en/exercises/matrix/3/", {"code": "3A225", "check": "1", "key": "twin.1"})
    pages = dict(crawl(client, ["/en/exercises/matrix/3/"]))
    assert make_exercise.CANARY in pages["/en/exercises/matrix/3/"]
