"""Pages that belong to no room, and pages that put rooms together."""

import posixpath
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils._os import safe_join
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy import health
from academy.home import home_of
from people.guards import person_of, signed_in

IMAGE_TYPES = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    well = health.database_answers()
    return JsonResponse({"well": well}, status=200 if well else 503)


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    checks = health.checks()
    well = all(check.well for check in checks)
    return render(
        request,
        "academy/status.html",
        {"checks": checks, "well": well},
        status=200 if well else 503,
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/cms/", "/documents/"]
    closed += [
        f"/{code}/{room}/"
        for code, _ in settings.LANGUAGES
        for room in ("me", "accounts", "exercises", "cases", "programme", "join", "v")
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Serve pictures of course pages. Documents go through the CMS's own permission check."""
    relative = posixpath.join("images", name)
    path = Path(safe_join(settings.MEDIA_ROOT, relative))
    if path.suffix.lower() not in IMAGE_TYPES or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"))
    response.headers["Cache-Control"] = "public, max-age=604800"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    home = home_of(person_of(request), get_language() or settings.LANGUAGE_CODE)
    return render(request, "academy/me.html", {"home": home})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/accessibility.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
