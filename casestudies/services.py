"""Begin a case, pin evidence, decide, finish. The server's clock and the fold decide."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casestudies.models import Case, CaseVersion, Run, RunStep
from casestudies.scenario.decisions import Refusal, decide
from casestudies.scenario.scoring import score
from casestudies.scenario.states import (
    DECIDE,
    PIN,
    READ,
    UNPIN,
    Decision,
    holds_line,
    write_decision,
)
from casestudies.selectors import DRAFT, RunView, view_of
from exercises.journal import Entry, Journal, StaleSequence
from people.models import User
from records.services import record
from records.verbs import LedgerVerb

MAX_NOTE = 10_000


class NothingToPlay(ValueError):
    """The case has no published version."""


class RunMissing(LookupError):
    """The person has no such run."""


class RunClosed(Exception):
    """The run is finished: nothing can be added."""


class LineMissing(LookupError):
    """The line does not exist or its paper has not arrived."""


class DecisionRefused(Exception):
    """The decision cannot be taken; `refusal` says why. The run is as before."""

    def __init__(self, refusal: Refusal, view: RunView) -> None:
        super().__init__(", ".join(fault.code for fault in refusal.faults))
        self.refusal, self.view = refusal, view


@dataclass(frozen=True, slots=True)
class Decided:
    step: RunStep
    view: RunView


@transaction.atomic
def start_run(*, person: User, case: Case, language: str = "", group: str = "") -> Run:
    """Begin, or go on with the run that is open. Two windows begin one run."""
    open_ = Run.objects.owned_by(person).filter(case=case, finished_at__isnull=True)
    going: Run | None = open_.first()
    if going:
        return going
    version: CaseVersion | None = case.versions.last()
    if version is None:
        raise NothingToPlay(case.key)
    try:
        with transaction.atomic():
            run: Run = Run.objects.create(
                person=person,
                case=case,
                version=version,
                country=person.country_id or "",
                group=group,
            )
    except IntegrityError:
        twin: Run = open_.get()
        return twin
    record(
        person=person,
        verb=LedgerVerb.INITIALIZED,
        object_key=case.object_key,
        source=f"run:{run.public_id}:start",
        version_hash=version.hash,
        language=language,
        group=group,
    )
    return run


@transaction.atomic
def open_paper(*, run_id: int, person: User, paper: str) -> None:
    """Note that a paper has been opened, once."""
    run, journal = _locked(run_id, person)
    view = _view(run, journal)
    if paper in view.state.papers and paper not in view.state.read and not run.finished_at:
        journal.append(Entry(READ, f"read:{paper}"[:64], data={"paper": paper}))


@transaction.atomic
def pin_evidence(*, run_id: int, person: User, line: str) -> None:
    """Pin a line of a paper that has arrived; pinning it again changes nothing."""
    _pin(run_id, person, PIN, line)


@transaction.atomic
def unpin_evidence(*, run_id: int, person: User, line: str) -> None:
    _pin(run_id, person, UNPIN, line)


def _pin(run_id: int, person: User, kind: str, line: str) -> None:
    run, journal = _locked(run_id, person)
    view = _view(run, journal)
    if run.finished_at:
        raise RunClosed
    if not holds_line(view.case, view.state, line):
        raise LineMissing(line[:80])
    if (line in view.state.pins) != (kind == PIN):
        journal.append(Entry(kind, f"{kind}:{line}:{view.seen}"[:64], data={"line": line}))


@transaction.atomic
def save_note(*, run_id: int, person: User, text: str) -> None:
    """Keep the note pad. It is the person's own and never marked."""
    changed = (
        Run.objects.owned_by(person)
        .filter(pk=run_id)
        .update(note=text[:MAX_NOTE], note_saved_at=timezone.now())
    )
    if not changed:
        raise RunMissing(run_id)


@transaction.atomic
def save_draft(*, run_id: int, person: User, decision: Decision, key: str) -> None:
    """Keep what is marked in the open decision. Nothing is judged, nothing is refused."""
    run, journal = _locked(run_id, person)
    view = _view(run, journal)
    if run.finished_at:
        raise RunClosed
    data = write_decision(decision)
    if decision.stage != view.state.stage:
        raise StaleSequence(view.steps[-1])
    entry = Entry(DRAFT, key, view.slot, data)
    if journal.same(entry) is None and dict(view.draft) != data:
        journal.append(entry)


@transaction.atomic
def record_decision(
    *, run_id: int, person: User, decision: Decision, key: str, language: str = ""
) -> Decided:
    """Take the decision of the open stage. The last one finishes the run with its ledger lines.

    The same key again is the same decision; a decision of a stage that another window has
    decided meanwhile is stale.
    """
    run, journal = _locked(run_id, person)
    view = _view(run, journal)
    data = write_decision(decision)
    known = _place(view, decision.stage)
    entry = Entry(DECIDE, key, known, data)
    again = journal.same(entry)
    if again:
        return Decided(again, view)
    if run.finished_at:
        raise RunClosed
    if known != view.slot:
        raise StaleSequence(journal.newest(known) or view.steps[-1])
    answer = decide(view.case, view.state, decision)
    if isinstance(answer, Refusal):
        raise DecisionRefused(answer, view)
    step = journal.append(Entry(DECIDE, key, known, data))
    after = _view(run, journal)
    if after.state.closed:
        finish(view=after, person=person, language=language)
    return Decided(step, after)


def _place(view: RunView, stage: str) -> int:
    """The slot of a stage: where it stands in the path, or the open slot."""
    for number, taken in enumerate(view.state.path, start=1):
        if taken.decision.stage == stage:
            return number
    return view.slot


@transaction.atomic
def finish(*, view: RunView, person: User, language: str = "") -> None:
    """Close the run at its ending and write what came out into the ledger, once."""
    if not view.state.closed:
        raise ValueError("the case has not ended")
    run, result = view.run, score(view.case, view.state)
    if run.finished_at is None:
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
    details: dict[str, Any] = {
        "version_hash": run.version.hash,
        "score": result.total,
        "duration": run.finished_at - run.started_at,
        "language": language,
        "group": run.group,
        "edition": view.case.edition,
    }
    record(
        person=person,
        verb=LedgerVerb.COMPLETED,
        object_key=run.case.object_key,
        source=f"run:{run.public_id}:completed",
        completion=True,
        **details,
    )
    record(
        person=person,
        verb=LedgerVerb.PASSED if result.passed else LedgerVerb.FAILED,
        object_key=run.case.object_key,
        source=f"run:{run.public_id}:result",
        success=result.passed,
        **details,
    )


def erase_notes(user: User) -> None:
    """Empty the person's note pads. Decisions stay, without a person behind them."""
    Run.objects.owned_by(user).update(note="", note_saved_at=None)


def _locked(run_id: int, person: User) -> tuple[Run, Journal[RunStep]]:
    rows = Run.objects.owned_by(person).select_for_update(of=("self",))
    run: Run | None = rows.select_related("case", "version").filter(pk=run_id).first()
    if run is None:
        raise RunMissing(run_id)
    return run, Journal(RunStep, "run", run)


def _view(run: Run, journal: Journal[RunStep]) -> RunView:
    return view_of(run, tuple(journal.steps))
