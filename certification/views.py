"""A person's certificates, the public proof, and what a manager may do with them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification import documents, selectors, services
from certification.enums import AwardState, CertificateState
from certification.forms import CorrectionForm, NameForm, ReasonForm
from certification.models import Award, Certificate
from partners.models import Country
from people.access import refuse
from people.guards import person_of, signed_in, with_verb
from people.selectors import countries_for
from people.verbs import Verb

PAGE = 50


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I hold, what waits for me, and how far I am with each scheme."""
    user = person_of(request)
    held = [(c, selectors.state_of(c)) for c in selectors.certificates_of(user)]
    return render(
        request,
        "certification/mine.html",
        {
            "held": held,
            "waiting": selectors.waiting_awards(user),
            "progress": selectors.progress(user),
            "EARNED": AwardState.EARNED,
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The person checks the name in both scripts; after that the certificate is issued."""
    own = Award.objects.owned_by(person_of(request)).select_related("person", "version__scheme")
    award = get_object_or_404(own, pk=pk)
    if award.state != AwardState.EARNED:
        return redirect("certification:mine")
    first = {"name_latin": award.name_latin, "name_cyrillic": award.name_cyrillic}
    form = NameForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        services.confirm_name(award=award, **form.cleaned_data)
        messages.success(
            request,
            _("Thank you. Your certificate is being prepared; it will be here in a moment."),
        )
        return redirect("certification:mine")
    return render(request, "certification/confirm.html", {"award": award, "form": form})


@signed_in
@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate as a document, for its holder and for the holder's programme manager."""
    rows = Certificate.objects.visible_to(person_of(request)) | Certificate.objects.owned_by(
        person_of(request)
    )
    certificate = rows.filter(number=number).first()
    if certificate is None:
        refuse(person_of(request), Verb.VIEW, "certification.certificate", number)
    response = HttpResponse(documents.certificate_pdf(certificate), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The public proof: the true facts, whatever a paper says."""
    certificate = selectors.by_token(token)
    if certificate is None:
        return render(request, "certification/unknown.html", status=404)
    state = selectors.state_of(certificate)
    ended = [event for event in certificate.events.all() if event.kind == state]
    return render(
        request,
        "certification/verify.html",
        {
            "certificate": certificate,
            "state": state,
            "valid": state == CertificateState.VALID,
            "ended": ended[0] if ended else None,
            "country": Country.objects.filter(code=certificate.country).first(),
            "title": certificate.title_ru
            if request.LANGUAGE_CODE == "ru"
            else certificate.title_en,
            "summary": certificate.summary_ru
            if request.LANGUAGE_CODE == "ru"
            else certificate.summary_en,
        },
    )


@with_verb(Verb.SEE_PEOPLE)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The certificates of the countries this person answers for."""
    user = person_of(request)
    codes = countries_for(user, Verb.SEE_PEOPLE)
    code = request.GET.get("country", "")
    if code and code not in codes:
        refuse(user, Verb.SEE_PEOPLE, "partners.country", code[:2])
    page = Paginator(selectors.register(user, code), PAGE).get_page(request.GET.get("page"))
    rows = [(certificate, selectors.state_of(certificate)) for certificate in page]
    return render(
        request,
        "certification/register.html",
        {
            "page": page,
            "rows": rows,
            "code": code,
            "countries": Country.objects.filter(code__in=codes),
            "may_revoke": bool(countries_for(user, Verb.REVOKE)),
            "VALID": CertificateState.VALID,
        },
    )


def _revocable(request: HttpRequest, number: str) -> Certificate:
    rows = Certificate.objects.visible_to(person_of(request), Verb.REVOKE).select_related(
        "award__person"
    )
    certificate: Certificate | None = rows.filter(number=number).first()
    if certificate is None:
        refuse(person_of(request), Verb.REVOKE, "certification.certificate", number)
    return certificate


@with_verb(Verb.REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    certificate = _revocable(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke(certificate=certificate, author=person_of(request), **form.cleaned_data)
        except services.NotRevocable:
            messages.warning(
                request, _("This certificate was revoked or replaced before. Nothing was changed.")
            )
        else:
            messages.success(request, _("The certificate is revoked and its holder is told."))
        return redirect("certification:register")
    return render(request, "certification/revoke.html", {"certificate": certificate, "form": form})


@with_verb(Verb.REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """A misspelt name: issue a corrected version; the old number then says that it was replaced."""
    certificate = _revocable(request, number)
    first = {
        "name_latin": certificate.name_latin,
        "name_cyrillic": certificate.name_cyrillic,
    }
    form = CorrectionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            new = services.correct_name(
                certificate=certificate,
                author=person_of(request),
                **form.cleaned_data,
            )
        except services.NotRevocable:
            messages.warning(
                request, _("This certificate was revoked or replaced before. Nothing was changed.")
            )
        else:
            messages.success(
                request, _("Certificate %(number)s is issued.") % {"number": new.number}
            )
        return redirect("certification:register")
    return render(request, "certification/correct.html", {"certificate": certificate, "form": form})
