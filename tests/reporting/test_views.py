import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from people.enums import Role
from tests.factories.people import person
from tests.reporting.test_selectors import LINES, reach

pytestmark = pytest.mark.django_db


def signed_in(role: str, code: str | None = "KZ") -> Client:
    client = Client()
    client.force_login(person(role, code))
    return client


def test_screen_sheet_and_csv_show_the_same_figures() -> None:
    manager = signed_in(Role.MANAGER)
    reach(person(), *LINES)
    reach(person(), "enrolled", "modules")
    page = manager.get("/en/programme/KZ/").text
    book = load_workbook(io.BytesIO(manager.get("/en/programme/KZ/figures.xlsx").content))
    text = manager.get("/en/programme/KZ/figures.csv").content.decode("utf-8-sig")
    sheet = {row[0]: str(row[1]) for row in book["Figures"].iter_rows(values_only=True)}
    plain = {row[0]: row[1] for row in csv.reader(io.StringIO(text))}
    wanted = {"Joined": "2", "Enrolled": "2", "Passed the exercises": "1", "Certified": "1"}
    for label, value in wanted.items():
        assert (sheet[label], plain[label]) == (value, value)
    for key, value in (("enrolled", "2"), ("passed", "1"), ("certified", "1")):
        assert f'<b data-figure="{key}">{value}</b>' in page
    assert book["People"].max_row == 3


def test_names_stay_text_in_the_workbook() -> None:
    manager = signed_in(Role.MANAGER)
    reach(person(first_name='=HYPERLINK("http://x")', last_name="@cmd"), *LINES)
    book = load_workbook(io.BytesIO(manager.get("/en/programme/KZ/figures.xlsx").content))
    cells = [cell for row in book["People"].iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("path", ["", "people/", "figures.xlsx", "figures.csv"])
def test_another_country_does_not_exist(path: str) -> None:
    reach(person(), *LINES)
    assert signed_in(Role.MANAGER, "UZ").get(f"/en/programme/KZ/{path}").status_code == 404
    assert signed_in(Role.TRAINEE).get(f"/en/programme/KZ/{path}").status_code == 404
    assert Client().get(f"/en/programme/KZ/{path}").status_code == 302


@pytest.mark.parametrize(
    "query", ["start=nonsense", "start=2026-02-01&end=2026-01-01", "end=9999-99-99"]
)
def test_a_wrong_period_says_so_and_shows_the_whole_time(query: str) -> None:
    page = signed_in(Role.MANAGER).get(f"/en/programme/KZ/?{query}")
    assert page.status_code == 200
    assert "There is a problem" in page.text


def test_stage_opens_as_a_list_of_the_same_length() -> None:
    manager = signed_in(Role.MANAGER)
    reach(person(), *LINES)
    reach(person(), "enrolled")
    page = manager.get("/en/programme/KZ/people/?stage=certified").text
    assert "Certified: 1" in page
    assert page.count('<th scope="row">') == 1
