"""Questions about attempts and sets. What they return may be shown: no key is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Sum

from controllist.datasheets import Line
from exercises.enums import AttemptState, StepKind
from exercises.grading import DatasheetItem, GuidedItem, Item
from exercises.grading.codec import load_item, load_outcome
from exercises.grading.draw import option_names, shuffled
from exercises.grading.guided import guided
from exercises.grading.outcomes import Outcome
from exercises.models import Attempt, ExerciseSet, ItemVersion, SetSlot, Step
from people.models import User


@dataclass(frozen=True, slots=True)
class Rules:
    """What the set asked for when the attempt began: a later edit of the set changes nothing."""

    pass_mark: Fraction
    feedback: str
    shuffle: bool
    hash: str

    @classmethod
    def of(cls, step: Step) -> "Rules":
        data = step.data
        return cls(Fraction(data["pass_mark"]), data["feedback"], data["shuffle"], data["hash"])


@dataclass(frozen=True, slots=True)
class Slot:
    """One item of an attempt as it stands: pinned version, newest draft, outcome if answered."""

    number: int
    version: ItemVersion
    steps: tuple[Step, ...]
    shuffle: bool
    drawn: tuple[Line, ...] = ()

    @property
    def sequence(self) -> int:
        """What the page of this slot knows; a write with an older number is stale."""
        return self.steps[-1].sequence if self.steps else 0

    @property
    def answer(self) -> Step | None:
        return next((s for s in reversed(self.steps) if s.kind == StepKind.ANSWERED), None)

    @property
    def response(self) -> Mapping[str, Any]:
        """The newest answer or draft."""
        return self.steps[-1].data.get("response", {}) if self.steps else {}

    @property
    def saved_at(self) -> Any:
        return self.steps[-1].at if self.steps else None

    @property
    def outcome(self) -> Outcome | None:
        answer = self.answer
        return load_outcome(answer.outcome) if answer and answer.outcome else None


@dataclass(frozen=True)
class AttemptView:
    attempt: Attempt
    slots: tuple[Slot, ...]
    rules: Rules

    @property
    def done(self) -> int:
        return sum(slot.answer is not None for slot in self.slots)

    @property
    def next_open(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.answer is None), None)

    @property
    def score(self) -> Fraction:
        """The mean of the items' fractions; what is not answered counts nothing."""
        earned = sum((s.outcome.fraction for s in self.slots if s.outcome), Fraction(0))
        return earned / len(self.slots) if self.slots else Fraction(0)

    @property
    def percent(self) -> int:
        return percent(self.score)

    @property
    def passed(self) -> bool:
        return self.score >= self.rules.pass_mark


def set_by_key(key: str) -> ExerciseSet | None:
    return ExerciseSet.objects.filter(key=key).first()


def attempt_view(attempt: Attempt) -> AttemptView:
    """The attempt with its pinned versions and steps: two queries."""
    return attempt_views([attempt])[0]


def attempt_views(attempts: Sequence[Attempt]) -> list[AttemptView]:
    """The same for several attempts: two queries for all of them."""
    pinned = ItemVersion.objects.select_related("item__objective").in_bulk(
        {pk for attempt in attempts for pk in attempt.versions}
    )
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(attempt__in=attempts).order_by("attempt", "sequence"):
        steps.setdefault(step.attempt_id, []).append(step)
    return [_view(attempt, steps[attempt.pk], pinned) for attempt in attempts]


def _view(attempt: Attempt, steps: list[Step], pinned: Mapping[int, ItemVersion]) -> AttemptView:
    rules = Rules.of(steps[0])
    drawn = steps[0].data.get("drawn", {})
    by_slot: dict[int, list[Step]] = {}
    for step in steps:
        by_slot.setdefault(step.slot, []).append(step)
    slots = tuple(
        Slot(
            number,
            pinned[pk],
            tuple(by_slot.get(number, [])),
            rules.shuffle,
            drawn_lines(drawn.get(str(number), [])),
        )
        for number, pk in enumerate(attempt.versions, start=1)
    )
    return AttemptView(attempt, slots, rules)


def drawn_lines(rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines of a sheet as the attempt's first step keeps them."""
    return tuple(Line(row["row"], row["label"], row["value"], row["typed"]) for row in rows)


_CORES: dict[str, Item | DatasheetItem] = {}
MAX_CORES = 128


def core_of(version: ItemVersion) -> Item | DatasheetItem:
    """What a version grades by. Versions never change, so each is read once in a process: a drawn
    sheet brings the rules of its whole family."""
    found = _CORES.get(version.hash)
    if found is None:
        if len(_CORES) >= MAX_CORES:
            _CORES.clear()
        found = _CORES[version.hash] = load_item(version.private["item"])
    return found


def to_grade(version: ItemVersion, drawn: Sequence[Line]) -> Item | GuidedItem:
    """The item as this attempt has it: for a drawn sheet the key is computed here."""
    core = core_of(version)
    return guided(core, drawn) if isinstance(core, DatasheetItem) else core


def newest_attempt(user: User, set_key: str, state: str = "") -> Attempt | None:
    rows = Attempt.objects.owned_by(user).filter(exercise_set__key=set_key)
    if state:
        rows = rows.filter(state=state)
    found: Attempt | None = rows.select_related("exercise_set").first()
    return found


def attempts_at(user: User, set_key: str) -> list[Attempt]:
    rows = Attempt.objects.owned_by(user).filter(exercise_set__key=set_key)
    return list(rows.select_related("exercise_set"))


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """For "continue where I stopped": a set, and how far the person is in it."""

    set_key: str
    title: str
    done: int
    total: int
    minutes_left: int
    at: Any


def open_attempts(user: User) -> list[OpenAttempt]:
    """The person's unfinished attempts, newest first."""
    rows = Attempt.objects.owned_by(user).filter(state=AttemptState.OPEN)
    views = attempt_views(list(rows.select_related("exercise_set")))
    return [
        OpenAttempt(
            set_key=view.attempt.exercise_set.key,
            title=view.attempt.exercise_set.title,
            done=view.done,
            total=len(view.slots),
            minutes_left=sum(s.version.public["minutes"] for s in view.slots if not s.answer),
            at=view.attempt.started_at,
        )
        for view in views
    ]


@dataclass(frozen=True, slots=True)
class SetCard:
    """What a lesson or module shows of a set: how long it is, and where the reader stands."""

    key: str
    title: str
    items: int
    minutes: int
    state: str  # new, open, finished
    done: int
    best_percent: int | None


def set_card(user: User | None, set_key: str) -> SetCard | None:
    """The card of one set; `user` None for somebody who is not signed in."""
    exercise_set = set_by_key(set_key)
    if exercise_set is None:
        return None
    slots = list(SetSlot.objects.filter(exercise_set=exercise_set).select_related("item"))
    state, done, best = "new", 0, None
    if user is not None:
        state, done, best = _standing(user, exercise_set)
    return SetCard(
        key=exercise_set.key,
        title=exercise_set.title,
        items=len(slots),
        minutes=sum(slot.item.minutes for slot in slots),
        state=state,
        done=done,
        best_percent=best,
    )


def set_cards(user: User) -> list[SetCard]:
    """Every set with where the person stands in it, by title: a fixed number of queries."""
    counted = ExerciseSet.objects.annotate(
        items_count=Count("slots"), minutes_sum=Sum("slots__item__minutes")
    ).filter(items_count__gt=0)
    attempts = list(Attempt.objects.owned_by(user).select_related("exercise_set"))
    views: dict[int, list[AttemptView]] = {}
    for view in attempt_views(attempts):
        views.setdefault(view.attempt.exercise_set_id, []).append(view)
    cards = []
    for row in counted:
        state, done, best = _stands(views.get(row.pk, []))
        cards.append(
            SetCard(row.key, row.title, row.items_count, row.minutes_sum or 0, state, done, best)
        )
    return sorted(cards, key=lambda card: card.title)


def _standing(user: User, exercise_set: ExerciseSet) -> tuple[str, int, int | None]:
    return _stands(attempt_views(attempts_at(user, exercise_set.key)))


def _stands(views: Sequence[AttemptView]) -> tuple[str, int, int | None]:
    finished = [view for view in views if view.attempt.state == AttemptState.FINISHED]
    running = [view for view in views if view.attempt.state == AttemptState.OPEN]
    best = max((percent(view.score) for view in finished), default=None)
    if running:
        return "open", running[0].done, best
    return ("finished" if finished else "new"), 0, best


def percent(score: Fraction) -> int:
    """Rounded down: 69.9 does not look like a pass at 70."""
    return score.numerator * 100 // score.denominator


def options_of(attempt: Attempt, slot: Slot) -> list[tuple[str, dict[str, str]]]:
    """The options in this attempt's order, under this attempt's opaque names."""
    options = {row["key"]: row["text"] for row in slot.version.public.get("options", [])}
    names = option_names(attempt.seed, slot.number, list(options))
    keys = list(options)
    if slot.shuffle:
        keys = shuffled(attempt.seed, slot.number, keys)
    return [(names[key], options[key]) for key in keys]


def to_keys(attempt: Attempt, slot: Slot, names: list[str]) -> list[str]:
    """The author's keys for names that a page sent; an unknown name stays as it is."""
    keys = [row["key"] for row in slot.version.public.get("options", [])]
    back = {name: key for key, name in option_names(attempt.seed, slot.number, keys).items()}
    return [back.get(name, name) for name in names]


def to_names(attempt: Attempt, slot: Slot, keys: list[str]) -> set[str]:
    known = [row["key"] for row in slot.version.public.get("options", [])]
    names = option_names(attempt.seed, slot.number, known)
    return {names[key] for key in keys if key in names}


def export(user: User) -> list[dict[str, Any]]:
    """A person's attempts with everything they wrote."""
    rows = Attempt.objects.owned_by(user).select_related("exercise_set")
    return [
        {
            "set": attempt.exercise_set.key,
            "started": attempt.started_at.isoformat(),
            "state": attempt.state,
            "steps": [
                {"at": step.at.isoformat(), "kind": step.kind, "slot": step.slot, "data": step.data}
                for step in attempt.steps.all()
            ],
        }
        for attempt in rows.prefetch_related("steps")
    ]


def nothing_to_erase(user: User) -> None:
    """Answers stay, without a person: the account they point at is emptied."""
