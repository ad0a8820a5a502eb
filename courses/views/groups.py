"""Trainers and managers give their groups a course."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import selectors, services
from people.access import refuse, visible
from people.guards import person_of, with_verb
from people.models import Group
from people.verbs import Verb


@never_cache
@with_verb(Verb.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, course: str) -> HttpResponse:
    outline = selectors.outline(course, get_language() or "en")
    if outline is None:
        raise Http404(course)
    if request.method == "POST":
        return _assign(request, course)
    rows = selectors.groups_for(person_of(request), course)
    crumbs = [{"title": outline.title, "url": outline.url}]
    context = {"outline": outline, "rows": rows, "crumbs": crumbs}
    return render(request, "courses/groups.html", context)


def _assign(request: HttpRequest, course: str) -> HttpResponse:
    person, key = person_of(request), request.POST.get("group", "")[:80]
    group = visible(person, Group, Verb.ENROL).filter(key=key).first()
    if group is None:
        refuse(person, Verb.ENROL, "people.group", key)
    number = services.assign(by=person, group=group, course_key=course)
    text = ngettext(
        "The group takes this course: %(number)s person is enrolled.",
        "The group takes this course: %(number)s people are enrolled.",
        number,
    )
    messages.success(request, text % {"number": number})
    return redirect("courses:groups", course=course)
