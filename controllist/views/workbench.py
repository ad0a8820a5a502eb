"""The workbench: type what a sheet says of an item and watch the list being applied to it.

Everything stands in the address, so a trainer can prepare an example and send it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.criteria import Result, Rulebook
from controllist.criteria.facts import FactKind, FactSpec, Family, read_facts
from controllist.criteria.unit_table import UNITS
from controllist.feedback import Reading, explain, mistake, paths_of, said
from controllist.selectors.criteria import rulebook

MAX_TEXT = 60
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One fact to fill in. `shape`: number, one, several."""

    name: str
    label: str
    hint: str
    shape: str
    typed: str = ""
    options: tuple[Option, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one edition says."""

    edition: str
    title: str
    line: str
    status: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Sheet:
    """What was typed for one kind of item."""

    raw: Mapping[str, Any]
    values: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    editions = [one for one in selectors.editions() if rulebook(one.key).entries]
    chosen = next((one for one in editions if one.key == request.GET.get("edition")), None)
    edition = chosen or next((one for one in editions if one.is_current), None)
    context: dict[str, Any] = {
        "editions": editions,
        "edition": edition,
        "crumbs": [{"title": _("Workbench")}],
    }
    if edition is None:
        return render(request, "controllist/workbench.html", context)
    book = rulebook(edition.key)
    kind = request.GET.get("kind", "")
    family = book.family_of.get(kind)
    context["kinds"] = _kinds(book, kind)
    if family is None:
        return render(request, "controllist/workbench.html", context)
    sheet = _read(book, kind, family, request.GET)
    context |= {
        "kind": kind,
        "kind_title": said(family.kinds[kind].label),
        "fields": [_field(spec, sheet, request.GET) for spec in book.asks(kind)],
        "errors": list(sheet.errors.items()),
    }
    if sheet.values and not sheet.errors:
        answers = [_answer(one, kind, sheet.values) for one in _in_order(editions, edition)]
        context |= {"answer": answers[0], "others": _differing(answers)}
    return render(request, "controllist/workbench.html", context)


def _in_order(editions: list[Any], first: Any) -> list[Any]:
    return [first, *(one for one in editions if one.key != first.key)]


def _differing(answers: list[Answer]) -> list[Answer]:
    """Editions that answer otherwise than the one asked."""
    first = answers[0]
    return [one for one in answers[1:] if (one.line, one.status) != (first.line, first.status)]


def _answer(edition: Any, kind: str, values: Mapping[str, Any]) -> Answer:
    book = rulebook(edition.key)
    result = book.classify(kind, values)
    captions = _captions(result, edition)
    return Answer(
        edition=edition.key,
        title=edition.title,
        line=result.line,
        status=str(result.status),
        readings=tuple(explain(result, book, captions)),
    )


def _captions(result: Result, edition: Any) -> dict[str, str]:
    found = selectors.captions(paths_of(result), edition)
    return {path: said(texts) for path, texts in found.items()}


def _kinds(book: Rulebook, chosen: str) -> list[tuple[str, list[Option]]]:
    """Kinds of item by family, in the reader's alphabet."""
    groups = []
    for family in book.families.values():
        options = [
            Option(kind, said(known.label), kind == chosen)
            for kind, known in family.kinds.items()
            if book.competing(kind)
        ]
        if options:
            groups.append((said(family.label), sorted(options, key=lambda one: one.text)))
    return sorted(groups, key=lambda group: group[0])


def _read(book: Rulebook, kind: str, family: Family, query: QueryDict) -> Sheet:
    raw = {spec.name: typed for spec in book.asks(kind) if (typed := _typed(spec, query))}
    values, mistakes = read_facts(family, raw)
    mistakes += book.contradictions(kind, values)
    errors = {found.fact: mistake(found, family) for found in mistakes}
    return Sheet(raw, values, errors)


def _typed(spec: FactSpec, query: QueryDict) -> Any:
    if spec.kind is FactKind.MANY:
        return query.getlist(spec.name)
    typed = query.get(spec.name, "").strip()[: MAX_TEXT + 1]
    unit = query.get(f"{spec.name}-unit", "")
    if spec.kind is FactKind.NUMBER and typed and typed[-1].isdigit() and unit in spec.units:
        return f"{typed} {unit}"
    return typed


def _field(spec: FactSpec, sheet: Sheet, query: QueryDict) -> Field:
    hint = said(spec.hint)
    if spec.judgement:
        hint = (
            f"{hint} {_('No parameter decides this: it is a question to the authority.')}".strip()
        )
    shape, typed = "one", query.get(spec.name, "")
    options: tuple[Option, ...]
    if spec.kind is FactKind.NUMBER:
        shape, options = "number", _units(spec, query)
    elif spec.kind is FactKind.MANY:
        shape, options = "several", _choices(spec, query.getlist(spec.name))
    else:
        options = _choices(spec, [typed])
    return Field(
        spec.name, said(spec.label), hint, shape, typed[:MAX_TEXT], options,
        sheet.errors.get(spec.name, ""),
    )  # fmt: skip


def _units(spec: FactSpec, query: QueryDict) -> tuple[Option, ...]:
    chosen = query.get(f"{spec.name}-unit", "")
    signs = ((key, said({"en": UNITS[key].en, "ru": UNITS[key].ru})) for key in spec.units)
    return tuple(Option(key, sign, key == chosen) for key, sign in signs)


def _choices(spec: FactSpec, chosen: list[str]) -> tuple[Option, ...]:
    if spec.kind is FactKind.YES_NO:
        words = {"yes": _("yes"), "no": _("no")}
        return tuple(Option(key, words[key], key in chosen) for key in YES_NO)
    return tuple(Option(key, said(texts), key in chosen) for key, texts in spec.choices.items())
