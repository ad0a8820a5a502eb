"""A phone-size trainee solves a drawn sheet in Russian by keyboard alone, is wrong at one step and
reads which line decides."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from controllist.importers import load_content
from exercises import services
from exercises.grading import DatasheetItem, best_response
from exercises.importers import load_content as load_exercises
from exercises.models import Attempt, ExerciseSet
from exercises.selectors import attempt_view, core_of, to_grade
from tests.factories.people import person
from vocabulary.importers import load_content as load_vocabulary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TASK = "/ru/exercises/drawn-materials/1/"


@pytest.fixture
def attempt(transactional_db: None) -> Attempt:
    for load in (load_vocabulary, load_content, load_exercises):
        load(settings.CONTENT_DIR)
    chosen = ExerciseSet.objects.get(key="drawn-materials")
    while True:  # about every other sheet is caught by an entry
        attempt = services.start_attempt(person=person(), exercise_set=chosen)
        slot = attempt_view(attempt).slots[0]
        core = core_of(slot.version)
        if isinstance(core, DatasheetItem) and core.result(slot.drawn).caught:
            return attempt


@pytest.fixture
def context(
    browser: Browser, live_server: LiveServer, attempt: Attempt
) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(attempt.person)
    name = settings.SESSION_COOKIE_NAME
    opened = browser.new_context(viewport={"width": 360, "height": 740}, locale="ru-RU")
    value = client.cookies[name].value
    opened.add_cookies([{"name": name, "value": value, "url": str(live_server.url)}])
    yield opened
    opened.close()


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the field has the focus, as somebody without a mouse does."""
    for _ in range(120):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def answer_by_keyboard(page: Page, steps: dict[str, Any]) -> None:
    subject = steps["subject"]["options"][0]
    tab_to(page, "[name=category]")
    page.keyboard.type(subject[0])
    tab_to(page, "[name=group]")
    page.keyboard.type(subject[1])
    for name in ("parameters", "compete"):
        for key in steps[name]["options"]:
            tab_to(page, f"[name={name}][value='{key}']")
            page.keyboard.press("Space")
    tab_to(page, "[name=code]")
    page.keyboard.type(steps["code"]["code"])
    if "note" in steps:
        choose_note(page, steps["note"]["options"][0])


def choose_note(page: Page, key: str) -> None:
    """Radio buttons share one stop of the Tab key; arrows move among them."""
    tab_to(page, "[name=note]")
    page.keyboard.press("Space")
    for _ in range(10):
        if page.evaluate("document.querySelector('[name=note]:checked').value") == key:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the note cannot be reached by arrows")


def test_wrong_at_one_step_and_shown_the_deciding_line(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    slot = attempt_view(attempt).slots[0]
    steps = best_response(to_grade(slot.version, slot.drawn))["steps"]
    decoys = slot.version.private["item"]["template"]["decoys"]
    steps["compete"] = {"options": [*steps["compete"]["options"], decoys[0]]}
    steps["code"] = {"code": steps["code"]["code"].lower()}
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{live_server.url}{TASK}")
    check(page)
    answer_by_keyboard(page, steps)
    expect(page.locator("[data-save]")).to_contain_text("Сохранено", timeout=15_000)
    tab_to(page, "button[name=check][value='1']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#verdict"))
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("С этого шага рассуждение ошибочно.")
    expect(verdict).to_contain_text("Что сказано в списке")
    check(page)
    assert complaints == []
    verdict.get_by_role("link", name=re.compile("Открыть решающ")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/ru/list/2025-11-15/1C"))
    check(page)


def test_the_list_is_searched_beside_the_sheet(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}{TASK}")
    page.locator("[name=code]").fill("1C2")
    page.get_by_label("Поиск по контрольному списку").fill("мартенситно-стареющая")
    page.keyboard.press("Enter")
    found = page.locator("[data-found]")
    expect(found).to_contain_text("1C216")
    expect(found.locator("a").first).to_have_attribute("target", "_blank")
    expect(page.locator("[name=code]")).to_have_value("1C2")
    assert page.url.endswith(TASK)
    check(page)
