"""Publish items; start, save, answer and finish attempts. The server's clock decides."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from controllist.datasheets import draw
from controllist.services import cite
from exercises.compile import compile_item
from exercises.enums import AttemptState, StepKind
from exercises.grading import DatasheetItem, grade
from exercises.grading.codec import dump_outcome
from exercises.journal import Entry, Journal
from exercises.models import Attempt, ExerciseSet, Item, ItemVersion, Step
from exercises.selectors import AttemptView, attempt_view, core_of, drawn_lines, to_grade
from people.models import User
from records.services import record
from records.verbs import LedgerVerb

# Keys of the server's own steps begin with a sign that no client's key may begin with.
START, FINISH = ":start", ":finish"


class NothingToTake(ValueError):
    """The set has no published items."""


class AttemptClosed(Exception):
    """The attempt is finished: nothing can be added."""


class AlreadyAnswered(Exception):
    """This item of the attempt has its answer."""


@transaction.atomic
def publish(*, item: Item) -> tuple[ItemVersion, bool]:
    """Freeze the item as it is; the same content again is the version it has. Writes citations."""
    compiled = compile_item(item)
    paths = (*item.cites, *compiled.cites)
    cite(object_key=item.object_key, edition=item.edition, paths=paths)
    newest = item.versions.last()
    if newest and newest.hash == compiled.hash:
        return newest, False
    version = ItemVersion.objects.create(
        item=item,
        number=newest.number + 1 if newest else 1,
        public=compiled.public,
        private=compiled.private,
        hash=compiled.hash,
    )
    return version, True


@transaction.atomic
def start_attempt(*, person: User, exercise_set: ExerciseSet, language: str = "") -> Attempt:
    """Begin, or go on with the attempt that is open. Two windows begin one attempt."""
    open_ = Attempt.objects.owned_by(person).filter(
        exercise_set=exercise_set, state=AttemptState.OPEN
    )
    running: Attempt | None = open_.first()
    if running:
        return running
    newest = _newest_versions(exercise_set)
    if not newest:
        raise NothingToTake(exercise_set.key)
    versions = [version.pk for version in newest]
    try:
        with transaction.atomic():
            attempt: Attempt = Attempt.objects.create(
                person=person,
                exercise_set=exercise_set,
                country=person.country_id or "",
                versions=versions,
            )
    except IntegrityError:
        twin: Attempt = open_.get()
        return twin
    Step.objects.create(
        attempt=attempt,
        sequence=1,
        kind=StepKind.STARTED,
        data={
            "seed": attempt.seed,
            "versions": versions,
            **_rules(exercise_set, newest),
            **_drawn(attempt.seed, newest),
        },
        idempotency_key=START,
        digest="",
    )
    record(
        person=person,
        verb=LedgerVerb.INITIALIZED,
        object_key=exercise_set.object_key,
        source=f"attempt:{attempt.pk}:start",
        language=language,
    )
    return attempt


def _newest_versions(exercise_set: ExerciseSet) -> list[ItemVersion]:
    """The newest version of each item in the set's order; what was never published is left out."""
    items = list(exercise_set.slots.values_list("item", flat=True))
    rows = ItemVersion.objects.filter(item__in=items).order_by("number")
    newest = {version.item_id: version for version in rows.only("item", "number", "hash", "public")}
    return [newest[pk] for pk in items if pk in newest]


def _drawn(seed: str, versions: list[ItemVersion]) -> dict[str, Any]:
    """The sheets this attempt has, by slot: what is shown, without what it comes to."""
    sheets = {}
    for number, version in enumerate(versions, start=1):
        if version.public["kind"] == "datasheet":
            core = core_of(version)
            if isinstance(core, DatasheetItem):
                variant = draw(core.template, core.book, f"{seed}:{number}")
                sheets[str(number)] = [line.as_json() for line in variant.lines]
    return {"drawn": sheets} if sheets else {}


def _rules(exercise_set: ExerciseSet, versions: list[ItemVersion]) -> dict[str, Any]:
    """What the set asks for now, kept with the attempt; `hash` names exactly this paper."""
    rules = {
        "pass_mark": exercise_set.pass_mark,
        "feedback": exercise_set.feedback,
        "shuffle": exercise_set.shuffle_options,
    }
    paper = json.dumps([[version.hash for version in versions], rules], sort_keys=True)
    return {**rules, "hash": hashlib.sha256(paper.encode()).hexdigest()}


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a write: the step, and the attempt's lock state."""

    step: Step
    attempt: Attempt


@transaction.atomic
def save_draft(
    *, attempt_id: int, person: User, slot: int, response: Any, key: str, seen: int | None
) -> Saved:
    """Keep what the person has written so far. Acknowledged means kept."""
    attempt, journal = _locked(attempt_id, person)
    entry = Entry(StepKind.DRAFT, key.lstrip(":"), slot, {"response": response}, seen)
    again = journal.same(entry)
    if again:
        return Saved(again, attempt)
    _check_open(attempt, journal, slot)
    journal.check(entry)
    newest = journal.newest(slot)
    if newest and newest.kind == StepKind.DRAFT and newest.digest == entry.digest:
        return Saved(newest, attempt)
    return Saved(journal.append(entry), attempt)


@transaction.atomic
def submit_answer(
    *,
    attempt_id: int,
    person: User,
    slot: int,
    response: Any,
    key: str,
    seen: int | None,
    language: str = "",
) -> Saved:
    """Grade one item and write the answer with its ledger line; the last one ends the attempt."""
    attempt, journal = _locked(attempt_id, person)
    entry = Entry(StepKind.ANSWERED, key.lstrip(":"), slot, {"response": response}, seen)
    again = journal.same(entry)
    if again:
        return Saved(again, attempt)
    _check_open(attempt, journal, slot)
    journal.check(entry)
    version = ItemVersion.objects.select_related("item").get(pk=attempt.versions[slot - 1])
    drawn = drawn_lines(journal.steps[0].data.get("drawn", {}).get(str(slot), []))
    outcome = grade(to_grade(version, drawn), response)
    step = journal.append(entry, dump_outcome(outcome))
    record(
        person=attempt.person,
        verb=LedgerVerb.ANSWERED,
        object_key=version.item.object_key,
        source=f"attempt:{attempt.pk}:{slot}",
        version_hash=version.hash,
        score=outcome.fraction,
        success=outcome.fraction == 1,
        language=language,
        context=attempt.exercise_set.object_key,
        group=attempt.group,
        edition=version.item.edition,
    )
    answered = {step.slot for step in journal.steps if step.kind == StepKind.ANSWERED}
    if len(answered) == len(attempt.versions):
        _finish(attempt, journal, language)
    return Saved(step, attempt)


@transaction.atomic
def finish_attempt(*, attempt_id: int, person: User, language: str = "") -> Attempt:
    """End an attempt with what is answered so far. Ending twice is ending once."""
    attempt, journal = _locked(attempt_id, person)
    if attempt.state == AttemptState.OPEN:
        _finish(attempt, journal, language)
    return attempt


def _finish(attempt: Attempt, journal: Journal[Step], language: str) -> None:
    journal.append(Entry(StepKind.FINISHED, FINISH))
    attempt.state, attempt.finished_at = AttemptState.FINISHED, timezone.now()
    attempt.save(update_fields=["state", "finished_at"])
    view: AttemptView = attempt_view(attempt)
    record(
        person=attempt.person,
        verb=LedgerVerb.PASSED if view.passed else LedgerVerb.FAILED,
        object_key=attempt.exercise_set.object_key,
        source=f"attempt:{attempt.pk}:finish",
        version_hash=view.rules.hash,
        score=view.score,
        success=view.passed,
        completion=True,
        duration=attempt.finished_at - attempt.started_at,
        language=language,
        group=attempt.group,
    )


def _locked(attempt_id: int, person: User) -> tuple[Attempt, Journal[Step]]:
    """The person's attempt, locked, with its journal. Another person's attempt does not exist."""
    rows = Attempt.objects.owned_by(person).select_related("exercise_set", "person__institution")
    attempt: Attempt = rows.select_for_update(of=("self",)).get(pk=attempt_id)
    return attempt, Journal(Step, "attempt", attempt)


def _check_open(attempt: Attempt, journal: Journal[Step], slot: int) -> None:
    if not 1 <= slot <= len(attempt.versions):
        raise AttemptClosed(f"no slot {slot}")
    if any(step.slot == slot and step.kind == StepKind.ANSWERED for step in journal.steps):
        raise AlreadyAnswered(slot)
    if attempt.state != AttemptState.OPEN:
        raise AttemptClosed(attempt.pk)
