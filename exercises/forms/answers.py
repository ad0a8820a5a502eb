"""Responses as pages send them, in the terms of the grading core.

A form and an autosave say the same things; option names of an attempt become the author's keys.
Whatever is not a few short plain texts is refused before it is kept.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from exercises import selectors
from exercises.grading.guided import CODE, COMPETE, NOTE, PARAMETERS, REMAINS, SUBJECT
from exercises.models import Attempt
from exercises.selectors import Slot

MAX_TEXT = 200
MAX_OPTIONS = 40
MAX_STEPS = 10
PLAIN = ("value", "unit", "code")
SEVERAL = (PARAMETERS, COMPETE, REMAINS)
# Fields of a form that a page of two versions carries on.
KEPT = {"option", *PLAIN, "listed", "unsure", "category", "group", NOTE, *SEVERAL}


def posted(form: QueryDict, attempt: Attempt, slot: Slot) -> dict[str, Any]:
    """The response in a posted form; empty when nothing was filled in."""
    kind = slot.version.public["kind"]
    if form.get("unsure") or form.get("check") == "unsure" or form.get("option") == "unsure":
        return {"unsure": True}
    if kind == "choice":
        names = [name for name in form.getlist("option") if name]
        return {"options": selectors.to_keys(attempt, slot, names)} if names else {}
    if kind == "numeric":
        value = form.get("value", "").strip()
        return {"value": value, "unit": form.get("unit", "")} if value else {}
    if kind == "datasheet":
        return _steps(form)
    return _code(form)


def _code(form: QueryDict) -> dict[str, Any]:
    code = "not-listed" if form.get("listed") == "no" else form.get("code", "").strip()
    return {"code": code} if code else {}


def _steps(form: QueryDict) -> dict[str, Any]:
    subject = form.get("category", "") + form.get("group", "")
    said: dict[str, dict[str, Any]] = {
        SUBJECT: {"options": [subject] if subject else []},
        CODE: _code(form),
        NOTE: {"options": [form[NOTE]] if form.get(NOTE) else []},
        **{name: {"options": [key for key in form.getlist(name) if key]} for name in SEVERAL},
    }
    steps = {name: one for name, one in said.items() if any(one.values())}
    return {"steps": steps} if steps else {}


def drafted(raw: Mapping[str, Any], attempt: Attempt, slot: Slot) -> dict[str, Any] | None:
    """An autosaved response; None when a value is not a short plain text."""
    if not is_short(raw):
        return None
    if raw.get("unsure") is True:
        return {"unsure": True}
    if "steps" in raw:
        return {"steps": {name: _plain(one) for name, one in raw["steps"].items()}}
    if "options" in raw:
        return {"options": selectors.to_keys(attempt, slot, raw["options"])}
    return _plain(raw)


def _plain(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: raw[name] for name in ("options", *PLAIN) if name in raw}


def is_short(raw: Mapping[str, Any]) -> bool:
    """Whether a response holds nothing but a few short texts that a database can store."""
    if "steps" in raw:
        steps = raw["steps"]
        return (
            isinstance(steps, Mapping)
            and len(steps) <= MAX_STEPS
            and all(_is_text(name) for name in steps)
            and all(isinstance(one, Mapping) and "steps" not in one for one in steps.values())
            and all(is_short(one) for one in steps.values())
        )
    options = raw.get("options", [])
    if not isinstance(options, list) or len(options) > MAX_OPTIONS:
        return False
    return all(_is_text(text) for text in [*(raw.get(name, "") for name in PLAIN), *options])


def _is_text(value: Any) -> bool:
    """Short, with no NUL byte and no lone surrogate: PostgreSQL stores neither."""
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\x00" in value:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)
