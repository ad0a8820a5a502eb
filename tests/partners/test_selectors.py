import datetime

import pytest
from django.utils.translation import override

from partners.enums import FactTopic
from partners.models import Country, StatusFact
from partners.selectors import facts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries():
    names = {"UZ": ("Uzbekistan", "Узбекистан"), "KZ": ("Kazakhstan", "Казахстан")}
    made = {}
    for code, (en, ru) in names.items():
        made[code] = Country.objects.create(code=code, name_en=en, name_ru=ru)
    Country.objects.create(code="SE", name_en="Sweden", name_ru="Швеция", is_partner=False)
    return made


def fact(country, day, topic=FactTopic.LIST):
    return StatusFact.objects.create(
        country=country, topic=topic, text_en="A list", text_ru="Список", source="A law",
        as_of=datetime.date(2025, 6, day),
    )  # fmt: skip


def test_every_partner_country_by_name_with_its_facts_newest_first(
    countries, django_assert_num_queries
):
    older, newer = fact(countries["KZ"], 1), fact(countries["KZ"], 25)
    fact(countries["UZ"], 1, FactTopic.LAW)
    with django_assert_num_queries(2):
        rows = facts_of(FactTopic.LIST)
    assert [(row.country.code, row.facts) for row in rows] == [("KZ", [newer, older]), ("UZ", [])]


def test_by_name_in_the_language_of_the_reader(countries):
    Country.objects.filter(code="KZ").update(name_ru="Яказахстан")
    with override("ru"):
        assert [row.country.code for row in facts_of(FactTopic.LIST)] == ["UZ", "KZ"]
