"""One entry, and any path leading to it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.codes import parse
from controllist.feedback import figures, said
from controllist.models import Entry
from controllist.selectors.criteria import rulebook


@require_safe
def entry(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    chosen = selectors.edition(edition)
    found = selectors.entry(chosen, code) if chosen else None
    if found is None:
        raise Http404
    wanted = parse(code)
    if wanted is not None and code != found.code:
        return _redirect(found, wanted.text)
    request.translated_urls = {  # type: ignore[attr-defined]
        language: translate_url(request.path, language) for language, _name in settings.LANGUAGES
    }
    nodes = selectors.tree(found)
    lines, notes = list(selectors.lines_of(nodes)), selectors.notes_for(found)
    context = {
        "entry": found,
        "edition": found.edition,
        "root": next((node for node in nodes if node.line.path == found.code), None),
        "nodes": [node for node in nodes if node.line.path != found.code],
        "doubtful": any(line.defect for line in lines),
        "note_groups": selectors.groups(notes),
        "marking": selectors.marking(found.edition, entry=found, lines=lines, passages=notes),
        "others": selectors.in_other_editions(found),
        **_figures(found),
        "crumbs": _entry_crumbs(found),
    }
    return render(request, "controllist/entry.html", context)


def _figures(found: Entry) -> dict[str, Any]:
    """The thresholds as a table, and a way to the workbench, where the entry has rules."""
    book = rulebook(found.edition.key)
    coded = book.entries.get(found.code)
    if coded is None:
        return {}
    kinds = sorted({kind for rule in coded.rules for kind in rule.kinds})
    titles = [(kind, said(book.family_of[kind].kinds[kind].label)) for kind in kinds]
    return {"figures": figures(coded, book), "bench_kinds": titles, "scope": said(coded.scope)}


@require_safe
def to_path(request: HttpRequest, path: str) -> HttpResponse:
    """`/list/2B350.a.3/`, however it is spelled, leads to that line of the current edition."""
    code, chosen = parse(path), selectors.current_edition()
    found = selectors.entry(chosen, code.entry) if chosen and code else None
    if code is None or chosen is None or found is None:
        raise Http404
    line = selectors.line_for(code.text, chosen) if code.path else None
    return _redirect(found, line.path if line else code.entry)


def _redirect(entry: Entry, anchor: str) -> HttpResponse:
    url = reverse("controllist:entry", args=[entry.edition.key, entry.code])
    return HttpResponseRedirect(url if anchor == entry.code else f"{url}#{anchor}")


def _entry_crumbs(entry: Entry) -> list[dict[str, str]]:
    home = reverse("controllist:edition", args=[entry.edition.key])
    category = _("Category %(digit)s") % {"digit": entry.category}
    return [
        {"title": _("Control list"), "url": home},
        {"title": category, "url": f"{home}?category={entry.category}"},
        {"title": entry.code},
    ]
