"""Entries side by side, and editions one against the other."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.feedback import Figure, drifted
from controllist.forms import CompareForm, NarrowForm
from controllist.models import Edition, Entry
from controllist.selectors import changes, compare
from controllist.selectors.criteria import drift, rulebook

CHANGED_SIZE = 10


@require_safe
def compare_entries(request: HttpRequest, edition: str) -> HttpResponse:
    chosen = selectors.edition(edition)
    if chosen is None:
        raise Http404
    typed = ", ".join(request.GET.getlist("codes"))
    form = CompareForm({"codes": typed} if "codes" in request.GET else None)
    entries = _entries(form, chosen) if form.is_bound and form.is_valid() else []
    shown = entries[: compare.MOST]
    columns = compare.columns(shown) if len(shown) >= compare.FEWEST else []
    context = {
        "form": form,
        "edition": chosen,
        "entries": shown,
        "columns": columns,
        "reasons": compare.reasons([entry.code for entry in shown]),
        "address": request.build_absolute_uri(_query(shown)),
        "companions": _companions(shown),
        "families": [] if columns else compare.families_in(chosen),
        "doubtful": any(line.defect for column in columns for line in _lines(column)),
        "crumbs": _crumbs(chosen, _("Compare entries")),
    }
    return render(request, "controllist/compare_entries.html", context)


def _entries(form: CompareForm, edition: Edition) -> list[Entry]:
    """The entries that were named; what is wrong with the rest stands at the field."""
    typed = compare.read_codes(form.cleaned_data["codes"])
    entries = compare.known(edition, typed.codes)
    found = {entry.code for entry in entries}
    missing = [code for code in typed.codes if code not in found]
    if typed.unread:
        named = ", ".join(typed.unread)
        form.add_error("codes", _("Not the code of an entry: %(named)s.") % {"named": named})
    if missing:
        named = ", ".join(missing)
        form.add_error("codes", _("This edition has no entry %(named)s.") % {"named": named})
    if len(entries) > compare.MOST:
        message = ngettext(
            "You named %(n)s entry; only the first four are compared.",
            "You named %(n)s entries; only the first four are compared.",
            len(entries),
        )
        form.add_error("codes", message % {"n": len(entries)})
    return entries


def _query(entries: list[Entry]) -> str:
    return f"?codes={','.join(entry.code for entry in entries)}" if entries else "?"


def _companions(entries: list[Entry]) -> list[dict[str, Any]]:
    """With the codes that the page has once they are added, if there is room."""
    if len(entries) >= compare.MOST:
        return []
    chosen = [entry.code for entry in entries]
    return [
        {"found": found, "codes": ",".join([*chosen, found.entry.code])}
        for found in compare.companions(entries)
    ]


def _lines(column: compare.Column) -> list[Any]:
    head = [column.head] if column.head else []
    return [*head, *selectors.lines_of(column.nodes), *column.notes]


@require_safe
def choose_editions(request: HttpRequest) -> HttpResponse:
    """Leads to the two that were chosen, or to the two latest."""
    chosen = sorted({request.GET.get("older", ""), request.GET.get("newer", "")} - {""})
    named = changes.pair(*chosen) if len(chosen) == 2 else None
    pair = named or changes.latest_pair()
    if pair:
        return HttpResponseRedirect(_address(pair))
    context = {"crumbs": [_home(None), {"title": _("Compare editions")}]}
    return render(request, "controllist/compare_editions.html", context)


def _drifted(pair: changes.Pair, category: str) -> list[tuple[str, list[Figure]]]:
    book = rulebook(pair.newer.key)
    found = drift(pair.older, pair.newer, category=category)
    return [(code, drifted(rows, book)) for code, rows in found.items()]


@require_safe
def compare_editions(request: HttpRequest, older: str, newer: str) -> HttpResponse:
    pair = changes.pair(*sorted([older, newer]))
    if pair is None:
        raise Http404
    if older > newer:
        return HttpResponseRedirect(_address(pair))
    narrow = NarrowForm(request.GET)
    category = narrow.wanted("category")
    differing = changes.differing(pair, category=category)
    page = Paginator(differing, CHANGED_SIZE).get_page(request.GET.get("page"))
    context = {
        "pair": pair,
        "narrow": narrow,
        "category": category,
        "all_editions": selectors.editions(),
        "added": changes.added(pair, category=category),
        "removed": changes.removed(pair, category=category),
        "counts": changes.counts(differing),
        "drifted": _drifted(pair, category),
        "page_obj": page,
        "changes": changes.of_entries(pair, list(page)),
        "crumbs": _crumbs(pair.newer, _("Compare editions")),
    }
    return render(request, "controllist/compare_editions.html", context)


def _address(pair: changes.Pair) -> str:
    return reverse("controllist:compare-editions", args=[pair.older.key, pair.newer.key])


def _home(edition: Edition | None) -> dict[str, str]:
    url = (
        reverse("controllist:edition", args=[edition.key])
        if edition
        else reverse("controllist:index")
    )
    return {"title": _("Control list"), "url": url}


def _crumbs(edition: Edition, title: str) -> list[dict[str, str]]:
    return [_home(edition), {"title": title}]
