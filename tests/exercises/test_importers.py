"""Content files: loaded whole or not at all, and the same files again change nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from controllist.importers import load_content as load_list
from controllist.models import Citation
from exercises.importers import load_content
from exercises.models import ExerciseSet, Item, ItemVersion
from vocabulary.importers import load_content as load_words
from vocabulary.models import Topic
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
BOTH = {"en": "Text", "ru": "Текст"}


def item(**changes: Any) -> dict[str, Any]:
    whole = {
        "key": "first",
        "kind": "choice",
        "title": BOTH,
        "topic": "electronics",
        "level": "foundation",
        "minutes": 4,
        "cites": ["3A225"],
        "prompt": BOTH,
        "question": {
            "options": [
                {"key": "a", "text": BOTH, "credit": "1", "feedback": BOTH},
                {"key": "b", "text": BOTH, "credit": "0"},
            ]
        },
        "explanation": {"en": "See [[list:3A225]].", "ru": "См. [[list:3A225]]."},
    }
    return {name: value for name, value in {**whole, **changes}.items() if value is not None}


def a_set(**changes: Any) -> dict[str, Any]:
    return {"key": "a-set", "title": BOTH, "items": ["first"], "pass_mark": "7/10", **changes}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Topic.objects.create(key="electronics", title_en="Electronics", title_ru="Электроника")
    write(tmp_path, "electronics/first.yaml", item())
    write(tmp_path, "sets/a-set.yaml", a_set())
    return tmp_path


def write(root: Path, name: str, data: Any) -> None:
    path = root / "exercises" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False))


def states(root: Path) -> list[str]:
    return [report.state for report in load_content(root)]


def test_files_become_items_with_versions_sets_and_citations(root: Path) -> None:
    assert states(root) == ["created", "created"]
    version = ItemVersion.objects.get()
    assert 'href="/ru/list/3A225/"' in version.private["explanation"]["ru"]
    assert [slot.item.key for slot in ExerciseSet.objects.get().slots.all()] == ["first"]
    cited = Citation.objects.get()
    assert (cited.path, cited.cited_by) == ("3A225", "exercises:item:first")


def test_the_same_files_again_change_nothing(root: Path) -> None:
    load_content(root)
    assert states(root) == ["unchanged", "unchanged"]
    assert ItemVersion.objects.count() == 1


def test_a_changed_text_makes_a_version_and_a_changed_citation_does_not(root: Path) -> None:
    load_content(root)
    write(root, "electronics/first.yaml", item(cites=["3A225", "3A001"]))
    load_content(root)
    assert (ItemVersion.objects.count(), Citation.objects.count()) == (1, 2)
    write(root, "electronics/first.yaml", item(prompt={"en": "Other", "ru": "Другое"}))
    assert states(root) == ["updated", "unchanged"]
    assert [version.number for version in ItemVersion.objects.all()] == [1, 2]


def test_a_dry_run_reports_and_writes_nothing(root: Path) -> None:
    assert [report.state for report in load_content(root, dry_run=True)] == ["created", "created"]
    assert not Item.objects.exists()


BAD_ITEMS: list[tuple[Any, str]] = [
    (item(title={"en": "Only English"}), "ru"),
    (item(explanation=None), "explanation"),
    (item(hint="no such key"), "hint"),
    (item(topic="no-such-topic"), "no-such-topic"),
    (item(kind="essay"), "essay"),
    (item(minutes="a while"), "minutes"),
    (item(level="expert"), "expert"),
    (item(cites=["no code"]), "no code"),
    (item(cites=[["3A225"]]), "cites"),
    (item(question={"options": []}), "none is right"),
    (item(question={"options": [{"key": "a", "text": BOTH, "credit": "1e99999999"}]}), "option 1"),
    (item(question=["a"]), "question"),
    (item(kind="numeric", question={"answer": "x", "unit": "m", "tolerance": {}}), "value"),
    (item(kind="numeric", question={"answer": "1", "unit": "m", "tolerance": [1]}), "absolute"),
    (item(kind="numeric", question={"answer": "1", "unit": "m", "units": ["m"], "tolerance": {}}), "units"),
    (item(kind="classification", question={"accept": ["9Z"]}), "9Z"),
    (item(kind="classification", question={"accept": {"a": "b"}}), "accept"),
    (item(prompt={"en": "[" * 20_000, "ru": "Текст"}), "prompt"),
    ("key: [", "expected"),
    ("", "empty"),
    ("key: \x00", "control character"),
    ("a: " * 3, "mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "words"), BAD_ITEMS, ids=range(len(BAD_ITEMS)))
def test_a_bad_item_is_named_and_nothing_is_written(root: Path, data: Any, words: str) -> None:
    write(root, "electronics/second.yaml", data)
    with pytest.raises(Refused) as refused:
        load_content(root)
    (bad,) = [report for report in refused.value.reports if report.state == "refused"]
    assert bad.path == "exercises/electronics/second.yaml"
    assert words in bad.detail
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"items": ["first", "missing"]}, "missing"),
        ({"items": ["first", "first"]}, "twice"),
        ({"items": []}, "items"),
        ({"items": {"a": "b"}}, "items"),
        ({"pass_mark": "11/10"}, "pass_mark"),
        ({"pass_mark": "most"}, "pass_mark"),
        ({"feedback": "never"}, "never"),
        ({"title": "plain"}, "title"),
    ],
)
def test_a_bad_set_is_named_and_nothing_is_written(
    root: Path, changes: dict[str, Any], words: str
) -> None:
    write(root, "sets/a-set.yaml", a_set(**changes))
    with pytest.raises(Refused) as refused:
        load_content(root)
    assert words in refused.value.reports[-1].detail
    assert not Item.objects.exists()
    assert not ExerciseSet.objects.exists()


def test_the_shipped_items_load_and_load_again(vocabulary_and_list: None) -> None:
    assert set(states(Path(settings.CONTENT_DIR))) == {"created"}
    assert set(states(Path(settings.CONTENT_DIR))) == {"unchanged"}


@pytest.fixture
def vocabulary_and_list() -> None:

    load_words(Path(settings.CONTENT_DIR))
    load_list(Path(settings.CONTENT_DIR))
