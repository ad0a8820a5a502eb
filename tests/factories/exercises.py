"""Items of each kind and a set of them, with texts that a crawl can recognise as answer keys."""

from typing import Any

from exercises.models import ExerciseSet, Item, SetSlot
from exercises.services import publish
from tests.factories.people import person  # noqa: F401  (beside it in most tests)
from vocabulary.models import Topic

# No page may show these before the item is answered.
CANARY = "CANARY-KEY"


def both(text: str) -> dict[str, str]:
    return {"en": f"{text} (en)", "ru": f"{text} (ru)"}


def choice(multiple: bool = False) -> dict[str, Any]:
    options = [
        {"key": "good", "text": both("Option one"), "credit": "1", "feedback": both(f"{CANARY}-good")},
        {"key": "half", "text": both("Option two"), "credit": "1/2", "feedback": both(f"{CANARY}-half")},
        {"key": "bad", "text": both("Option three"), "credit": "0", "feedback": both(f"{CANARY}-bad")},
    ]  # fmt: skip
    return {"type": "choice", "value": {"multiple": multiple, "options": options}}


def numeric() -> dict[str, Any]:
    return {
        "type": "numeric",
        "value": {
            "answer": "13.33",
            "units": [{"unit": "10^6 m", "factor": "1"}, {"unit": "m", "factor": "0.000001"}],
            "tolerance": {"absolute": "", "relative": "0.01"},
            "slips": [
                {
                    "value": "130.7",
                    "finding": "forgot",
                    "tolerance": {"absolute": "", "relative": "0.01"},
                    "feedback": both(f"{CANARY}-slip"),
                }
            ],
        },
    }


def classification() -> dict[str, Any]:
    near = [{"code": "0B001.b.13", "feedback": both(f"{CANARY}-near")}]
    return {
        "type": "classification",
        "value": {"accept": ["3A225"], "deciding": "3A225", "near": near},
    }


def item(key: str, question: dict[str, Any] | None = None) -> Item:
    topic, _ = Topic.objects.get_or_create(
        key="electronics", defaults={"title_en": "Electronics", "title_ru": "Электроника"}
    )
    made = Item(
        key=key,
        title_en=f"Item {key}",
        title_ru=f"Задание {key}",
        topic=topic,
        level="foundation",
        edition="2025-11-15",
    )
    made.body = Item._meta.get_field("body").stream_block.to_python(
        [
            {"type": "prompt", "value": both("What is it")},
            question or choice(),
            {"type": "explanation", "value": both(f"{CANARY}-why")},
        ]
    )
    made.save()
    publish(item=made)
    return made


def exercise_set(key: str = "reading-a-datasheet", **fields: Any) -> ExerciseSet:
    """Three items: a choice, a quantity, a classification."""
    made = ExerciseSet.objects.create(
        key=key, title_en="Reading a datasheet", title_ru="Читаем спецификацию", **fields
    )
    for place, question in enumerate((choice(), numeric(), classification()), start=1):
        SetSlot.objects.create(
            exercise_set=made, position=place, item=item(f"{key}-{place}", question)
        )
    return made


def numeric_set(key: str, count: int) -> ExerciseSet:
    """So many quantities to work out."""
    made = ExerciseSet.objects.create(key=key, title_en="Quantities", title_ru="Величины")
    for place in range(1, count + 1):
        SetSlot.objects.create(
            exercise_set=made, position=place, item=item(f"{key}-{place}", numeric())
        )
    return made
