"""Comparing entries and editions in a real browser, in Russian, on a phone and on a desk."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.cache import cache

from controllist.importers.catalogue import load_catalogue
from controllist.models import Edition
from partners.importers import load_content as load_partners
from tests.controllist.test_browser import check
from tests.factories.controllist import LineFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXTS = {
    "2B209": ("Machines for tubes:", "Machines for tubes:"),
    "2B209.b": ("Up to a width of 400 mm", "Up to a width of 650 mm"),
    "2B104": ("Presses that reach 69 MPa", "Presses that reach 69 MPa"),
    "2B204": ("Presses of 152 mm", "Presses of 152 mm"),
    "3A225": ("Output of 10⁶ units", "Output of 106 units"),
}


@pytest.fixture
def address(live_server, tmp_path) -> str:
    """The shipped catalogue with a short text in our own words in both editions."""
    cache.clear()
    (tmp_path / "catalogue").symlink_to(Path(settings.CONTENT_DIR) / "catalogue")
    load_catalogue(tmp_path)
    load_partners(Path(settings.CONTENT_DIR))
    Edition.objects.update(official=True)
    for at, key in enumerate(("2021-05-20", "2025-11-15")):
        edition = Edition.objects.get(key=key)
        edition.lines.all().delete()
        for path, texts in TEXTS.items():
            doubt = "superscript lost" if path == "3A225" and at else ""
            LineFactory(edition=edition, path=path, text=texts[at], imported=True, defect=doubt)
        LineFactory(edition=edition, path="2B104", kind="nb", text="See also 2B204.", imported=True)
    return f"{live_server.url}/ru/list/"


@pytest.fixture(params=[360, 1280])
def visit(page, request):
    page.set_viewport_size({"width": request.param, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    yield page, request.param
    assert complaints == []


def test_entries_are_compared_by_keyboard(visit, address):
    page, width = visit
    page.goto(address)
    page.get_by_role("link", name="Сравнение позиций").click()
    check(page, width)
    page.get_by_label("Коды от двух до четырёх позиций").focus()
    page.keyboard.type("2в104, 9я9")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("codes="))
    assert "9я9" in page.locator(".errors").inner_text()
    assert page.get_by_label("Коды от двух до четырёх позиций").input_value() == "2в104, 9я9"
    check(page, width)
    page.get_by_role("link", name="2B204").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("2B104%2C2B204"))
    table = page.locator("table.sides")
    assert "Presses that reach 69 MPa" in table.inner_text()
    labels = table.locator(".whose").filter(visible=True)
    assert labels.count() == (8 if width == 360 else 0)
    check(page, width)


def test_editions_show_what_changed(visit, address):
    page, width = visit
    page.goto(address)
    page.get_by_role("link", name="Сравнение редакций").click()
    check(page, width)
    assert page.get_by_role("heading", name="Добавлено 18 позиций").is_visible()
    assert page.get_by_role("heading", name="Исключённых позиций нет").is_visible()
    changed = page.locator("article").first
    assert "2B209" in changed.inner_text()
    assert changed.locator("del").inner_text().split() == ["исключено:", "400"]
    assert changed.locator("ins").inner_text().split() == ["добавлено:", "650"]
    doubtful = page.locator("article").nth(1)
    assert "могли быть разобраны по-разному" in doubtful.inner_text()
    page.get_by_label("Категория").select_option("3")
    page.get_by_role("button", name="Отобрать").click()
    page.wait_for_url(re.compile("category=3"))
    assert page.locator("article").count() == 1


def test_the_tree_opens_by_keyboard(visit, address):
    page, width = visit
    page.goto(address)
    for name in ("Обработка материалов", "Испытательное"):
        page.locator("summary", has_text=name).filter(visible=True).first.focus()
        page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^2B104")).focus()
    check(page, width)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/2B104/$"))


def printed(page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def test_pages_print_on_a4(page, address):
    """The closed branches of the tree too; entries side by side lie across."""
    page.goto(address)
    tree = printed(page)
    text = "\n".join(sheet.extract_text() for sheet in tree.pages)
    assert [text.count(code) for code in ("2B104", "9E101")] == [1, 1]
    assert "Меню" not in text
    assert "Отобрать" not in text
    assert tree.pages[0].mediabox.width < tree.pages[0].mediabox.height
    page.goto(f"{address}2025-11-15/compare/?codes=2B104,2B204")
    sides = printed(page)
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sides.pages)
    assert "Presses of 152 mm" in sides.pages[0].extract_text()
    assert "compare/?codes=2B104,2B204" in sides.pages[-1].extract_text()
