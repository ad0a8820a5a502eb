from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from exercises import services
from exercises.enums import StepKind
from exercises.journal import KeyReuse, StaleSequence
from exercises.models import Attempt, ExerciseSet, Step
from exercises.selectors import attempt_view, open_attempts, options_of, set_card
from people.models import User
from records.selectors import lines_for
from records.verbs import LedgerVerb
from tests.factories import exercises as make
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RIGHT: list[dict[str, Any]] = [
    {"options": ["good"]},
    {"value": "13,33", "unit": "10^6 m"},
    {"code": "3А225"},
]


@pytest.fixture
def user() -> User:
    return person()


@pytest.fixture
def attempt(user: User) -> Attempt:
    return services.start_attempt(person=user, exercise_set=make.exercise_set())


def answer(
    attempt: Attempt, slot: int, response: Any, key: str = "", seen: int | None = None
) -> Any:
    return services.submit_answer(
        attempt_id=attempt.pk,
        person=attempt.person,
        slot=slot,
        response=response,
        key=key or f"w{slot}.1",
        seen=seen,
    )


def draft(attempt: Attempt, response: Any, key: str, seen: int | None = 0, slot: int = 1) -> Any:
    return services.save_draft(
        attempt_id=attempt.pk,
        person=attempt.person,
        slot=slot,
        response=response,
        key=key,
        seen=seen,
    )


def test_starting_twice_is_one_attempt(user: User) -> None:
    chosen = make.exercise_set()
    first = services.start_attempt(person=user, exercise_set=chosen)
    assert services.start_attempt(person=user, exercise_set=chosen) == first


def test_a_set_without_items_cannot_be_taken(user: User) -> None:
    empty = ExerciseSet.objects.create(key="empty", title_en="E", title_ru="E")
    with pytest.raises(services.NothingToTake):
        services.start_attempt(person=user, exercise_set=empty)


def test_three_right_answers_pass_and_end_the_attempt(attempt: Attempt, user: User) -> None:
    for slot, response in enumerate(RIGHT, start=1):
        answer(attempt, slot, response)
    attempt.refresh_from_db()
    view = attempt_view(attempt)
    assert (attempt.state, view.score, view.passed) == ("finished", Fraction(1), True)
    verbs = [line.verb for line in lines_for(user)]
    assert verbs == ["initialized", "answered", "answered", "answered", "passed"]


def test_below_the_mark_is_not_passed(attempt: Attempt, user: User) -> None:
    answer(attempt, 1, RIGHT[0])
    services.finish_attempt(attempt_id=attempt.pk, person=user)
    services.finish_attempt(attempt_id=attempt.pk, person=user)
    line = lines_for(user).last()
    assert line is not None
    assert (line.verb, str(line.score), line.success) == ("failed", "0.333333", False)
    assert lines_for(user).filter(verb=LedgerVerb.FAILED).count() == 1


def test_the_same_key_is_one_answer(attempt: Attempt, user: User) -> None:
    first = answer(attempt, 1, RIGHT[0], key="w.1")
    again = answer(attempt, 1, RIGHT[0], key="w.1")
    assert again.step == first.step
    assert lines_for(user).filter(verb=LedgerVerb.ANSWERED).count() == 1
    with pytest.raises(KeyReuse):
        answer(attempt, 1, {"options": ["bad"]}, key="w.1")


def test_an_answer_is_final(attempt: Attempt) -> None:
    answer(attempt, 1, {"options": ["bad"]})
    with pytest.raises(services.AlreadyAnswered):
        answer(attempt, 1, RIGHT[0], key="w.9")


def test_another_window_with_an_older_page_is_noticed_and_loses_nothing(attempt: Attempt) -> None:
    saved = draft(attempt, {"options": ["good"]}, "first.1")
    with pytest.raises(StaleSequence) as stale:
        draft(attempt, {"options": ["bad"]}, "second.1")
    assert stale.value.newest == saved.step
    draft(attempt, {"options": ["half"]}, "first.2", seen=0)
    draft(attempt, {"options": ["half"]}, "third.1", slot=2)
    assert attempt_view(attempt).slots[0].response == {"options": ["half"]}


def test_a_finished_attempt_takes_nothing(attempt: Attempt, user: User) -> None:
    services.finish_attempt(attempt_id=attempt.pk, person=user)
    with pytest.raises(services.AttemptClosed):
        draft(attempt, RIGHT[0], "w.1")


def test_another_persons_attempt_does_not_exist(attempt: Attempt) -> None:
    with pytest.raises(Attempt.DoesNotExist):
        services.save_draft(
            attempt_id=attempt.pk, person=person(), slot=1, response={}, key="w.1", seen=0
        )


def test_an_edited_item_does_not_touch_a_running_attempt(attempt: Attempt) -> None:
    before = attempt_view(attempt).slots[0].version
    edited = before.item
    edited.title_en = "Changed"
    edited.save()
    version, new = services.publish(item=edited)
    assert new
    assert (version.number, attempt_view(attempt).slots[0].version) == (2, before)
    assert services.publish(item=edited) == (version, False)


def test_steps_and_versions_cannot_be_changed(attempt: Attempt) -> None:
    for rows in (
        Step.objects.filter(attempt=attempt),
        attempt_view(attempt).slots[0].version.item.versions.all(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.delete()


def test_saving_an_answer_costs_few_queries(attempt: Attempt) -> None:
    attempt.person.institution  # noqa: B018
    with CaptureQueriesContext(
        connection,
    ) as queries:
        draft(attempt, RIGHT[0], "w.1")
    assert real(queries) <= 4
    with CaptureQueriesContext(connection) as queries:
        answer(attempt, 1, RIGHT[0], key="w.2")
    assert real(queries) <= 6


def real(queries: CaptureQueriesContext) -> int:
    kinds = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(kinds) for query in queries.captured_queries)


def test_cards_say_where_a_person_stands(attempt: Attempt, user: User) -> None:
    answer(attempt, 1, RIGHT[0])
    (open_,) = open_attempts(user)
    assert (open_.done, open_.total, open_.minutes_left) == (1, 3, 6)
    card = set_card(user, "reading-a-datasheet")
    assert card is not None
    assert (card.state, card.done, card.minutes) == ("open", 1, 9)
    services.finish_attempt(attempt_id=attempt.pk, person=user)
    card = set_card(user, "reading-a-datasheet")
    assert card is not None
    assert (card.state, card.best_percent) == ("finished", 33)
    assert set_card(None, "no-such-set") is None


def test_an_edited_set_does_not_touch_an_attempt(attempt: Attempt, user: User) -> None:
    before = [options_of(attempt, slot) for slot in attempt_view(attempt).slots]
    answer(attempt, 1, RIGHT[0])
    answer(attempt, 2, RIGHT[1])
    chosen = attempt.exercise_set
    chosen.pass_mark, chosen.shuffle_options, chosen.feedback = "1/10", False, "end"
    chosen.save()
    finished = services.finish_attempt(attempt_id=attempt.pk, person=user)
    view = attempt_view(finished)
    assert not view.passed
    assert (view.rules.pass_mark, view.rules.feedback) == (Fraction(7, 10), "each")
    assert [options_of(finished, slot) for slot in view.slots] == before
    line = lines_for(user).last()
    assert line is not None
    assert line.version_hash == view.rules.hash


def test_open_attempts_cost_the_same_for_one_and_three(user: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            open_attempts(user)
        return len(queries)

    services.start_attempt(person=user, exercise_set=make.exercise_set("one"))
    one = cost()
    for key in ("two", "three"):
        services.start_attempt(person=user, exercise_set=make.exercise_set(key))
    assert cost() == one
    assert len(open_attempts(user)) == 3


def test_starting_costs_the_same_for_one_and_three_items(user: User) -> None:
    whole, short = make.exercise_set("whole"), make.exercise_set("short")
    short.slots.filter(position__gt=1).delete()
    costs = []
    for chosen in (short, whole):
        with CaptureQueriesContext(connection) as queries:
            services.start_attempt(person=user, exercise_set=chosen)
        costs.append(len(queries))
    assert costs[0] == costs[1]


class AttemptMachine(RuleBasedStateMachine):
    """Saves, answers, repeats and old windows in any order: nothing acknowledged is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.user = person()
        number = ExerciseSet.objects.count()
        self.attempt = services.start_attempt(
            person=self.user, exercise_set=make.exercise_set(f"set-{number}")
        )
        self.kept: dict[int, Any] = {}
        self.answered: dict[int, Fraction] = {}
        self.number = 0

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}.1"

    def newest(self, slot: int) -> int:
        return attempt_view(self.attempt).slots[slot - 1].sequence

    @rule(slot=st.integers(1, 3), text=st.sampled_from(["a", "b", "good"]), fresh=st.booleans())
    def save(self, slot: int, text: str, fresh: bool) -> None:
        response = {"options": [text]}
        seen = self.newest(slot) if fresh else -1
        try:
            draft(self.attempt, response, self.key(), seen=seen, slot=slot)
        except (StaleSequence, services.AlreadyAnswered, services.AttemptClosed):
            return
        self.kept[slot] = response

    @rule(slot=st.integers(0, 4), right=st.booleans(), twice=st.booleans())
    def submit(self, slot: int, right: bool, twice: bool) -> None:
        response = RIGHT[slot - 1] if right and 1 <= slot <= 3 else {"code": "nonsense"}
        key = self.key()
        for _ in range(1 + twice):
            try:
                step = answer(self.attempt, slot, response, key=key).step
            except (services.AlreadyAnswered, services.AttemptClosed):
                return
            self.kept[slot] = response
            self.answered.setdefault(slot, Fraction(step.outcome["fraction"]))

    @rule()
    def finish(self) -> None:
        services.finish_attempt(attempt_id=self.attempt.pk, person=self.user)

    @invariant()
    def nothing_is_lost_and_scores_stay(self) -> None:
        view = attempt_view(self.attempt)
        for slot, response in self.kept.items():
            assert view.slots[slot - 1].response == response
        for slot, fraction in self.answered.items():
            outcome = view.slots[slot - 1].outcome
            assert outcome is not None
            assert outcome.fraction == fraction
        assert view.done == len(self.answered)
        assert 0 <= view.score <= 1
        answers = Step.objects.filter(attempt=self.attempt, kind=StepKind.ANSWERED)
        assert answers.count() == len(self.answered)


class TestAttemptMachine(HypothesisTestCase):
    def test_any_order_of_events(self) -> None:
        run_state_machine_as_test(
            AttemptMachine,
            settings=settings(max_examples=12, stateful_step_count=12, deadline=None),
        )
