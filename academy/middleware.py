"""What every request passes: a log line without personal data, header policy, body guard."""

import re
import time
import traceback
import uuid
from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from jobs.services import describe

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("academy.request")
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


class RequestLog:
    """One line a request: id, route name, status, time and the user's number. Never the path:
    it may hold an invitation code, a reset key or a verification token."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.view_name or match.route if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000),
            user=getattr(getattr(request, "user", None), "pk", None),
        )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """A fault is recorded: its class, its way through our files, and no value that it held."""
        frames = traceback.extract_tb(error.__traceback__)
        log.error("fault", error=describe(error), way=[f"{f.name}:{f.lineno}" for f in frames[-6:]])


class EditorPolicy:
    """The editors' admin needs inline styles and may frame its own previews; the site may not."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response.headers["Content-Security-Policy"] = EDITOR_POLICY
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


class BadBody:
    """A form body that cannot be read is the sender's fault: 400 with a page, never 500.

    NUL bytes are refused here because PostgreSQL cannot store them and every form would have
    to say so again.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return self._refuse(request)
        if request.method == "POST" and request.content_type in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }:
            try:
                form = request.POST
            except (
                RequestDataTooBig,
                TooManyFieldsSent,
                MultiPartParserError,
                SuspiciousOperation,
                ValueError,
            ):
                return self._refuse(request)
            if any("\x00" in value for _, values in form.lists() for value in values):
                return self._refuse(request)
        return self.get_response(request)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        return render(request, "400.html", status=400)
