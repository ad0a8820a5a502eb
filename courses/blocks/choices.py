"""Keys of other rooms' things, as editors choose them. Read when a form is shown."""

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vocabulary.models import Term


def _titles(room: str, model: str) -> list[tuple[str, str]]:
    try:
        rows = apps.get_model(room, model)._default_manager.all()
    except LookupError:
        return []
    column = "title_ru" if get_language() == "ru" else "title_en"
    return [(key, title or key) for key, title in rows.order_by("key").values_list("key", column)]


def term_choices() -> list[tuple[str, str]]:
    rows = Term.objects.order_by("key")
    return [(term.key, term.title or term.key) for term in rows]


def case_choices() -> list[tuple[str, str]]:
    return _titles("casestudies", "Case")


def set_choices() -> list[tuple[str, str]]:
    return _titles("exercises", "ExerciseSet")


def task_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every task of every set, as `set/item`, grouped by set."""
    return [
        (title, [(f"{key}/{item}", f"{n}. {item}") for n, item in enumerate(items, start=1)])
        for key, title, items in _sets()
    ]


def _sets() -> list[tuple[str, str, list[str]]]:
    try:
        slots = apps.get_model("exercises", "SetSlot")._default_manager.all()
    except LookupError:
        return []
    titles = dict(set_choices())
    found: dict[str, list[str]] = {}
    for set_key, item_key in slots.values_list("exercise_set__key", "item__key"):
        found.setdefault(set_key, []).append(item_key)
    return [(key, titles.get(key, _("Exercises")), items) for key, items in found.items()]
