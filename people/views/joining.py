"""From a code on paper to an account that stands where the code says."""

from typing import Any

from allauth.account.views import SignupView
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.feedback import code_problem
from people.forms import CodeForm, WelcomeForm
from people.guards import (
    failed,
    has_consented,
    limited,
    person_of,
    remember_consent,
    safe_next,
    signed_in,
)
from people.models import Invitation
from people.selectors import invitation_by_code, invitation_in, refusal, used_by
from people.services import InvitationRefused, change_settings, give_consent, use_invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """One field: the code."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, form)
    return _take_code(request, form.cleaned_data["code"], form)


@never_cache
@require_http_methods(["GET", "HEAD"])
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """A link or a QR code brings the code along."""
    return _take_code(request, code, CodeForm({"code": code[:80]}))


def _take_code(request: HttpRequest, code: str, form: CodeForm) -> HttpResponse:
    form.is_valid()
    if limited(request, "join"):
        form.add_error("code", code_problem("too_many"))
        return _ask(request, form, status=429)
    invitation = invitation_by_code(code)
    problem = refusal(invitation)
    if problem or invitation is None:
        failed(request, "join")
        form.add_error("code", code_problem(problem or "unknown"))
        return _ask(request, form)
    request.session["invitation"] = invitation.pk
    name = "people:use" if request.user.is_authenticated else "account_signup"
    return redirect(_address(request, name, invitation))


def _address(request: HttpRequest, name: str, invitation: Invitation) -> str:
    """The next page in the language of the invitation, unless the person chose one."""
    chosen = request.GET.get("chosen") == "1" or request.POST.get("chosen") == "1"
    if chosen or request.user.is_authenticated:
        return reverse(name)
    with translation.override(invitation.language):
        return reverse(name)


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    # The language links of this page say that the language was chosen by hand.
    request.translated_urls = {  # type: ignore[attr-defined]
        code: f"/{code}/join/?chosen=1" for code in ("en", "ru")
    }
    chosen = request.GET.get("chosen") == "1" or request.POST.get("chosen") == "1"
    return render(request, "people/join.html", {"form": form, "chosen": chosen}, status=status)


class JoinView(SignupView):
    """The library's sign-up, with the place the code gives shown as already known."""

    template_name = "people/sign_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.invitation = invitation_in(request.session.get("invitation"))
        if self.invitation is None:
            return redirect("people:join")
        problem = refusal(self.invitation)
        if problem and not request.user.is_authenticated:
            return self._back(problem)
        if request.user.is_authenticated:
            return redirect("people:use")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except InvitationRefused:
            fresh = invitation_in(self.request.session.get("invitation"))
            return self._back(refusal(fresh) or "used_up")
        except IntegrityError:  # the same address twice at the same moment
            form.add_error("email", form.fields["email"].error_messages["invalid"])
            return self.form_invalid(form)  # type: ignore[no-any-return]
        self.request.session.pop("invitation", None)
        return response

    def _back(self, problem: str) -> HttpResponse:
        self.request.session.pop("invitation", None)
        messages.error(self.request, code_problem(problem))
        return redirect("people:join")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        next_page = reverse("people:use")
        sign_in = f"{reverse('account_login')}?next={next_page}"
        return {**context, "invitation": self.invitation, "sign_in": sign_in}


sign_up = JoinView.as_view()


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest) -> HttpResponse:
    """Somebody who has an account uses a code: what changes is said before."""
    person = person_of(request)
    invitation = invitation_in(request.session.get("invitation"))
    if invitation is None:
        return redirect("people:join")
    if used_by(invitation, person):
        request.session.pop("invitation", None)
        messages.info(request, _("You have joined with this code already. Nothing was changed."))
        return redirect("me")
    if request.method != "POST":
        return render(request, "people/use.html", {"invitation": invitation})
    request.session.pop("invitation", None)
    try:
        use_invitation(invitation=invitation, user=person)
    except InvitationRefused:
        invitation.refresh_from_db()
        messages.error(request, code_problem(refusal(invitation) or "used_up"))
        return redirect("people:join")
    request.session.cycle_key()
    messages.success(request, _("The code is used. Your place has been changed."))
    return redirect("me")


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Before anything else: the name, the notice in force, consent. Then on to where the person
    was going."""
    person = person_of(request)
    back = safe_next(request.POST.get("next") or request.GET.get("next", ""))
    if has_consented(request):
        return redirect(back or "me")
    names = ("first_name", "last_name", "name_cyrillic", "gender")
    form = WelcomeForm(
        request.POST or None, initial={name: getattr(person, name) for name in names}
    )
    if not form.is_valid():
        return render(request, "people/welcome.html", {"form": form, "next": back})
    change_settings(user=person, **{name: form.cleaned_data[name] for name in names})
    give_consent(user=person)
    remember_consent(request)
    return redirect(back or "me")


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Not this code: start again."""
    request.session.pop("invitation", None)
    return redirect("people:join")
