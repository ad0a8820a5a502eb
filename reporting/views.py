"""The programme manager's pages: countries, one country, its people, its exports."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.guards import person_of, with_verb
from people.verbs import Verb
from reporting import exports, selectors
from reporting.forms import PeriodForm

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@with_verb(Verb.SEE_FIGURES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    countries = selectors.overview(person_of(request))
    if len(countries) == 1:
        return redirect("reporting:country", code=countries[0].country.code)
    return render(request, "reporting/index.html", {"countries": countries})


@with_verb(Verb.SEE_FIGURES)
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    figures = selectors.country_figures(person_of(request), code, form.period())
    return render(
        request,
        "reporting/country.html",
        {
            "form": form,
            "figures": figures,
            "query": request.GET.urlencode(),
            "bars": [_bar(stage, figures.stages[0].count) for stage in figures.stages],
        },
    )


def _bar(stage: selectors.Stage, widest: int) -> dict[str, object]:
    """A row of the funnel table: a hidden stage is drawn as if it had none."""
    width = 0 if stage.hidden or not widest else stage.count * 100 // widest
    share = "" if stage.share is None or stage.key == "joined" else f" · {stage.share}\u00a0%"
    return {
        "key": stage.key,
        "label": stage.label,
        "text": f"{stage.shown}{share}",
        "width": width,
        "gold": stage.key == "certified",
    }


@with_verb(Verb.SEE_PEOPLE)
@require_safe
def people(request: HttpRequest, code: str) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    stage = request.GET.get("stage", "")
    rows = selectors.people_rows(person_of(request), code, form.period(), stage)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    figures = selectors.country_figures(person_of(request), code, form.period())
    return render(
        request,
        "reporting/people.html",
        {
            "page": page,
            "figures": figures,
            "stage": figures.stage(stage) if stage in selectors.STAGE_LABELS else None,
        },
    )


@with_verb(Verb.SEE_FIGURES)
@require_safe
def xlsx(request: HttpRequest, code: str) -> HttpResponse:
    period = PeriodForm(request.GET or None).period()
    body = exports.workbook(person_of(request), code, period)
    return _download(body, XLSX, code, period, "xlsx")


@with_verb(Verb.SEE_FIGURES)
@require_safe
def csv(request: HttpRequest, code: str) -> HttpResponse:
    period = PeriodForm(request.GET or None).period()
    body = exports.csv(person_of(request), code, period)
    return _download(body, "text/csv; charset=utf-8", code, period, "csv")


def _download(
    body: bytes, kind: str, code: str, period: selectors.Period, suffix: str
) -> HttpResponse:
    name = exports.file_name(code, period, timezone.localdate().isoformat(), suffix)
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
