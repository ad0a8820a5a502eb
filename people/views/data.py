"""What we hold about a person: to see, to take along, to change, to erase; and no more letters."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from people import privacy
from people.exports import readable
from people.forms import EraseForm, SettingsForm
from people.guards import failed, limited, person_of, remember_consent, signed_in
from people.letters import reader_of_token
from people.selectors import needs_second_step
from people.services import change_settings, give_consent, stop_reminders


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = SettingsForm(request.POST) if request.method == "POST" else SettingsForm.of(person)
    if request.method == "POST" and form.is_valid():
        change_settings(user=person, **form.values())
        messages.success(request, _("Your settings are saved."))
        return redirect("people:data")
    return render(request, "people/data.html", _everything(request, form))


def _everything(request: HttpRequest, form: SettingsForm) -> dict[str, Any]:
    person = person_of(request)
    return {
        "form": form,
        "person": person,
        "consents": person.consents.all(),
        "memberships": person.memberships.select_related("country", "institution"),
        "rooms": readable(privacy.everything_about(person)),
        "needs_second_step": needs_second_step(person),
    }


@never_cache
@signed_in
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    held = privacy.everything_about(person_of(request))
    body = json.dumps(held, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"stc-academy-my-data-{timezone.localdate().isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = EraseForm(request.POST or None, user=person)
    if request.method == "POST" and limited(request, "erase"):
        form.add_error(None, _("Too many wrong passwords. Wait an hour; nothing was erased."))
        return render(request, "people/erase.html", {"form": form}, status=429)
    if not form.is_valid():
        if "password" in form.errors:
            failed(request, "erase")
        return render(request, "people/erase.html", {"form": form})
    privacy.erase(person)
    logout(request)
    messages.success(request, _("Your account is erased and you are signed out."))
    return redirect("people:join")


@never_cache
@signed_in
@require_http_methods(["POST"])
def consent(request: HttpRequest) -> HttpResponse:
    give_consent(user=person_of(request))
    remember_consent(request)
    return redirect("people:data")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stops reminders without a sign-in: the link came by letter. A GET changes nothing, because
    mail programs open links by themselves."""
    person = reader_of_token(token)
    done = request.method == "POST" and person is not None
    if done and person is not None:
        stop_reminders(user=person)
    status = 200 if person else 404
    context = {"known": person is not None, "done": done}
    return render(request, "people/unsubscribe.html", context, status=status)
