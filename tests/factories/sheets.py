"""Criteria, a template and an item whose sheet is drawn, all of them small."""

import hashlib
import json
from typing import Any

from controllist.services import put_criteria
from exercises.models import ExerciseSet, Item, SetSlot
from tests.controllist.criteria.conftest import ENTRY, FAMILY, OTHER
from tests.controllist.datasheets.conftest import TEMPLATE
from tests.factories.exercises import item as written_item
from vocabulary.yamlfile import parse


def criteria(template: str = TEMPLATE, entry: str = ENTRY) -> None:
    """The rows that `content/criteria` and `content/datasheets` would make."""
    rows = {
        ("family", "tanks"): FAMILY,
        ("entry", "2B350"): entry,
        ("entry", "2B351"): OTHER,
        ("sheet", "tank"): template,
    }
    put_criteria(files={name: _row(text) for name, text in rows.items()})


def _row(text: str) -> tuple[dict[str, Any], str]:
    body = json.dumps(parse(text, path="x.yaml"), default=str)
    return json.loads(body), hashlib.sha256(body.encode()).hexdigest()


def item(key: str = "drawn-tank", mode: str = "guided") -> Item:
    question = {"type": "datasheet", "value": {"template": "tank", "mode": mode}}
    return written_item(key, question)


def drawn_set(key: str = "drawn", mode: str = "guided") -> ExerciseSet:
    """A set of one drawn sheet, with its criteria."""
    criteria()
    made = ExerciseSet.objects.create(key=key, title_en="Drawn sheets", title_ru="Новые паспорта")
    SetSlot.objects.create(exercise_set=made, position=1, item=item(f"{key}-tank", mode))
    return made
