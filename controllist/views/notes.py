"""Definitions and notes of an edition: an overview with a search, and a page for each part."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.enums import ABOUT_PARTS, PART_TITLES, PARTS
from controllist.forms import NotesSearchForm
from controllist.models import Edition, Passage

PAGE_SIZE = 30


@require_safe
def notes(request: HttpRequest, edition: str) -> HttpResponse:
    chosen = _edition(request, edition)
    form = NotesSearchForm(request.GET if "q" in request.GET else None)
    query = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context: dict[str, Any] = {"form": form, "query": query, "edition": chosen}
    if query:
        found = selectors.find_passages(query, chosen)
        context["page_obj"] = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    else:
        context["parts"] = _parts(chosen)
    context["crumbs"] = [*_crumbs(chosen), {"title": _("Definitions and notes")}]
    return render(request, "controllist/notes.html", context)


@require_safe
def notes_part(request: HttpRequest, edition: str, part: str) -> HttpResponse:
    chosen = _edition(request, edition)
    if part not in PARTS:
        raise Http404
    found = list(selectors.passages(chosen, part))
    home = reverse("controllist:notes", args=[chosen.key])
    context = {
        "edition": chosen,
        "part": part,
        "title": PART_TITLES[part],
        "passages": found,
        "groups": selectors.groups(found) if part == "notes" else [],
        "marking": selectors.marking(chosen, passages=found, popups=False),
        "letters": _letters(found) if part == "definitions" else [],
        "crumbs": [
            *_crumbs(chosen),
            {"title": _("Definitions and notes"), "url": home},
            {"title": PART_TITLES[part]},
        ],
    }
    return render(request, "controllist/notes_part.html", context)


def _edition(request: HttpRequest, key: str) -> Edition:
    chosen = selectors.edition(key)
    if chosen is None:
        raise Http404
    request.translated_urls = {  # type: ignore[attr-defined]
        language: translate_url(request.get_full_path(), language)
        for language, _name in settings.LANGUAGES
    }
    return chosen


def _parts(edition: Edition) -> list[dict[str, Any]]:
    counts = selectors.passage_counts(edition)
    return [
        {"slug": slug, "title": PART_TITLES[slug], "about": ABOUT_PARTS[slug], "count": count}
        for slug, count in counts.items()
    ]


def _letters(found: list[Passage]) -> list[dict[str, str]]:
    """The first term of each letter, for the line of letters above the definitions."""
    first: dict[str, str] = {}
    for passage in found:
        if passage.term:
            first.setdefault(passage.term[0].upper(), passage.anchor)
    return [{"sign": sign, "anchor": anchor} for sign, anchor in sorted(first.items())]


def _crumbs(edition: Edition) -> list[dict[str, str]]:
    url = reverse("controllist:edition", args=[edition.key])
    return [{"title": _("Control list"), "url": url}]
