"""From what an author wrote to a frozen version: a public part and a private part.

Markdown is rendered here, once; both languages stand side by side in one structure. What is
incomplete or contradicts itself is refused with `NotPublishable`.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import translation

from controllist.codes import NOT_LISTED, parse
from controllist.criteria.checking import cited
from controllist.selectors import criteria, has_path
from controllist.selectors import edition as list_edition
from exercises.blocks import QUESTIONS
from exercises.grading import DatasheetItem, codec
from exercises.grading.items import ClassificationItem
from exercises.grading.items import Item as Core
from exercises.models import Item
from theme import markdown

Texts = dict[str, str]
LINK = re.compile(r"\[\[list:([0-9A-Za-z.]{5,40})(?:\|([^\]\n]{1,200}))?\]\]")
TERM = re.compile(r"\[\[([a-z0-9-]{2,80})(?:\|([^\]\n]{1,200}))?\]\]")
CODES = [code for code, _name in settings.LANGUAGES]


class NotPublishable(ValueError):
    """The item cannot be frozen; `str()` says what to mend."""


@dataclass(frozen=True, slots=True)
class Compiled:
    public: dict[str, Any]
    private: dict[str, Any]
    cites: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        body = json.dumps([self.public, self.private], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(body.encode()).hexdigest()


def compile_item(item: Item) -> Compiled:
    """Freeze an item as it is now."""
    parts = {block.block_type: block.value for block in item.body}
    kinds = [name for name in QUESTIONS if name in parts]
    if len(kinds) != 1:
        raise NotPublishable("an item has exactly one question")
    kind = kinds[0]
    if kind == "datasheet":
        return _compile_datasheet(item, parts)
    if "prompt" not in parts or "explanation" not in parts:
        raise NotPublishable("an item has a prompt and an explanation")
    public, private = COMPILERS[kind](parts[kind])
    try:
        core = codec.load_item(private["item"])
    except codec.BadSpec as bad:
        raise NotPublishable(str(bad)) from bad
    if isinstance(core, ClassificationItem):
        _check_codes(core)
    _check_cites(item, core)
    public |= {
        **_heading(item, kind),
        "prompt": _html(parts["prompt"], "prompt"),
        "sheet": _sheet(parts.get("sheet")),
    }
    private["explanation"] = _html(parts["explanation"], "explanation")
    private["edition"] = item.edition
    return Compiled(public, private)


def _heading(item: Item, kind: str) -> dict[str, Any]:
    title = {code: getattr(item, f"title_{code}") or "" for code in CODES}
    if not all(title.values()):
        raise NotPublishable("the title is missing in one language")
    return {"kind": kind, "title": title, "minutes": item.minutes}


def _compile_datasheet(item: Item, parts: Mapping[str, Any]) -> Compiled:
    """A template with the rules that decide about its kind of item, as they are now. Its sheet is
    drawn when an attempt begins, its explanation is computed."""
    value = parts["datasheet"]
    key, edition = value["template"], item.edition
    spec = criteria.template(key)
    if spec is None:
        raise NotPublishable(f"there is no template “{key}”")
    if edition not in spec["editions"]:
        known = ", ".join(spec["editions"])
        raise NotPublishable(f"the template “{key}” is for the editions {known}, not “{edition}”")
    private = {
        "item": {
            "kind": "datasheet",
            "template": spec,
            "criteria": criteria.frozen(spec["kind"], edition),
            "edition": edition,
            "mode": value["mode"],
        },
        "feedback": {},
        "explanation": dict.fromkeys(CODES, ""),
        "edition": edition,
    }
    try:
        codec.load_item(private["item"])
    except codec.BadSpec as bad:
        raise NotPublishable(str(bad)) from bad
    public = {
        **_heading(item, "datasheet"),
        "prompt": _html(parts.get("prompt") or spec.get("story") or {}, "prompt", optional=True),
        "sheet": None,
        "sheet_title": spec["sheet"],
        "mode": value["mode"],
    }
    book = criteria.rulebook(edition)
    lines = [line for entry in book.competing(spec["kind"]) for line in cited(entry)]
    return Compiled(public, private, tuple(dict.fromkeys(lines)))


def _check_codes(item: ClassificationItem) -> None:
    wrong = [code for code in item.accept if code != NOT_LISTED and parse(code) is None]
    wrong += [n.code for n in item.near if n.code != NOT_LISTED and parse(n.code) is None]
    if item.deciding and parse(item.deciding) is None:
        wrong.append(item.deciding)
    if wrong:
        raise NotPublishable(f"not a control-list code: {', '.join(wrong)}")


def _check_cites(item: Item, core: Core | DatasheetItem) -> None:
    """What the item stands on is in its edition; where no list is loaded, it at least is a code."""
    paths = list(item.cites)
    if isinstance(core, ClassificationItem):
        paths += [code for code in (*core.accept, core.deciding) if code and code != NOT_LISTED]
    edition = list_edition(item.edition)
    known = partial(has_path, edition=edition) if edition else parse
    unknown = [str(path)[:40] for path in dict.fromkeys(paths) if not known(str(path))]
    if unknown:
        raise NotPublishable(f"not in the control list: {', '.join(unknown)}")


def _choice(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    options = list(value["options"])
    public = {
        "multiple": bool(value["multiple"]),
        "options": [
            {"key": option["key"], "text": _html(option["text"], f"option {option['key']}")}
            for option in options
        ],
    }
    item = {
        "kind": "choice",
        "multiple": bool(value["multiple"]),
        "options": [{"key": o["key"], "credit": o["credit"]} for o in options],
    }
    feedback = {o["key"]: _html(o["feedback"], "feedback", optional=True) for o in options}
    return public, {"item": item, "feedback": feedback}


def _numeric(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    units = [[row["unit"], row["factor"]] for row in value["units"]]
    item = {
        "kind": "numeric",
        "value": value["answer"],
        "unit": units[0][0],
        "units": units,
        "tolerance": _tolerance(value["tolerance"]),
        "slips": [
            {
                "value": slip["value"],
                "finding": slip["finding"],
                "tolerance": _tolerance(slip["tolerance"]),
            }
            for slip in value["slips"]
        ],
    }
    feedback = {
        slip["finding"]: _html(slip["feedback"], "slip", optional=True) for slip in value["slips"]
    }
    return {"units": [unit for unit, _factor in units]}, {"item": item, "feedback": feedback}


def _tolerance(value: Any) -> dict[str, str]:
    return {name: value[name] for name in ("absolute", "relative") if value[name]}


def _classification(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    item = {
        "kind": "classification",
        "accept": list(value["accept"]),
        "deciding": value["deciding"] or "",
        "near": [near["code"] for near in value["near"]],
    }
    feedback = {near["code"]: _html(near["feedback"], "near answer") for near in value["near"]}
    return {}, {"item": item, "feedback": feedback}


COMPILERS = {"choice": _choice, "numeric": _numeric, "classification": _classification}


def _sheet(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "title": _plain(value["title"], "datasheet title"),
        "rows": [
            {
                "label": _plain(row["label"], "datasheet label"),
                "value": _plain(row["value"], "datasheet value"),
            }
            for row in value["rows"]
        ],
    }


def _plain(value: Any, place: str) -> Texts:
    texts = {code: str(value[code] or "").strip() for code in CODES}
    missing = [code for code, text in texts.items() if not text]
    if missing:
        raise NotPublishable(f"{place}: the text is missing in {', '.join(missing)}")
    return texts


def _html(value: Any, place: str, *, optional: bool = False) -> Texts:
    """Each language's Markdown as safe HTML, with list and glossary links resolved."""
    if optional and not any(str(value.get(code) or "").strip() for code in CODES):
        return dict.fromkeys(CODES, "")
    texts = {}
    for code, text in _plain(value, place).items():
        try:
            texts[code] = markdown.render(linked(text, code))
        except markdown.Refused as refused:
            raise NotPublishable(f"{place} ({code}): {refused}") from refused
    return texts


def linked(text: str, language: str) -> str:
    """`[[list:3A225]]` and `[[term]]` as Markdown links in one language."""

    def to_list(match: re.Match[str]) -> str:
        path, shown = match.groups()
        return f"[{shown or path}](/{language}/list/{path}/)"

    def to_term(match: re.Match[str]) -> str:
        key, shown = match.groups()
        return f"[{shown or key.replace('-', ' ')}](/{language}/glossary/{key}/)"

    return TERM.sub(to_term, LINK.sub(to_list, text))


def in_language(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language."""
    if not texts:
        return ""
    code = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return texts.get(code) or next(iter(texts.values()), "")
