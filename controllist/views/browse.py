"""Browsing and searching the list: for everybody, signed in or not."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.enums import CATEGORIES
from controllist.forms import NarrowForm, SearchForm
from controllist.models import Edition, Entry
from controllist.selectors.branches import branches, narrowed
from partners.enums import FactTopic
from partners.selectors import facts_of

PAGE_SIZE = 30
FOUND_SIZE = 10
PASSAGES_SHOWN = 3


@require_safe
def index(request: HttpRequest, edition: str = "") -> HttpResponse:
    chosen = selectors.edition(edition)
    if edition and chosen is None:
        raise Http404
    form, query = _query(request)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "edition": chosen,
        "crumbs": [{"title": _("Control list")}],
    }
    if chosen is None:
        return render(request, "controllist/index.html", context)
    narrow = NarrowForm(request.GET)
    category = narrow.wanted("category")
    if query:
        context |= _found(request, chosen, query)
    elif category:
        context |= _of_category(request, chosen, narrow)
    else:
        context |= _tree(chosen, narrow)
    return render(request, "controllist/index.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Only the hits, as a piece of a page: for the search beside an exercise."""
    chosen = selectors.edition(request.GET.get("edition", ""))
    form, query = _query(request)
    context: dict[str, Any] = {"query": query, "edition": chosen, "form": form}
    if chosen and query:
        found = selectors.search(query, chosen)
        context["hits"] = selectors.hits(list(found[:FOUND_SIZE]), query)
        context["more"] = max(0, found.count() - FOUND_SIZE)
    return render(request, "controllist/includes/found.html", context)


def _query(request: HttpRequest) -> tuple[SearchForm, str]:
    form = SearchForm(request.GET if "q" in request.GET else None)
    return form, form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""


def _found(request: HttpRequest, edition: Edition, query: str) -> dict[str, Any]:
    page = _page(request, selectors.search(query, edition))
    passages = selectors.find_passages(query, edition)[:PASSAGES_SHOWN] if page.number == 1 else []
    return {"page_obj": page, "hits": selectors.hits(list(page), query), "passages": passages}


def _of_category(request: HttpRequest, edition: Edition, narrow: NarrowForm) -> dict[str, Any]:
    wanted = {name: narrow.wanted(name) for name in ("category", "group", "origin")}
    category = wanted["category"]
    home = reverse("controllist:edition", args=[edition.key])
    return {
        "narrow": narrow,
        "is_narrowed": bool(wanted["group"] or wanted["origin"]),
        "category": category,
        "category_title": CATEGORIES[category],
        "page_obj": _page(request, narrowed(edition, **wanted)),
        "crumbs": [
            {"title": _("Control list"), "url": home},
            {"title": _("Category %(digit)s") % {"digit": category}},
        ],
    }


def _tree(edition: Edition, narrow: NarrowForm) -> dict[str, Any]:
    group, origin = narrow.wanted("group"), narrow.wanted("origin")
    return {
        "narrow": narrow,
        "is_narrowed": bool(group or origin),
        "branches": branches(edition, group=group, origin=origin),
        "editions": selectors.editions(),
        "countries": facts_of(FactTopic.LIST),
    }


def _page(request: HttpRequest, rows: Any) -> Page[Entry]:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
