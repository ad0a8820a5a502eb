"""The whole case in a real browser: phone without scripts in Russian, desktop in English."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from casestudies.scenario.scoring import expert_decisions
from tests.factories.cases import SHIPPED, load, shipped
from tests.factories.people import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("STC_PICTURES")


def look(page: Any, name: str, width: int) -> None:
    """No violation, no sideways scrolling; a picture when somebody asked for them."""
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def look_without_scripts(page: Any, name: str, width: int) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def desk(live_server: Any, client: Any) -> Any:
    load()
    user = person(language="ru")
    assert client.login(email=user.email, password=PASSWORD)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def opened(browser: Any, *, scripts: bool, width: int) -> Any:
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 900}
        )
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        return context.new_page()

    return opened


def play(page: Any, root: str, look_at: Any, width: int) -> None:
    page.goto(f"{root}/")
    look_at(page, "start", width)
    page.locator("main form button.btn").first.click()
    pinned: set[str] = set()
    for decision in expert_decisions(shipped()):
        for line in sorted({line for lines in decision.evidence.values() for line in lines}):
            if line not in pinned:
                page.goto(f"{root}/papers/{line.rpartition('.')[0]}/")
                page.locator(f'button[name=pin][value="{line}"]').click()
                pinned.add(line)
        look_at(page, f"paper-{decision.stage}", width)
        page.goto(f"{root}/desk/")
        for question, chosen in decision.answers.items():
            for option in chosen:
                page.locator(f'input[name="q-{question}"][value="{option}"]').check()
        earlier = page.locator("form details.more:not([open]) > summary")
        while earlier.count():
            earlier.first.click()
        for question, lines in decision.evidence.items():
            for line in lines:
                page.locator(f'input[name="e-{question}"][value="{line}"]').check()
        look_at(page, f"desk-{decision.stage}", width)
        page.locator("button[name=decide]").click()
        look_at(page, f"after-{decision.stage}", width)
    page.goto(f"{root}/letter/")
    look_at(page, "letter", width)
    page.goto(f"{root}/debrief/")
    look_at(page, "debrief", width)


def test_case_is_played_on_a_desktop_in_english(desk: Any, browser: Any, live_server: Any) -> None:
    page = desk(browser, scripts=True, width=1280)
    play(page, f"{live_server.url}/en/cases/{SHIPPED}", look, 1280)
    assert "100" in page.locator("h1").inner_text()


def test_case_is_played_on_a_phone_in_russian(desk: Any, browser: Any, live_server: Any) -> None:
    page = desk(browser, scripts=True, width=360)
    play(page, f"{live_server.url}/ru/cases/{SHIPPED}", look, 360)
    assert "Зачтено" in page.locator("h1").inner_text()


def test_case_is_played_without_scripts(desk: Any, browser: Any, live_server: Any) -> None:
    page = desk(browser, scripts=False, width=360)
    play(page, f"{live_server.url}/ru/cases/{SHIPPED}", look_without_scripts, 361)
    assert "Зачтено" in page.locator("h1").inner_text()


def test_missing_evidence_puts_the_reader_at_the_summary_and_marks_stay(
    desk: Any, browser: Any, live_server: Any
) -> None:
    page = desk(browser, scripts=True, width=360)
    root = f"{live_server.url}/en/cases/{SHIPPED}"
    page.goto(f"{root}/")
    page.locator("main form button.btn").first.click()
    page.locator('input[name="q-nickel"][value="both"]').check()
    page.locator("[data-save]", has_text="Saved").wait_for()
    page.goto(f"{root}/papers/invoice/")
    page.goto(f"{root}/desk/")
    assert page.locator('input[name="q-nickel"][value="both"]').is_checked()
    page.locator("button[name=decide]").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    look(page, "refused", 360)
