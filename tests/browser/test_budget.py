"""Bytes over the wire on a poor line: texts as the server's gzip sends them, fonts as they are."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import Pool
from tests.browser.traveller import Traveller
from tests.house import ROOMS, ROOT

pytestmark = pytest.mark.browser
FIRST_VISIT, NEXT_PAGE, SCRIPTS = 120_000, 25_000, 15_000
LESSON = "/courses/classifying-dual-use-items/reading-the-list/why-items-are-controlled/"


def weigh(traveller: Traveller, path: str, seen: set[str]) -> int:
    """Bytes of everything that is asked for on the way to a page and was not asked for before."""
    answers: list[Response] = []

    def heard(answer: Response) -> None:
        answers.append(answer)

    traveller.page.on("response", heard)
    traveller.go(path)
    traveller.page.wait_for_load_state("networkidle")
    traveller.page.remove_listener("response", heard)
    fresh = [answer for answer in answers if answer.url not in seen]
    seen.update(answer.url for answer in fresh)
    return sum(_size(answer) for answer in fresh)


def _size(answer: Response) -> int:
    if answer.status in range(300, 400):
        return 300
    body = answer.body()
    packed = "font" in answer.headers.get("content-type", "")
    return len(body) if packed else len(gzip.compress(body, 6))


def test_a_first_visit_and_the_next_page_are_light(travellers: Pool) -> None:
    visitor = travellers.traveller("ru", 360)
    seen: set[str] = set()
    assert weigh(visitor, "/", seen) <= FIRST_VISIT
    assert weigh(visitor, LESSON, seen) <= NEXT_PAGE
    assert not any("cyrillic-ext" in url for url in seen)


def test_own_scripts_are_small() -> None:
    scripts = [path for room in ROOMS for path in (ROOT / room).glob("static/**/*.js")]
    assert scripts
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= SCRIPTS
