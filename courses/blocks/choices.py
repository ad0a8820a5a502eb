"""Keys of other rooms' things, as editors choose them. Read when a form is shown."""

from casestudies.models import Case
from exercises.models import ExerciseSet, SetSlot
from vocabulary.models import Term

Choices = list[tuple[str, str]]


def term_choices() -> Choices:
    return [(term.key, term.title or term.key) for term in Term.objects.order_by("key")]


def set_choices() -> Choices:
    return [(row.key, row.title or row.key) for row in ExerciseSet.objects.order_by("key")]


def case_choices() -> Choices:
    return [(row.key, row.title or row.key) for row in Case.objects.order_by("key")]


def task_choices() -> list[tuple[str, Choices]]:
    """Every task of every set, as `set/item`, grouped by set."""
    slots = SetSlot.objects.select_related("exercise_set", "item")
    groups: dict[str, tuple[str, Choices]] = {}
    for slot in slots.order_by("exercise_set__key", "position"):
        row, item = slot.exercise_set, slot.item
        tasks = groups.setdefault(row.key, (row.title or row.key, []))[1]
        tasks.append((f"{row.key}/{item.key}", f"{len(tasks) + 1}. {item.title or item.key}"))
    return list(groups.values())
