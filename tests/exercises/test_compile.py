"""From an author's blocks to a frozen version, or a refusal that says what to mend."""

import json
from typing import Any

import pytest

from exercises.compile import NotPublishable, compile_item, linked
from exercises.models import Item
from tests.factories import exercises as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return make.item("first")


def with_body(item: Item, *blocks: dict[str, Any]) -> Item:
    item.body = Item._meta.get_field("body").stream_block.to_python(list(blocks))
    return item


def block(kind: str, value: Any = None) -> dict[str, Any]:
    return {"type": kind, "value": value or make.both(kind)}


def test_nothing_of_the_key_is_in_the_public_part(item: Item) -> None:
    for question in (make.choice(), make.numeric(), make.classification()):
        made = make.item(f"{question['type']}-item", question)
        public = json.dumps(compile_item(made).public)
        for secret in (make.CANARY, "credit", "13.33", "3A225", "tolerance", "accept"):
            assert secret not in public


def test_the_same_item_has_the_same_hash_and_any_change_another(item: Item) -> None:
    before = compile_item(item).hash
    assert compile_item(Item.objects.get(pk=item.pk)).hash == before
    item.title_ru = "Другое"
    assert compile_item(item).hash != before


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([block("prompt"), block("explanation")], "exactly one question"),
        ([block("prompt"), make.choice(), make.numeric(), block("explanation")], "exactly one"),
        ([make.choice(), block("explanation")], "prompt"),
        ([block("prompt"), make.choice()], "explanation"),
        ([block("prompt", {"en": "Only", "ru": " "}), make.choice(), block("explanation")], "ru"),
        ([block("prompt", {"en": "", "ru": "Только"}), make.choice(), block("explanation")], "en"),
    ],
)
def test_what_is_incomplete_is_refused(item: Item, blocks: list[Any], words: str) -> None:
    with pytest.raises(NotPublishable, match=words):
        compile_item(with_body(item, *blocks))


def test_a_title_is_needed_in_both_languages(item: Item) -> None:
    item.title_ru = ""
    with pytest.raises(NotPublishable, match="title"):
        compile_item(item)


def test_a_key_in_which_nothing_is_right_is_refused(item: Item) -> None:
    options = [{"key": k, "text": make.both(k), "credit": "0"} for k in "ab"]
    wrong = {"type": "choice", "value": {"multiple": True, "options": options}}
    with pytest.raises(NotPublishable, match="none is right"):
        compile_item(with_body(item, block("prompt"), wrong, block("explanation")))


def test_scripts_of_an_author_do_not_survive(item: Item) -> None:
    prompt = block("prompt", {"en": "<script>x</script>[a](javascript:x)", "ru": "Да"})
    html = compile_item(with_body(item, prompt, make.choice(), block("explanation"))).public
    assert "<script" not in html["prompt"]["en"]
    assert "javascript:" not in html["prompt"]["en"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[list:3A225]]", "[3A225](/ru/list/3A225/)"),
        ("[[list:2B350.a.3|эта строка]]", "[эта строка](/ru/list/2B350.a.3/)"),
        ("[[dual-use-item]]", "[dual use item](/ru/glossary/dual-use-item/)"),
        ("[[dual-use-item|товар]]", "[товар](/ru/glossary/dual-use-item/)"),
        ("[[" * 50, "[[" * 50),
    ],
)
def test_links_are_written_in_the_language_of_the_text(text: str, shown: str) -> None:
    assert linked(text, "ru") == shown
