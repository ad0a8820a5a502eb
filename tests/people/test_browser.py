"""The pages of consent and of invited people in a real browser, on a phone and on a desktop."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from people.enums import Role
from people.models import User
from people.services import accept
from tests.factories.groups import group, invited, member
from tests.factories.people import institution, person
from tests.people.rosters import UNKNOWN, link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("STC_PICTURES")
SIZES = (360, 1280)


def look(page: Any, name: str) -> None:
    """No violation and no sideways scrolling; a picture when somebody asked for them."""
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], (
            name
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def sign_in(page: Any, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": address}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_consent_is_asked_and_leads_on(page: Any, live_server: Any, language: str) -> None:
    user = person(consent=False, first_name="Ai", last_name="Demo", language=language)
    sign_in(page, live_server.url, user)
    page.goto(f"{live_server.url}/{language}/certificates/")
    look(page, f"consent-{language}")
    page.check("[name=consent]")
    page.locator("main form.card.narrow button.btn").click()
    page.wait_for_url(f"**/{language}/certificates/")
    assert user.consents.count() == 1


def test_a_form_sent_without_consent_is_told_so(page: Any, live_server: Any) -> None:
    user = person()
    sign_in(page, live_server.url, user)
    page.goto(f"{live_server.url}/en/accounts/password/change/")
    user.consents.all().delete()
    sign_in(page, live_server.url, user)
    page.locator("main form button").first.click()
    look(page, "consent-first")
    assert "was not saved" in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_invited_pages(page: Any, live_server: Any, language: str) -> None:
    manager = person(Role.MANAGER, "KZ")
    made, foreign = group("KZ"), person(code="UZ")
    member(made)
    row = invited(made, foreign.email, by=manager, institution=institution("KZ"))
    unknown = invited(made, UNKNOWN, by=manager, name_cyrillic="Демо Аида")
    inside = person(code="UZ")
    accept(invited=invited(made, inside.email, by=manager), user=inside)

    def go(path: str) -> None:
        page.goto(live_server.url + path.replace("/en/", f"/{language}/", 1))

    sign_in(page, live_server.url, manager)
    go(f"/en/groups/{made.key}/")
    look(page, f"group-invited-{language}")
    go(link(row))
    look(page, f"invited-other-{language}")
    page.context.clear_cookies()
    go(link(row))
    look(page, f"invited-stranger-{language}")
    go(link(unknown))
    look(page, f"invited-join-{language}")
    page.locator("#decline ~ form button").click()
    look(page, f"invited-declined-{language}")
    go(link(unknown))
    look(page, f"invited-over-{language}")
    sign_in(page, live_server.url, foreign)
    go(link(row))
    look(page, f"invited-{language}")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(f"**/{language}/me/")
    assert made.seats.filter(user=foreign).exists()
