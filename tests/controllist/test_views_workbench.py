"""The workbench: everything in the address, every mistake in words, nothing a 500."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from controllist.models import Edition
from tests.factories import sheets

pytestmark = pytest.mark.django_db
PATH = "/en/list/workbench/"
SHEET = {"kind": "tank", "volume": "6,3", "volume-unit": "m3", "surfaces": ["glass"]}


@pytest.fixture(autouse=True)
def editions():
    sheets.criteria()
    for key, current in (("2025-11-15", True), ("2021-05-20", False)):
        Edition.objects.create(key=key, title_en=f"Edition {key}", title_ru=key, is_current=current)


def ask(**query):
    return Client().get(PATH, {**SHEET, **query})


def test_the_kinds_of_item_are_offered_by_family():
    page = Client().get(PATH).text
    assert re.search(r'<optgroup label="Tanks"><option value="tank">Tank</option>', page)
    assert "Training tool, not legal advice" in page


def test_a_sheet_is_answered_with_its_trace_and_lines():
    page = ask().text
    assert "2B350.a.3 catches the item" in page
    assert "/en/list/2B350.a.3/" in page
    assert "Volume: 6.3" in page
    assert 'value="6,3"' in page


def test_a_unit_may_be_chosen_or_typed():
    assert "2B350.a.3 catches" in ask(**{"volume": "6300", "volume-unit": "L"}).text
    assert "2B350.a.3 catches" in ask(**{"volume": "6300 л", "volume-unit": "m3"}).text


def test_the_answer_of_another_edition_is_shown_where_it_differs():
    page = ask(surfaces=["alloy"], nickel="35", error="5").text
    assert "No coded entry catches the item" in page
    assert "Otherwise in another edition: Edition 2021-05-20" in page
    assert "2B350.a.4 catches the item" in page
    assert "Otherwise in another edition" not in ask().text


def test_what_is_missing_and_what_releases_is_said():
    assert "This cannot be decided yet" in ask(volume="").text
    assert "A note releases the item" in ask(use="retail").text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"volume": "much"}, "Volume: write a number"),
        ({"volume": "5 kg"}, "measures another quantity"),
        ({"volume": "5 furlongs"}, "is not known"),
        ({"use": "wholesale"}, "choose one of the values"),
        ({"surfaces": ["glass", "brass"]}, "choose one of the values"),
        ({"volume": "1" * 500}, "Volume: write a number"),
    ],
)
def test_a_mistake_stands_at_the_top_and_at_its_field(query, says):
    answer = ask(**query)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert answer.text.count(says) == 2
    assert "<title>Error:" in answer.text
    assert "catches the item" not in answer.text


@pytest.mark.parametrize(
    "query",
    [{"kind": "x" * 300}, {"kind": ["tank", "lid"]}, {"edition": "never"}, {"volume-unit": "barrel"},
     {"special": "перо"}, {"surfaces": "glass" * 100}, {"<b>": "1"}, {"edition": "2021-05-20"}],
)  # fmt: skip
def test_odd_addresses_are_answered(query):
    assert ask(**query).status_code == 200


def test_without_criteria_the_page_says_what_is_missing():
    from controllist.models import CriteriaFile

    CriteriaFile.objects.all().delete()
    assert "No criteria are loaded" in Client().get(PATH).text


def test_queries_are_few_and_the_same_for_every_sheet():
    counts = []
    for query in ({}, {"surfaces": ["alloy"], "nickel": "35"}):
        ask(**query)
        with CaptureQueriesContext(connection) as found:
            ask(**query)
        counts.append(len(found))
    assert max(counts) <= 16
