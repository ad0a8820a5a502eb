"""Customs codes on an entry and in the search, and the editors' report, in a real browser."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from controllist.importers import import_text, load_content
from controllist.importers.correlations import Defaults, import_correlations
from controllist.importers.russian import import_russian
from controllist.services import CorrelationTable, cite
from partners.models import Country
from people.enums import Role
from tests.controllist import published
from tests.controllist.conftest import as_rows
from tests.factories.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEY = "2025-11-15"


@pytest.fixture
def address(live_server, root, text_file, tmp_path) -> str:
    load_content(root)
    import_text(text_file(), edition=KEY)
    russian = "path;text_ru\n2B350;Оборудование для химии:\n2B350.a;Реакторы объёмом более 100 л:\n"
    import_russian(published.write(tmp_path, "ru.csv", russian.encode()), edition=KEY)
    Country.objects.get_or_create(
        code="KZ", defaults={"name_en": "Kazakhstan", "name_ru": "Казахстан"}
    )
    rows = "list_entry,tnved_code,source\n" + "".join(
        f"2B350 {step},84{10 + at} {at}0 000 0,Decree of a year long past\n"
        for at, step in enumerate("aabbggggggg")
    )
    import_correlations(
        published.write(tmp_path, "t.csv", rows.encode()),
        table=CorrelationTable("tnved", "National list of 2008", "KZ"),
        defaults=Defaults(as_of=datetime.date(2008, 2, 5)),
    )
    return str(live_server.url)


def check(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_customs_code_leads_to_the_entry_and_its_russian_text(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/ru/list/")
    page.get_by_label("Поиск по контрольному списку").focus()
    page.keyboard.type("8410 00")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    assert "это не классификация" in page.locator("main").inner_text()
    check(page, width)
    page.locator(".list-customs ul.rows a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("2B350"))
    shown = page.locator("main").inner_text()
    assert "Реакторы объёмом более 100 л:" in shown
    assert "8410 00 000 0" in shown
    assert "по состоянию на 5 февраля 2008" in shown
    check(page, width)


def test_editor_reads_both_texts_and_checks_the_alarm(page, address, text_file):
    cite(object_key="exercises:item:nickel-reactor", edition=KEY, paths=["2B350.a.1"])
    rows = as_rows()
    rows[1]["text"] = "Reactors above 200 litres of:"
    import_text(text_file(rows), edition=KEY)
    # The right to enter the CMS comes by a migration, which a flush between tests takes away.
    user = person(Role.EDITOR, is_superuser=True)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
    )
    page.goto(f"{address}/cms/reports/list-citations/")
    table = page.locator("table.listing")
    assert "exercises:item:nickel-reactor" in table.inner_text()
    assert table.locator("del").inner_text().strip() == "100"
    assert table.locator("ins").inner_text().strip() == "200"
    table.get_by_role("button", name="Checked").click()
    page.wait_for_load_state()
    assert page.locator("table.listing").count() == 0
