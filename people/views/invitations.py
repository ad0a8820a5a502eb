"""Invitation codes: make, list, print, withdraw."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import refuse
from people.forms import InvitationForm
from people.guards import person_of, with_verb
from people.models import Invitation, User
from people.selectors import groups_of, invitations_of
from people.services import invite, withdraw_invitation
from people.verbs import Verb
from theme.print import qr

PAGE = 50


def _invitation_or_404(user: User, number: int) -> Invitation:
    invitation = invitations_of(user).filter(pk=number).first()
    if invitation is None:
        refuse(user, Verb.INVITE, "people.invitation", str(number))
    return invitation


@never_cache
@with_verb(Verb.INVITE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = invitations_of(person_of(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/invitations.html", {"page": page})


@never_cache
@with_verb(Verb.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    group = groups_of(person).filter(key=request.GET.get("group", "")[:80]).first()
    form = InvitationForm(request.POST or None, by=person, group=group)
    if not form.is_valid():
        return render(request, "people/invitation_form.html", {"form": form})
    invitation = invite(by=person, **form.values())
    messages.success(request, _("The code is ready: print the sheet or copy the address."))
    return redirect("people:invitation-sheet", number=invitation.pk)


@never_cache
@with_verb(Verb.INVITE)
@require_safe
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """One page to print and hand out: the code in large signs, and the QR code with its link."""
    invitation = _invitation_or_404(person_of(request), number)
    with translation.override(invitation.language):
        path = reverse("people:join-code", args=[invitation.code])
        site = reverse("people:join")
    address = f"{settings.SITE_URL}{path}"
    context = {
        "invitation": invitation,
        "address": address,
        "short_address": f"{settings.SITE_URL}{site}",
        "qr": qr.svg(address, label=_("QR code that leads to the invitation")),
    }
    return render(request, "people/invitation_sheet.html", context)


@never_cache
@with_verb(Verb.INVITE)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    invitation = _invitation_or_404(person_of(request), number)
    if invitation.withdrawn_at is None:
        withdraw_invitation(invitation=invitation)
    messages.success(
        request, _("The code is withdrawn. Those who joined with it keep their accounts.")
    )
    return redirect("people:invitations")
