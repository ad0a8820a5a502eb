"""The list in a real browser, by keyboard, on a phone and on a desk."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from controllist.importers import load_content
from tests.factories.controllist import LineFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def address(live_server) -> str:
    load_content(Path(settings.CONTENT_DIR))
    for ordinal, kind in enumerate(("note", "note", "technical_note", "nb")):
        edition_line = LineFactory(
            path="2B350.a", kind=kind, ordinal=ordinal, text="In our words.", defect="odd"
        )
    assert edition_line.edition.is_current
    return f"{live_server.url}/ru/list/"


def check(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_signed_out_finds_a_line_by_keyboard(page, address, width):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    check(page, width)
    page.get_by_label("Поиск по контрольному списку").focus()
    page.keyboard.type("2в350 а 3")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    check(page, width)
    page.locator("ul.rows a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#2B350.a.3$"))
    assert "стекло" in page.locator(":target").inner_text()
    check(page, width)
    page.get_by_role("link", name="Категория 2").click()
    check(page, width)
    assert complaints == []
