"""Each block of a lesson as HTML."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string

from courses.compile.state import Compilation
from courses.compile.text import inline, prose

Compiler = Callable[[Any, Compilation], str]


def compile_body(body: Any, state: Compilation) -> str:
    return "\n".join(_COMPILERS[block.block_type](block.value, state) for block in body)


def _text(value: str, state: Compilation) -> str:
    return prose(value, state)


def _callout(value: Any, state: Compilation) -> str:
    state.count_words(value["title"])
    context = {"kind": value["kind"], "title": value["title"]}
    return _made("callout", context | {"html": prose(value["text"], state)})


def _term(key: str, state: Compilation) -> str:
    note = state.library.term(key)
    if note is None:
        state.warn("unknown_term", key)
        return ""
    state.terms.setdefault(key)
    return _made("term", {"note": note})


def _figure(value: Any, state: Compilation) -> str:
    if not value["image"]:
        state.warn("missing_picture")
        return ""
    if not value["alt"]:
        state.warn("missing_alt", value["image"].title)
    return render_to_string("theme/blocks/figure.html", {"value": value}).strip()


def _drawing(value: Any, state: Compilation) -> str:
    if not value["alt"]:
        state.warn("missing_alt", value["file"])
    caption = inline(value["caption"] or "", state)
    return _made("drawing", {"value": value, "caption": caption})


def _document(value: Any, state: Compilation) -> str:
    return render_to_string("theme/blocks/document.html", {"value": value}).strip()


def _exercise(reference: str, state: Compilation) -> str:
    set_key, _slash, item_key = reference.partition("/")
    note = state.library.task(set_key, item_key)
    if note is None:
        state.warn("unknown_exercise", reference)
        return ""
    state.exercises.append(reference)
    return _made("exercise", {"note": note})


def _case(key: str, state: Compilation) -> str:
    note = state.library.case(key)
    if note is None:
        state.warn("unknown_case", key)
        return ""
    state.cases.append(key)
    return _made("case", {"note": note})


def _made(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"courses/compiled/{name}.html", context).strip()


_COMPILERS: dict[str, Compiler] = {
    "text": _text,
    "callout": _callout,
    "term": _term,
    "figure": _figure,
    "drawing": _drawing,
    "document": _document,
    "exercise": _exercise,
    "case": _case,
}
