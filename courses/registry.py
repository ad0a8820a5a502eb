"""Who shows which page. Views register here, so that the page models need not know them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Show = Callable[[Any, HttpRequest], HttpResponseBase]

_shows: dict[str, Show] = {}


def shows(model_name: str) -> Callable[[Show], Show]:
    """Register the view of a page model: `(page, request) -> response`."""

    def register(view: Show) -> Show:
        _shows[model_name] = view
        return view

    return register


def show(page: Any, request: HttpRequest) -> HttpResponseBase:
    return _shows[page._meta.model_name](page, request)
