"""The bank in the CMS: an editor sees both languages, what is incomplete is refused with words."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.models import Item
from people.enums import Role
from tests.factories import exercises as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(person(Role.EDITOR))
    return client


@pytest.fixture
def item() -> Item:
    return make.item("first")


def body(block: str = "value") -> dict[str, str]:
    """The StreamField as its form posts it: a prompt, a classification, an explanation."""
    fields = {"body-count": "3"}
    parts: list[tuple[str, dict[str, str]]] = [
        ("prompt", {"en": "What is it?", "ru": "Что это?"}),
        (
            "classification",
            {
                "accept-count": "1", "accept-0-deleted": "", "accept-0-order": "0",
                "accept-0-type": "item", "accept-0-id": "", "accept-0-value": "3A225",
                "deciding": "3A225", "near-count": "0",
            },
        ),
        ("explanation", {"en": "Because.", "ru": "Потому что."}),
    ]  # fmt: skip
    for number, (kind, values) in enumerate(parts):
        place = f"body-{number}"
        fields |= {f"{place}-deleted": "", f"{place}-order": str(number)}
        fields |= {f"{place}-type": kind, f"{place}-id": ""}
        fields |= {f"{place}-{block}-{name}": value for name, value in values.items()}
    return fields


def values(**changes: Any) -> dict[str, Any]:
    topic = make.item("other").topic
    return {
        "title_en": "A converter", "title_ru": "Преобразователь", "key": "converter",
        "level": "foundation", "minutes": "4", "topic": str(topic.pk), "objective": "",
        "edition": "2025-11-15", "cites": "3A225\n3A225\n", **body(), **changes,
    }  # fmt: skip


def test_both_languages_stand_in_one_form(editor: Client, item: Item) -> None:
    page = editor.get(reverse("wagtailsnippets_exercises_item:edit", args=[item.pk]))
    names = {field.get("name") for field in BeautifulSoup(page.text, "html.parser").select("input")}
    assert {"title_en", "title_ru"} <= names
    assert "Option one (ru)" in page.text


def test_saving_publishes_a_version(editor: Client) -> None:
    answer = editor.post(reverse("wagtailsnippets_exercises_item:add"), values())
    assert answer.status_code == 302
    made = Item.objects.get(key="converter")
    assert made.cites == ["3A225"]
    assert [version.number for version in made.versions.all()] == [1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cites": "no code"}, "not in the control list: no code"),
        ({"body-1-value-accept-0-value": "9Z"}, "not a control-list code: 9Z"),
    ],
)
def test_what_cannot_be_published_is_not_saved(
    editor: Client, changes: dict[str, str], words: str
) -> None:
    page = editor.post(reverse("wagtailsnippets_exercises_item:add"), values(**changes))
    assert page.status_code == 200
    assert words in page.text
    assert not Item.objects.filter(key="converter").exists()


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.MANAGER, Role.DONOR])
def test_nobody_else_sees_the_bank(item: Item, role: Role) -> None:
    client = Client()
    client.force_login(person(role))
    for name, parts in (("list", []), ("edit", [item.pk])):
        page = client.get(reverse(f"wagtailsnippets_exercises_item:{name}", args=parts))
        assert page.status_code in {302, 403, 404}
        assert make.CANARY not in page.text


def test_the_list_costs_the_same_for_one_and_three_items(editor: Client, item: Item) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(reverse("wagtailsnippets_exercises_item:list"))
        assert page.status_code == 200
        return len(queries)

    cost()
    one = cost()
    make.item("second")
    make.item("third")
    assert cost() == one
