"""Browsing and searching the list: for everybody, signed in or not."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from controllist import selectors
from controllist.enums import CATEGORIES
from controllist.forms import SearchForm
from controllist.models import Edition, Entry

PAGE_SIZE = 30
FOUND_SIZE = 10


@require_safe
def index(request: HttpRequest, edition: str = "") -> HttpResponse:
    chosen = selectors.edition(edition)
    if edition and chosen is None:
        raise Http404
    form, query = _query(request)
    category = request.GET.get("category", "")
    category = category if category in CATEGORIES and not query else ""
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "edition": chosen,
        "crumbs": [{"title": _("Control list")}],
    }
    if chosen is None:
        return render(request, "controllist/index.html", context)
    if query:
        context |= _found(request, chosen, query)
    elif category:
        context |= _of_category(request, chosen, category)
    else:
        context |= {"categories": _categories(chosen), "editions": selectors.editions()}
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
    return {"page_obj": page, "hits": selectors.hits(list(page), query)}


def _of_category(request: HttpRequest, edition: Edition, category: str) -> dict[str, Any]:
    page = _page(request, selectors.entries(edition, category=category))
    home = reverse("controllist:edition", args=[edition.key])
    return {
        "category": category,
        "category_title": CATEGORIES[category],
        "page_obj": page,
        "crumbs": [
            {"title": _("Control list"), "url": home},
            {"title": _("Category %(digit)s") % {"digit": category}},
        ],
    }


def _page(request: HttpRequest, rows: Any) -> Page[Entry]:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def _categories(edition: Edition) -> Sequence[dict[str, Any]]:
    counts = selectors.categories(edition)
    return [
        {"digit": digit, "title": title, "count": counts[digit]}
        for digit, title in CATEGORIES.items()
        if digit in counts
    ]
