"""The task pages: one item a page, check as you go, nothing lost."""

import json
import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises import selectors, services
from exercises.compile import in_language
from exercises.enums import AttemptState, FeedbackTime
from exercises.feedback import verdict
from exercises.forms import answers
from exercises.journal import KeyReuse, StaleSequence
from exercises.models import Attempt, ExerciseSet
from exercises.selectors import AttemptView, Slot
from exercises.views import guiding
from people.guards import person_of, signed_in

MAX_BODY = 20_000
KEY = re.compile(r"[0-9A-Za-z_-]{6,48}\.[0-9A-Za-z_-]{1,12}")
CLOSED = (services.AttemptClosed, services.AlreadyAnswered)


def _set(key: str) -> ExerciseSet:
    exercise_set = selectors.set_by_key(key)
    if exercise_set is None:
        raise Http404
    return exercise_set


def _open(request: HttpRequest, key: str) -> Attempt | None:
    return selectors.newest_attempt(person_of(request), key, AttemptState.OPEN)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """What the set is; begin, go on, or look at what came out."""
    exercise_set = _set(key)
    if request.method == "POST":
        try:
            attempt = services.start_attempt(
                person=person_of(request),
                exercise_set=exercise_set,
                language=get_language() or "",
            )
        except services.NothingToTake:
            messages.warning(request, _("This set has no exercises yet. Please come back later."))
            return redirect("exercises:start", key=key)
        view = selectors.attempt_view(attempt)
        wanted = _whole(request.POST.get("to")) or 0
        number = view.next_open.number if view.next_open else 1
        if 1 <= wanted <= len(view.slots):
            number = wanted
        return redirect("exercises:task", key=key, number=number)
    attempts = selectors.attempt_views(selectors.attempts_at(person_of(request), key))
    return render(
        request,
        "exercises/start.html",
        {
            "set": exercise_set,
            "to": _whole(request.GET.get("to")) or "",
            "card": selectors.set_card(person_of(request), key),
            "finished": [v for v in attempts if v.attempt.state == AttemptState.FINISHED],
        },
    )


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One item: answer it, keep it for later, or read what the answer came to."""
    _set(key)
    attempt = _open(request, key) or selectors.newest_attempt(person_of(request), key)
    if attempt is None:
        return redirect(f"{reverse('exercises:start', args=[key])}?to={number}")
    view = selectors.attempt_view(attempt)
    if not 1 <= number <= len(view.slots):
        raise Http404
    if request.method == "POST":
        return _write(request, view, number)
    return _show_task(request, view, view.slots[number - 1])


def _write(request: HttpRequest, view: AttemptView, number: int) -> HttpResponse:
    attempt, slot = view.attempt, view.slots[number - 1]
    response = answers.posted(request.POST, attempt, slot)
    answering = "check" in request.POST
    write = services.submit_answer if answering else services.save_draft
    details: dict[str, Any] = {"language": get_language() or ""} if answering else {}
    if answering and not response:
        return _show_task(request, view, slot, error=_("Choose or write an answer first."))
    if not answers.is_short(response):
        unreadable = _("This cannot be read as an answer. Nothing was changed.")
        return _show_task(request, view, slot, error=unreadable, status=400)
    key = attempt.exercise_set.key
    try:
        write(
            attempt_id=attempt.pk,
            person=person_of(request),
            slot=number,
            response=response,
            key=_key(request.POST.get("key")) or f"{uuid.uuid4().hex}.form",
            seen=_whole(request.POST.get("seen")),
            **details,
        )
    except StaleSequence:
        return _conflict(request, attempt, number, response)
    except KeyReuse:
        return _conflict(request, attempt, number, response)
    except CLOSED:
        return redirect("exercises:task", key=key, number=number)
    if answering:
        return redirect(f"{reverse('exercises:task', args=[key, number])}#verdict")
    messages.success(request, _("Your answer is saved. You can go on on any device."))
    return redirect("exercises:start", key=key)


def _key(sent: Any) -> str | None:
    """The idempotency key `<window>.<number>` that a page sent, if it is one."""
    return sent if isinstance(sent, str) and KEY.fullmatch(sent) else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _show_task(
    request: HttpRequest, view: AttemptView, slot: Slot, error: str = "", status: int = 200
) -> HttpResponse:
    attempt = view.attempt
    each = view.rules.feedback == FeedbackTime.EACH
    shown = slot.outcome and (each or attempt.state == AttemptState.FINISHED)
    context = {
        "view": view,
        "set": attempt.exercise_set,
        "slot": slot,
        "public": _in_language(slot.version.public, slot),
        "options": _options(attempt, slot),
        "response": slot.response,
        "key": f"{uuid.uuid4().hex}.form",
        "error": error,
        "answered": slot.answer is not None,
        "verdict": verdict(slot.outcome, slot.version.private) if shown and slot.outcome else None,
        "guide": guiding.form(slot),
        "findings": guiding.findings(slot) if shown else None,
        "next": slot.number + 1 if slot.number < len(view.slots) else None,
        "finished": attempt.state == AttemptState.FINISHED,
    }
    return render(request, "exercises/task.html", context, status=status)


def _in_language(public: dict[str, Any], slot: Slot) -> dict[str, Any]:
    sheet = public["sheet"] or guiding.sheet(slot)
    return {
        "kind": public["kind"],
        "title": in_language(public["title"]),
        "prompt": in_language(public["prompt"]),
        "multiple": public.get("multiple", False),
        "units": public.get("units", []),
        "sheet": sheet
        and {
            "title": in_language(sheet["title"]),
            "rows": [(in_language(r["label"]), in_language(r["value"])) for r in sheet["rows"]],
        },
    }


def _options(attempt: Attempt, slot: Slot) -> list[tuple[str, str, bool]]:
    """(name in this attempt, text, chosen) for each option."""
    chosen = slot.response.get("options", [])
    marked = selectors.to_names(attempt, slot, chosen if isinstance(chosen, list) else [])
    return [
        (name, in_language(texts), name in marked)
        for name, texts in selectors.options_of(attempt, slot)
    ]


def _conflict(
    request: HttpRequest, attempt: Attempt, number: int, response: dict[str, Any]
) -> HttpResponse:
    """Two windows disagree: show both versions; the person decides which one is kept."""
    view = selectors.attempt_view(attempt)
    slot = view.slots[number - 1]
    context = {
        "view": view,
        "set": attempt.exercise_set,
        "slot": slot,
        "mine": _said(attempt, slot, response),
        "theirs": _said(attempt, slot, slot.response),
        "form": [
            (n, v) for n in request.POST for v in request.POST.getlist(n) if n in answers.KEPT
        ],
        "key": f"{uuid.uuid4().hex}.form",
    }
    return render(request, "exercises/conflict.html", context, status=409)


def _said(attempt: Attempt, slot: Slot, response: Any) -> list[str]:
    """A response in the reader's words; what the person typed stays plain text."""
    if response.get("unsure"):
        return [_("Not sure")]
    if "steps" in response:
        return guiding.said(slot, response["steps"])
    if "options" in response:
        names = selectors.to_names(attempt, slot, response["options"])
        return [
            mark_safe(in_language(texts))  # noqa: S308 (cleaned when the item was compiled)
            for name, texts in selectors.options_of(attempt, slot)
            if name in names
        ]
    if "value" in response:
        return [f"{response['value']} {response.get('unit', '')}".strip()]
    code = response.get("code", "")
    return [_("not listed") if code == "not-listed" else code]


@signed_in
@require_POST
def draft(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Autosave: `{"response": {...}, "key": "...", "seen": 3}` in, `{"saved": "14:02"}` out."""
    body = _json(request)
    attempt = _open(request, key)
    if body is None or not isinstance(body.get("response"), dict):
        return _refuse(_("This cannot be read as an answer. Nothing was changed."), 400)
    if attempt is None:
        return _refuse(_("This attempt is finished. Nothing was changed."), 409)
    slot_view = selectors.attempt_view(attempt)
    if not 1 <= number <= len(slot_view.slots):
        return _refuse(_("There is no such exercise."), 404)
    slot = slot_view.slots[number - 1]
    response = answers.drafted(body["response"], attempt, slot)
    seen, name = body.get("seen"), _key(body.get("key"))
    if response is None or name is None:
        return _refuse(_("This cannot be read as an answer. Nothing was changed."), 400)
    try:
        saved = services.save_draft(
            attempt_id=attempt.pk,
            person=person_of(request),
            slot=number,
            response=response,
            key=name,
            seen=seen if isinstance(seen, int) and not isinstance(seen, bool) else None,
        )
    except StaleSequence:
        return _refuse(_("Another window has a newer answer. Reload this page to see it."), 409)
    except KeyReuse:
        return _refuse(_("The same save came with another answer. Reload this page."), 422)
    except CLOSED:
        return _refuse(_("This item is answered. Nothing was changed."), 409)
    at = time_format(localtime(saved.step.at), "TIME_FORMAT")
    return JsonResponse({"saved": at, "seen": saved.step.sequence})


def _refuse(text: str, status: int) -> JsonResponse:
    return JsonResponse({"error": text}, status=status)


def _json(request: HttpRequest) -> dict[str, Any] | None:
    """The body as a JSON object, or None for whatever else it is."""
    if request.content_type != "application/json" or len(request.body) > MAX_BODY:
        return None
    try:
        data = json.loads(request.body.decode())
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, key: str) -> HttpResponse:
    """What came out, item by item; for an open attempt what is still unanswered."""
    _set(key)
    attempt = _open(request, key) or selectors.newest_attempt(person_of(request), key)
    if attempt is None:
        return redirect("exercises:start", key=key)
    if request.method == "POST":
        services.finish_attempt(
            attempt_id=attempt.pk, person=person_of(request), language=get_language() or ""
        )
        return redirect("exercises:result", key=key)
    view = selectors.attempt_view(attempt)
    template = "result" if attempt.state == AttemptState.FINISHED else "review"
    rows = [
        (slot, in_language(slot.version.public["title"]), slot.outcome and _mark(slot))
        for slot in view.slots
    ]
    context = {
        "view": view,
        "set": attempt.exercise_set,
        "rows": rows,
        "percent": selectors.percent(view.score),
        "mark": selectors.percent(view.rules.pass_mark),
    }
    return render(request, f"exercises/{template}.html", context)


def _mark(slot: Slot) -> int:
    return selectors.percent(slot.outcome.fraction) if slot.outcome else 0


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every set, to practise whenever one likes: those with drawn sheets never run dry."""
    cards = selectors.set_cards(person_of(request))
    return render(request, "exercises/index.html", {"cards": cards})
