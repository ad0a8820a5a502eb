"""From the link in a letter to a seat in the group: by the person with the address, and nobody
else. A GET changes nothing, because mail programs open links by themselves."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people.access import refuse, visible
from people.forms import InvitedForm
from people.guards import person_of, with_verb
from people.letters import invited_of_token
from people.models import InvitedPerson
from people.selectors import account_with, has_address
from people.services import InvitationRefused, accept, forget_invited, join_as_invited
from people.verbs import Verb
from people.views.groups import group_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """What one is invited to. Who is signed in accepts here; others sign in or make an account."""
    row = invited_of_token(token)
    if row is None:
        return _over(request)
    if request.user.is_authenticated:
        return _own(request, row, token)
    if not account_with(row.email):
        return redirect("people:invited-join", token=token)
    if request.method == "POST" or row.accepted_at:
        return redirect_to_login(request.path)
    return _show(request, row, token)


def _own(request: HttpRequest, row: InvitedPerson, token: str) -> HttpResponse:
    person = person_of(request)
    if row.accepted_by_id == person.pk:
        messages.info(request, _("You have accepted this invitation already. Nothing was changed."))
        return redirect("me")
    if not has_address(person, row.email):
        return render(request, "people/invited_other.html", status=403)
    if request.method != "POST":
        return _show(request, row, token)
    try:
        accept(invited=row, user=person)
    except InvitationRefused:
        return _over(request)
    text = _("You are in the group “%(group)s” now.") % {"group": row.group.title}
    messages.success(request, text)
    return redirect("me")


def _show(request: HttpRequest, row: InvitedPerson, token: str) -> HttpResponse:
    if not row.is_open:
        return _over(request)
    return render(request, "people/invited.html", {"invited": row, "token": token})


def _over(request: HttpRequest) -> HttpResponse:
    """One page for a link that is cut short, forged, out of date, withdrawn or declined."""
    return render(request, "people/invited_over.html", status=404)


@never_cache
@sensitive_post_parameters("password1")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """The account of somebody who has none. Whoever has one is sent to the invitation itself."""
    row = invited_of_token(token)
    if row is None:
        return _over(request)
    if request.user.is_authenticated or account_with(row.email):
        return redirect("people:invited", token=token)
    if not row.is_open:
        return _over(request)
    form = InvitedForm(request.POST or None, invited=row)
    if not form.is_valid():
        context = {"form": form, "invited": row, "token": token}
        return render(request, "people/invited_join.html", context)
    return _made(request, row, token, form)


def _made(
    request: HttpRequest, row: InvitedPerson, token: str, form: InvitedForm
) -> HttpResponseBase:
    try:
        user = join_as_invited(
            invited=row,
            password=form.cleaned_data["password1"],
            language=get_language() or row.group.language,
            **form.values(),
        )
    except InvitationRefused:
        return _over(request)
    except IntegrityError:  # the same address twice at the same moment
        return redirect("people:invited", token=token)
    response: HttpResponseBase = perform_login(request, user, email_verification="none")
    return response


@never_cache
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the letter may have what was written about them removed, account or not."""
    row = invited_of_token(token)
    if row is None or row.accepted_at:
        return _over(request)
    forget_invited(invited=row)
    return render(request, "people/invited_declined.html")


@never_cache
@with_verb(Verb.ENROL)
@require_POST
def withdraw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    person = person_of(request)
    group = group_or_404(person, key, Verb.ENROL)
    rows = visible(person, InvitedPerson, Verb.ENROL).filter(group=group, accepted_at__isnull=True)
    row = rows.filter(pk=number).first()
    if row is None:
        refuse(person, Verb.ENROL, "people.invitedperson", str(number))
    forget_invited(invited=row)
    messages.success(
        request, _("The invitation is withdrawn. The name and the address are removed.")
    )
    return redirect("people:group", key=key)
