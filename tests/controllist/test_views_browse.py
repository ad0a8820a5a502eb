"""The tree of the list and the national lists under it; `test_views` has search and categories."""

import datetime
import re

import pytest

from partners.enums import FactTopic
from partners.models import Country, StatusFact
from tests.factories.controllist import EditionFactory, EntryFactory

pytestmark = pytest.mark.django_db
HOME = "/en/list/"
CODES = ("2B001", "2B104", "2D001", "3A001")


@pytest.fixture
def edition():
    edition = EditionFactory()
    for code in CODES:
        EntryFactory(edition=edition, code=code)
    return edition


@pytest.fixture
def kazakhstan():
    return Country.objects.create(code="KZ", name_en="Kazakhstan", name_ru="Казахстан")


def page(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def listed(html):
    return re.findall(r'href="/en/list/2025-11-15/(\d\w+)/"', html)


def test_index_is_a_tree_of_category_group_and_origin(client, edition):
    html = page(client, HOME)
    assert listed(html) == list(CODES)
    assert [re.sub(r"<[^>]+>", "", title) for title in re.findall(r"<h[234]>(.*?)</h[234]>", html)][
        :9
    ] == [
        "2 Materials processing",
        "2B Test, inspection and production equipment",
        "Wassenaar Arrangement",
        "Missile Technology Control Regime",
        "2D Software",
        "Wassenaar Arrangement",
        "3 Electronics",
        "3A Systems, equipment and components",
        "Wassenaar Arrangement",
    ]
    assert html.count('<details class="more">') == 5
    assert "?category=2" in html


def test_tree_narrowed_in_the_address_is_open(client, edition):
    html = page(client, HOME, group="B", origin="1")
    assert listed(html) == ["2B104"]
    assert html.count('<details class="more" open>') == 2
    assert '<option value="B" selected>' in html
    assert "Show all" in html
    assert "Show all" not in page(client, HOME)


def test_nothing_left_says_what_to_do(client, edition):
    assert "No entry is left" in page(client, HOME, group="E")
    assert "No entry is left" in page(client, HOME, category="3", group="B")


def test_a_category_is_narrowed_too(client, edition):
    html = page(client, HOME, category="2", group="B")
    assert listed(html) == ["2B001", "2B104"]
    assert '<input type="hidden" name="category" value="2">' in html
    assert listed(page(client, HOME, category="2")) == ["2B001", "2B104", "2D001"]


@pytest.mark.parametrize("query", ["group=Z", "origin=9", "group=%ff&origin=B", "group=B&group=x"])
def test_nonsense_narrows_nothing(client, edition, query):
    assert listed(page(client, f"{HOME}?{query}")) == list(CODES)


def test_a_comparison_of_editions_is_offered_when_there_are_two(client, edition):
    html = page(client, HOME)
    assert 'href="/en/list/2025-11-15/compare/"' in html
    assert 'href="/en/list/compare/"' not in html
    EditionFactory(key="2021-05-20")
    assert 'href="/en/list/compare/"' in page(client, HOME)


def test_national_list_with_date_source_and_doubt(client, edition, kazakhstan):
    fact = StatusFact.objects.create(
        country=kazakhstan, topic=FactTopic.LIST, text_en="List of 2023", text_ru="Список 2023 года",
        source="Order No. 424", source_url="https://example.org/424", as_of=datetime.date(2025, 6, 25),
    )  # fmt: skip
    html = page(client, HOME)
    assert "List of 2023" in html
    assert '<time datetime="2025-06-25">' in html
    assert '<span lang="en"><a href="https://example.org/424">Order No. 424</a></span>' in html
    assert "To be confirmed by the country" in html
    assert "Список 2023 года" in page(client, "/ru/list/")
    fact.confirmed = True
    fact.save()
    html = page(client, HOME)
    assert "To be confirmed by the country" not in html
    assert "Confirmed by the country" in html


def test_a_country_without_a_recorded_list_is_named(client, edition, kazakhstan):
    html = page(client, HOME)
    assert "Kazakhstan" in html
    assert "To be supplied by the country" in html


def test_national_lists_stand_on_the_tree_alone(client, edition, kazakhstan):
    assert "Kazakhstan" not in page(client, HOME, category="2")
    assert "Kazakhstan" not in page(client, HOME, q="2B")


def test_queries_do_not_grow_with_countries(
    client, edition, kazakhstan, django_assert_max_num_queries
):
    counts = []
    for code in ("UZ", "TJ"):
        country = Country.objects.create(code=code, name_en=code, name_ru=code)
        StatusFact.objects.create(
            country=country, topic=FactTopic.LIST, text_en="List", text_ru="Список",
            source="Law", as_of=datetime.date(2025, 1, 1),
        )  # fmt: skip
        with django_assert_max_num_queries(8) as queries:
            client.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]
