"""What every request of somebody signed in passes: the own time zone, and consent first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from people.guards import has_consented

LONGEST_NEXT = 1000


class PersonalSettings:
    """Show times in the person's own time zone. Asks for the user only where a session exists, so
    that a page for everybody costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = ""
        if request.session.session_key and request.user.is_authenticated:
            name = request.user.time_zone
        try:
            zone = ZoneInfo(name) if name else None
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
        with timezone.override(zone):
            return self.get_response(request)


class ConsentFirst:
    """Nobody signed in gets past the notice without having agreed to the version in force.

    Closed is the rule: what is open without consent stands in `OPEN_WITHOUT_CONSENT`, by the name
    of the address or by its whole namespace. Strangers and what they may see are not its matter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.session.session_key or _is_open(request.resolver_match):
            return None
        if not request.user.is_authenticated or has_consented(request):
            return None
        response = _ask(request)
        add_never_cache_headers(response)
        return response


def _is_open(match: ResolverMatch | None) -> bool:
    names = {match.view_name, f"{match.namespace}:*"} if match else set()
    return not names.isdisjoint(settings.OPEN_WITHOUT_CONSENT)


def _ask(request: HttpRequest) -> HttpResponse:
    """A page leads to the notice and back; a form or a script is told that nothing was saved."""
    if _is_from_script(request):
        text = _("Nothing was saved: please read the privacy notice first. Reload this page.")
        return JsonResponse({"error": text}, status=403)
    if request.method in {"GET", "HEAD"}:
        return redirect(_notice(request.get_full_path()))
    context = {"notice": _notice(_came_from(request))}
    return render(request, "people/consent_first.html", context, status=403)


def _is_from_script(request: HttpRequest) -> bool:
    return (
        request.content_type == "application/json"
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Sec-Fetch-Dest") == "empty"
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def _notice(back: str) -> str:
    address = reverse("people:welcome")
    return f"{address}?{urlencode({'next': back})}" if 0 < len(back) <= LONGEST_NEXT else address


def _came_from(request: HttpRequest) -> str:
    """The page on which a form was sent off: an address that takes a form may show nothing."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return ""
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
