"""Definitions in a real browser: opened and closed by keyboard, on a phone, in Russian."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from controllist.importers import import_notes, load_content
from controllist.models import Edition
from tests.controllist.notes_sample import as_rows
from tests.factories.controllist import EntryFactory, LineFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEY = "2025-11-15"


@pytest.fixture
def address(live_server, root, text_file) -> str:
    load_content(root)
    import_notes(text_file(as_rows(), name="notes.jsonl"), edition=KEY)
    edition = Edition.objects.get(key=KEY)
    EntryFactory(edition=edition, code="2E005", subject_en="Kilns", subject_ru="Печи")
    texts = ["Technology of a \"kiln\" and a 'hot zone' of 2B350:", 'A "very quick printer"']
    for path, text in zip(("2E005", "2E005.a"), texts, strict=True):
        LineFactory(edition=edition, path=path, text=text)
    LineFactory(edition=edition, path="2E005", kind="technical_note", text="A 'hot zone' is hot.")
    return f"{live_server.url}/ru/list/{KEY}/"


def check(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_definition_opens_and_closes_by_keyboard(page, address, width):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}2E005/")
    term = page.get_by_role("button", name='"kiln"')
    window = page.locator(".popup:popover-open")
    term.focus()
    page.keyboard.press("Enter")
    assert "having all of the following" in window.inner_text()
    box = window.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    check(page, width)
    page.keyboard.press("Escape")
    assert window.count() == 0
    assert page.evaluate("document.activeElement.textContent") == '"kiln"'
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("definitions/#definition-kiln$"))
    assert "A chimney" in page.locator(":target").inner_text()
    check(page, width)
    assert complaints == []


def test_definition_opens_by_tap_and_under_the_pointer(page, address):
    page.goto(f"{address}2E005/")
    window = page.locator(".popup:popover-open")
    term = page.get_by_role("button", name="printer")
    term.hover()
    window.wait_for()
    page.mouse.move(1, 1)
    window.wait_for(state="detached")
    term.click()
    assert "prints at once" in window.inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_own_term_and_notes_that_apply(page, address, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}2E005/")
    page.get_by_role("link", name="hot zone").click()
    assert "is hot" in page.locator(":target").inner_text()
    folded = page.locator("details.outside").filter(has_text="Примечания к разделу 2E")
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "Brass" in folded.inner_text()
    check(page, width)


@pytest.mark.parametrize("width", [360, 1280])
def test_notes_are_searched_by_keyboard(page, address, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}notes/")
    check(page, width)
    page.get_by_label("Поиск по определениям и примечаниям").focus()
    page.keyboard.type("VQP")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=VQP"))
    check(page, width)
    page.locator("ul.rows a").first.click()
    page.wait_for_url(re.compile("#definition-very-quick-printer$"))
    for part in ("notes", "acronyms", "regulation"):
        page.goto(f"{address}notes/{part}/")
        check(page, width)


def test_without_scripts_the_definition_is_a_tap_away(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(f"{address}2E005/")
    page.get_by_role("button", name='"kiln"').click()
    page.locator(".popup:popover-open a").click()
    page.wait_for_url(re.compile("#definition-kiln$"))
    context.close()
