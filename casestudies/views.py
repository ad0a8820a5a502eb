"""The desk of a case: papers, pinned evidence, decisions, what follows, the debrief."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies import selectors, services
from casestudies.compile import spec_of
from casestudies.forms import DecisionForm, initial_of
from casestudies.models import Case
from casestudies.scenario import debrief as pure
from casestudies.scenario.scoring import score
from casestudies.selectors import RunView
from exercises.journal import KeyReuse, StaleSequence
from people.enums import Role
from people.guards import person_of, signed_in, with_role

KEY = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{1,20}\Z")
TEACHING = (Role.TRAINER, Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)


def _case(key: str) -> Case:
    case = selectors.case_by_key(key)
    if case is None:
        raise Http404
    return case


def _view(request: HttpRequest, key: str, *, finished: bool | None = None) -> RunView | None:
    run = selectors.newest_run(person_of(request), key, finished=finished)
    return selectors.run_view(run) if run else None


def _page(request: HttpRequest, view: RunView, name: str, **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    crumbs = [
        {"title": view.run.case.title, "url": reverse("casestudies:start", args=[view.case.key])},
    ]
    shown = {"view": view, "case": view.run.case, "crumbs": crumbs, **context}
    return render(request, f"casestudies/{name}.html", shown, status=status)


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cards = selectors.case_cards(person_of(request), selectors.cases())
    return render(request, "casestudies/index.html", {"cards": cards})


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """What the case is, how long, how it is marked; begin or go on."""
    case, person = _case(key), person_of(request)
    if request.method == "POST":
        try:
            services.start_run(person=person, case=case, language=get_language() or "")
        except services.NothingToPlay:
            messages.warning(request, _("This case is being prepared. Please come back later."))
            return redirect("casestudies:start", key=key)
        return redirect("casestudies:desk", key=key)
    version = case.versions.last()
    runs = [selectors.run_view(run) for run in selectors.finished_runs(person, key)]
    context = {
        "case": case,
        "spec": spec_of(version) if version else None,
        "card": selectors.case_card(person, key),
        "finished": [(view.run, score(view.case, view.state)) for view in runs],
    }
    return render(request, "casestudies/start.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """The open stage: read, pin, decide."""
    _case(key)
    view = _view(request, key)
    if view is None:
        return redirect("casestudies:start", key=key)
    if request.method == "POST":
        return _decide(request, view)
    stage = view.stage
    if stage is None:
        return redirect("casestudies:debrief", key=key)
    pinned = selectors.pins(view)
    form = DecisionForm(stage=stage, pinned=pinned, initial=initial_of(stage, view.draft))
    return _desk(request, view, form)


def _desk(
    request: HttpRequest, view: RunView, form: DecisionForm, status: int = 200
) -> HttpResponse:
    done, total = selectors.progress(view)
    return _page(
        request,
        view,
        "desk",
        status=status,
        form=form,
        stage=view.stage,
        inbox=selectors.inbox(view),
        pins=selectors.pins(view),
        done=done,
        number=done + 1,
        total=total,
        key=f"{uuid.uuid4().hex}.form",
    )


def _decide(request: HttpRequest, view: RunView) -> HttpResponse:
    sent = request.POST.get("stage", "")
    shown = view.case.stage_by_key.get(sent)
    if shown is None:
        return redirect("casestudies:desk", key=view.case.key)
    form = DecisionForm(request.POST, stage=shown, pinned=selectors.pins(view))
    key = request.POST.get("key", "")
    if not form.is_valid():
        return _desk(request, view, form, 422) if shown is view.stage else _conflict(request, view)
    write = _keep if "decide" not in request.POST else _record
    try:
        return write(request, view, form, key if KEY.match(key) else f"{uuid.uuid4().hex}.form")
    except services.DecisionRefused as refused:
        form.refuse(refused.refusal)
        return _desk(request, refused.view, form, 422)
    except (StaleSequence, KeyReuse, services.RunClosed):
        return _conflict(request, view)


def _keep(request: HttpRequest, view: RunView, form: DecisionForm, key: str) -> HttpResponse:
    """Save what is marked so far: by the button, or by the page itself as one goes."""
    services.save_draft(
        run_id=view.run.pk,
        person=person_of(request),
        decision=form.decision(),
        key=f"{key.partition('.')[0]}.d{uuid.uuid4().hex[:8]}",
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, _("Your answers are saved. You can go on on any device."))
    return redirect("casestudies:desk", key=view.case.key)


def _record(request: HttpRequest, view: RunView, form: DecisionForm, key: str) -> HttpResponse:
    services.record_decision(
        run_id=view.run.pk,
        person=person_of(request),
        decision=form.decision(),
        key=key,
        language=get_language() or "",
    )
    return redirect("casestudies:consequence", key=view.case.key, stage=form.stage.key)


def _conflict(request: HttpRequest, view: RunView) -> HttpResponse:
    """Another window was faster: show both, lose nothing that was written."""
    fresh = selectors.run_view(view.run)
    stage = view.case.stage_by_key[request.POST["stage"]]
    taken = fresh.taken(stage.key)
    return _page(
        request,
        fresh,
        "conflict",
        status=409,
        stage=stage,
        theirs=pure.compare(stage, taken, None).questions if taken else (),
        mine=_sent(request, stage),
    )


def _sent(request: HttpRequest, stage: Any) -> list[tuple[Any, list[Any], str]]:
    """What this window sent: by question the chosen options and the own words."""
    rows = []
    for question in stage.questions:
        keys = set(request.POST.getlist(f"q-{question.key}"))
        options = [option for option in question.options if option.key in keys]
        rows.append((question, options, request.POST.get(f"w-{question.key}", "")[:4000]))
    return rows


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, key: str, paper: str) -> HttpResponse:
    """One paper, line by line; pin and unpin."""
    view = _view(request, key)
    if view is None or paper not in view.state.papers:
        raise Http404
    if request.method == "POST":
        return _pin(request, view, paper)
    if request.method == "GET" and paper not in view.state.read:
        services.open_paper(run_id=view.run.pk, person=person_of(request), paper=paper)
    found = view.case.paper_by_key[paper]
    rows = selectors.inbox(view)
    order = [row.key for row in rows]
    here = order.index(paper)
    return _page(
        request,
        view,
        "paper",
        paper=found,
        date=selectors.paper_date(view, found),
        lines=selectors.paper_lines(view, found),
        following=rows[here + 1] if here + 1 < len(rows) else None,
        stage=view.stage,
    )


def _pin(request: HttpRequest, view: RunView, paper: str) -> HttpResponse:
    unpin = "unpin" in request.POST
    line = request.POST.get("unpin" if unpin else "pin", "")[:120]
    write = services.unpin_evidence if unpin else services.pin_evidence
    try:
        write(run_id=view.run.pk, person=person_of(request), line=line)
    except services.RunClosed:
        messages.info(request, _("This run is finished. Nothing was changed."))
    except services.LineMissing:
        messages.warning(request, _("There is no such line. Nothing was changed."))
    if request.POST.get("back") == "desk":
        return redirect("casestudies:desk", key=view.case.key)
    place = reverse("casestudies:paper", args=[view.case.key, paper])
    number = line.rpartition(".")[2]
    return redirect(f"{place}#line-{number}" if number.isdecimal() else place)


@signed_in
@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """The note pad: saved as sent, for the person alone."""
    view = _view(request, key)
    if view is None:
        raise Http404
    text = request.POST.get("note", "").replace("\x00", "")
    if len(text) > services.MAX_NOTE:
        messages.error(
            request,
            _("The note is longer than %(number)s characters and was not saved.")
            % {"number": services.MAX_NOTE},
        )
    else:
        services.save_note(run_id=view.run.pk, person=person_of(request), text=text)
        messages.success(request, _("Your note is saved."))
    return redirect("casestudies:desk", key=key)


@never_cache
@signed_in
@require_safe
def consequence(request: HttpRequest, key: str, stage: str) -> HttpResponse:
    """What followed from the decision of a stage, and why each choice was good or not."""
    view = _view(request, key)
    taken = view.taken(stage) if view else None
    if view is None or taken is None:
        raise Http404
    found = view.case.stage_by_key[stage]
    number = view.state.path.index(taken) + 1
    last = view.state.closed and number == len(view.state.path)
    return _page(
        request,
        view,
        "consequence",
        stage=found,
        number=number,
        compared=pure.compare(found, taken, None),
        ending=view.case.ending_by_key[view.state.ending] if last else None,
        has_letter=stage == view.case.letter.stage,
    )


@never_cache
@signed_in
@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The decision letter as the person's own decisions compose it."""
    view = _view(request, key)
    composed = pure.decision_letter(view.case, view.state) if view else None
    if view is None or composed is None:
        raise Http404
    frame, parts = composed
    refs = pure.letter_evidence(view.case, view.state)
    return _page(
        request,
        view,
        "letter",
        letter=frame,
        parts=parts,
        lines=[selectors.line_row(view, ref) for ref in refs],
    )


@never_cache
@signed_in
@require_safe
def debrief(request: HttpRequest, key: str) -> HttpResponse:
    """The finished run beside the expert's path, with the score line by line."""
    _case(key)
    view = _view(request, key, finished=True)
    if view is None:
        return redirect("casestudies:desk", key=key)
    result = pure.debrief(view.case, view.state)
    refs = {
        ref
        for stage in result.stages
        for question in stage.questions
        for ref in (*question.found, *question.beside, *question.missed)
    }
    lines = {ref: selectors.line_row(view, ref) for ref in refs}
    return _page(request, view, "debrief", result=result, lines=lines)


@with_role(*TEACHING)
@require_safe
def notes(request: HttpRequest, key: str) -> HttpResponse:
    """The trainer's notes; they tell the expert's path, so trainees do not get here."""
    case = _case(key)
    version = case.versions.last()
    if version is None:
        raise Http404
    text = version.notes.get(get_language() or "", "") or version.notes.get("en", "")
    return render(request, "casestudies/notes.html", {"case": case, "notes": text})
