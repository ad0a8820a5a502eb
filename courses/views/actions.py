"""What a reader does: open the catalogue, enrol, say that a lesson is read."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.views import serve

from courses import selectors, services
from courses.blocks.figures import DRAWING_NAME
from courses.models.pages import page_address
from courses.selectors.steps import after_lesson

FIGURES = Path("courses") / "figures"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """The catalogue page of the active language, under a name that other rooms can ask for."""
    response: HttpResponseBase = serve(request, "courses/")
    return response


@require_POST
def enrol(request: HttpRequest, course: str) -> HttpResponse:
    here = page_address(f"courses/{course}", get_language())
    if not request.user.is_authenticated:
        return redirect_to_login(here)
    is_open = selectors.course_is_open(course)
    if is_open is None:
        raise Http404(course)
    if not is_open:
        messages.warning(request, _not_open())
    else:
        services.enrol(person=request.user, course_key=course)
        messages.success(request, _("You are enrolled. Begin with the first lesson."))
    return redirect(here)


@require_POST
def read(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """“I have read this lesson”, from the button or on the way to what comes next."""
    key = f"{course}/{module}/{lesson}"
    language = get_language()
    here = page_address(f"courses/{key}", language)
    if not request.user.is_authenticated:
        return redirect_to_login(here)
    try:
        services.read_lesson(person=request.user, lesson_key=key, language=language)
    except services.NotFound as error:
        raise Http404(key) from error
    except services.NotEnrolled:
        messages.warning(request, _not_open())
        return redirect(here)
    if request.POST.get("go") == "on":
        return redirect(after_lesson(key, language).url)
    return redirect(f"{here}#read")


@require_safe
def figure(request: HttpRequest, name: str) -> FileResponse:
    """A drawing of the curriculum, as a picture only: nothing in it may load or run."""
    path = settings.MEDIA_ROOT / FIGURES / name
    if not DRAWING_NAME.fullmatch(name) or not path.is_file():
        raise Http404(name)
    response = FileResponse(path.open("rb"), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The name carries the digest of the content: it never changes under its address.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _not_open() -> str:
    return _(
        "This course is not open for everybody. Your trainer or programme manager can enrol you; "
        "nothing was recorded."
    )
