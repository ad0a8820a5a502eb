"""The browser's side of a save: a cut line, a closed tab, a sign-out."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises import services
from exercises.enums import StepKind
from exercises.models import Attempt, Step
from tests.factories import exercises as make
from tests.factories.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASK = "/en/exercises/reading-a-datasheet/2/"
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('stc-draft-')).length"


@pytest.fixture
def attempt(transactional_db: None) -> Attempt:
    return services.start_attempt(person=person(), exercise_set=make.exercise_set())


@pytest.fixture
def context(
    browser: Browser, live_server: LiveServer, attempt: Attempt
) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(attempt.person)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    opened = browser.new_context()
    opened.add_cookies([{"name": name, "value": value, "url": str(live_server.url)}])
    yield opened
    opened.close()


def open_task(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{live_server.url}{TASK}")
    return page


def drafts(attempt: Attempt) -> list[str]:
    rows = Step.objects.filter(attempt=attempt, kind=StepKind.DRAFT).order_by("sequence")
    return [row.data["response"]["value"] for row in rows]


def test_text_typed_on_a_cut_line_comes_back_and_is_saved_once(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    page = open_task(context, live_server)
    context.set_offline(True)
    page.fill("[name=value]", "13,4")
    expect(page.locator("[data-save]")).to_contain_text("kept on this device")
    assert drafts(attempt) == []
    page.close()
    context.set_offline(False)
    page = open_task(context, live_server)
    expect(page.locator("[name=value]")).to_have_value("13,4")
    expect(page.locator("[data-save]")).to_contain_text(re.compile("^Saved at"))
    assert drafts(attempt) == ["13,4"]
    assert page.evaluate(DRAFTS) == 0


def test_a_line_that_comes_back_is_noticed_without_reloading(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    page = open_task(context, live_server)
    context.set_offline(True)
    page.fill("[name=value]", "5")
    expect(page.locator("[data-save]")).to_contain_text("kept on this device")
    context.set_offline(False)
    expect(page.locator("[data-save]")).to_contain_text(re.compile("^Saved at"))
    assert drafts(attempt) == ["5"]


def test_signing_out_leaves_no_draft_on_the_device(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    page = open_task(context, live_server)
    context.set_offline(True)
    page.fill("[name=value]", "7")
    assert page.evaluate(DRAFTS) == 1
    context.set_offline(False)
    page.goto(f"{live_server.url}/en/accounts/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert page.evaluate(DRAFTS) == 0


def test_a_sign_in_page_is_no_acknowledgement(
    context: BrowserContext, live_server: LiveServer, attempt: Attempt
) -> None:
    page = open_task(context, live_server)
    cookies = context.cookies()
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.fill("[name=value]", "9")
    expect(page.locator("[data-save]")).to_contain_text("kept on this device")
    assert page.evaluate(DRAFTS) == 1
    context.add_cookies(cookies)  # type: ignore[arg-type]
    expect(page.locator("[data-save]")).to_contain_text(re.compile("^Saved at"))
    assert drafts(attempt) == ["9"]
