"""A roster from a sheet: upload, look, take what is good, correct the rest."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.exports import XLSX, empty_roster, faulty_roster
from people.feedback import ROSTER_COLUMNS_MISSING, roster_note, roster_problem
from people.forms import RosterForm
from people.guards import person_of, with_verb
from people.importers import MAX_ROWS, Finding, MissingColumns, check, columns, take
from people.models import Group, User
from people.verbs import Verb
from people.views.groups import group_or_404
from theme.feedback import sheet_problem
from theme.sheets import Unreadable, read_sheet

HOUR = 3600


def _salt(user: User, group: Group) -> str:
    """A preview belongs to one person and one group."""
    return f"people.roster:{user.pk}:{group.pk}"


@never_cache
@with_verb(Verb.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, key: str) -> HttpResponse:
    person = person_of(request)
    group = group_or_404(person, key, Verb.ENROL)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/roster.html", {"form": form, "group": group})
    try:
        sheet = form.cleaned_data["sheet"].read()
        rows = columns(read_sheet(sheet, max_rows=MAX_ROWS))
    except Unreadable as error:
        form.add_error("sheet", sheet_problem(error.reason))
    except MissingColumns:
        form.add_error("sheet", str(ROSTER_COLUMNS_MISSING))
    else:
        findings = check(rows, group=group, by=person)
        return render(request, "people/roster_preview.html", _preview(person, group, findings))
    return render(request, "people/roster.html", {"form": form, "group": group})


def _preview(person: User, group: Group, findings: list[Finding]) -> dict[str, Any]:
    rows = [finding.row for finding in findings]
    return {
        "group": group,
        "good": [_shown(finding) for finding in findings if finding.good],
        "faulty": [_shown(finding) for finding in findings if not finding.good],
        "rows": signing.dumps(rows, salt=_salt(person, group), compress=True),
    }


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "line": finding.line,
        "row": finding.row,
        "problems": [roster_problem(reason) for reason in finding.problems],
        "notes": [roster_note(reason) for reason in finding.notes],
    }


def _kept_rows(request: HttpRequest, group: Group) -> list[dict[str, str]] | None:
    """The rows of the preview, as they were signed; None when they are too old or not ours."""
    signed = request.POST.get("rows", "")
    try:
        rows: list[dict[str, str]] = signing.loads(
            signed, salt=_salt(person_of(request), group), max_age=HOUR
        )
    except signing.BadSignature:
        return None
    return rows


@never_cache
@with_verb(Verb.ENROL)
@require_POST
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Take the good lines. They are looked at again: the world may have moved since."""
    person = person_of(request)
    group = group_or_404(person, key, Verb.ENROL)
    rows = _kept_rows(request, group)
    if rows is None:
        return _too_old(request, group)
    findings = check(rows, group=group, by=person)
    taken = take(findings, group=group, by=person)
    context = {**_preview(person, group, findings), "taken": taken}
    return render(request, "people/roster_done.html", context)


@never_cache
@with_verb(Verb.ENROL)
@require_POST
def faults(request: HttpRequest, key: str) -> HttpResponse:
    """The faulty lines as a sheet with a column that says why."""
    person = person_of(request)
    group = group_or_404(person, key, Verb.ENROL)
    rows = _kept_rows(request, group)
    if rows is None:
        return _too_old(request, group)
    findings = [row for row in check(rows, group=group, by=person) if not row.good]
    lines = [
        (finding.row, " ".join(roster_problem(reason) for reason in finding.problems))
        for finding in findings
    ]
    return _sheet(faulty_roster(lines), "people-to-correct.xlsx")


@never_cache
@with_verb(Verb.ENROL)
@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    return _sheet(empty_roster(), "people.xlsx")


def _sheet(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _too_old(request: HttpRequest, group: Group) -> HttpResponse:
    form = RosterForm()
    notice = _("The preview is too old. Nothing was taken. Choose the sheet again.")
    context = {"form": form, "group": group, "notice": notice}
    return render(request, "people/roster.html", context)
