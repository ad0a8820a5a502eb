from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vocabulary import selectors
from vocabulary.forms import SearchForm
from vocabulary.models import Term

PAGE_SIZE = 40


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET if request.GET.get("q", "").strip() else None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    letters = selectors.letters()
    letter = request.GET.get("letter", "").upper()
    letter = letter if letter in letters else ""
    found = selectors.glossary(words=words, letter=letter)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "words": words,
        "letters": letters,
        "letter": letter,
        "page_obj": page,
        "entries": [_entry(term) for term in page],
        "crumbs": [{"title": _("Glossary")}],
    }
    return render(request, "vocabulary/glossary.html", context)


@require_safe
def term(request: HttpRequest, key: str) -> HttpResponse:
    found = selectors.term(key)
    if found is None:
        raise Http404
    request.translated_urls = {  # type: ignore[attr-defined]
        code: translate_url(request.path, code) for code, _name in settings.LANGUAGES
    }
    context = {
        **_entry(found),
        "crumbs": [
            {"title": _("Glossary"), "url": reverse("vocabulary:glossary")},
            {"title": found.title},
        ],
    }
    return render(request, "vocabulary/term.html", context)


def _entry(term: Term) -> dict[str, Any]:
    """A term with its titles in the other languages of the site."""
    others = [
        {"language": code, "title": title}
        for code, _name in settings.LANGUAGES
        if code != get_language() and (title := getattr(term, f"title_{code}"))
    ]
    return {"term": term, "others": others}
