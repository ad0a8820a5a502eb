from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from casestudies import services
from casestudies.models import CaseVersion, Run, RunStep
from casestudies.scenario.decisions import Code
from casestudies.scenario.scoring import expert_decisions
from casestudies.scenario.states import Decision
from casestudies.selectors import case_card, newest_run, open_runs, run_view
from exercises.journal import KeyReuse, StaleSequence
from people.privacy import erase, everything_about
from records.append_only import protected_tables
from records.models import Record
from records.verbs import LedgerVerb
from tests.factories.cases import SHIPPED, begun, load, play, shipped
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KEY = f"{'b' * 32}.form"


def lines(user: object) -> list[tuple[str, str]]:
    rows = Record.objects.owned_by(user).order_by("pk")
    return [(row.verb, row.object_key) for row in rows]


def first() -> Decision:
    return next(iter(expert_decisions(shipped())))


def pin_all(run: Run, decision: Decision) -> None:
    for line in {line for refs in decision.evidence.values() for line in refs}:
        services.pin_evidence(run_id=run.pk, person=run.person, line=line)


def test_whole_run_of_the_expert_writes_the_ledger_once() -> None:
    user = person()
    run = begun(user)
    play(run)
    key = f"casestudies:case:{SHIPPED}"
    assert lines(user) == [
        (LedgerVerb.INITIALIZED, key), (LedgerVerb.COMPLETED, key), (LedgerVerb.PASSED, key),
    ]  # fmt: skip
    done = Record.objects.owned_by(user).get(verb=LedgerVerb.COMPLETED)
    assert (done.score, done.completion, done.country) == (1, True, "KZ")
    assert done.version_hash == run.version.hash
    assert run_view(run).state.ending == "held"


def test_poor_run_fails_with_its_score() -> None:
    user = person()
    run = begun(user)
    experts = list(expert_decisions(shipped()))
    granted = Decision(
        "decision", {**experts[4].answers, "outcome": ("grant",)}, experts[4].evidence
    )
    poor = [
        Decision(e.stage, {k: _worst(e.stage, k) for k in e.answers}, e.evidence)
        for e in experts[:4]
    ]
    play(run, [*poor, granted])
    failed = Record.objects.owned_by(user).get(verb=LedgerVerb.FAILED)
    assert failed.success is False
    assert failed.score is not None
    assert failed.score < Fraction(7, 10)


def _worst(stage: str, question: str) -> tuple[str, ...]:
    options = shipped().stage_by_key[stage].question_by_key[question].options
    return (min(options, key=lambda option: option.credit).key,)


def test_starting_twice_is_one_run_and_a_new_one_after_the_end() -> None:
    user, case = person(), load()
    run = services.start_run(person=user, case=case)
    assert services.start_run(person=user, case=case) == run
    play(run)
    assert services.start_run(person=user, case=case) != run


def test_decision_without_evidence_is_refused_and_the_run_is_as_before() -> None:
    run = begun(person())
    bare = Decision("goods", first().answers, {})
    with pytest.raises(services.DecisionRefused) as refused:
        services.record_decision(run_id=run.pk, person=run.person, decision=bare, key=KEY)
    assert {fault.code for fault in refused.value.refusal.faults} == {Code.EVIDENCE_MISSING}
    assert not RunStep.objects.filter(run=run).exists()


def test_same_key_is_the_same_decision() -> None:
    run = begun(person())
    pin_all(run, first())
    steps = [
        services.record_decision(run_id=run.pk, person=run.person, decision=first(), key=KEY).step
        for _ in range(2)
    ]
    assert steps[0] == steps[1]
    assert RunStep.objects.filter(run=run, kind="decide").count() == 1


def test_same_key_with_another_decision_is_refused() -> None:
    run = begun(person())
    pin_all(run, first())
    services.record_decision(run_id=run.pk, person=run.person, decision=first(), key=KEY)
    other = Decision("goods", {**first().answers, "nickel": ("none",)}, first().evidence)
    with pytest.raises(KeyReuse):
        services.record_decision(run_id=run.pk, person=run.person, decision=other, key=KEY)


def test_stage_that_another_window_has_decided_is_stale() -> None:
    run = begun(person())
    pin_all(run, first())
    services.record_decision(run_id=run.pk, person=run.person, decision=first(), key=KEY)
    with pytest.raises(StaleSequence):
        services.record_decision(
            run_id=run.pk, person=run.person, decision=first(), key=f"{'c' * 32}.form"
        )
    with pytest.raises(StaleSequence):
        services.save_draft(run_id=run.pk, person=run.person, decision=first(), key="x.1")


def test_pin_needs_a_line_that_has_arrived() -> None:
    run = begun(person())
    for line in ("denial.1", "invoice.99", "nonsense", ""):
        with pytest.raises(services.LineMissing):
            services.pin_evidence(run_id=run.pk, person=run.person, line=line)


def test_pins_and_reading_are_noted_once() -> None:
    run = begun(person())
    for _ in range(2):
        services.pin_evidence(run_id=run.pk, person=run.person, line="invoice.4")
        services.open_paper(run_id=run.pk, person=run.person, paper="invoice")
    services.unpin_evidence(run_id=run.pk, person=run.person, line="invoice.4")
    services.pin_evidence(run_id=run.pk, person=run.person, line="invoice.4")
    view = run_view(run)
    assert (view.state.pins, view.state.read) == (("invoice.4",), frozenset({"invoice"}))
    assert [step.kind for step in view.steps] == ["pin", "read", "unpin", "pin"]


def test_nobody_writes_into_somebody_elses_run() -> None:
    run, stranger = begun(person()), person()
    with pytest.raises(services.RunMissing):
        services.pin_evidence(run_id=run.pk, person=stranger, line="invoice.4")
    with pytest.raises(services.RunMissing):
        services.save_note(run_id=run.pk, person=stranger, text="x")
    with pytest.raises(services.RunMissing):
        services.record_decision(run_id=run.pk, person=stranger, decision=first(), key=KEY)


def test_finished_run_takes_nothing_more() -> None:
    run = begun(person())
    play(run)
    with pytest.raises(services.RunClosed):
        services.pin_evidence(run_id=run.pk, person=run.person, line="invoice.5")
    with pytest.raises(services.RunClosed):
        services.record_decision(run_id=run.pk, person=run.person, decision=first(), key="d" * 40)


def test_draft_is_kept_and_judged_by_nobody() -> None:
    run = begun(person())
    half = Decision("goods", {"nickel": ("none",)}, {})
    services.save_draft(run_id=run.pk, person=run.person, decision=half, key="w.1")
    services.save_draft(run_id=run.pk, person=run.person, decision=half, key="w.2")
    view = run_view(run)
    assert view.draft["answers"] == {"nickel": ["none"]}
    assert (view.state.path, len(view.steps)) == ((), 1)


def test_run_keeps_the_version_it_began_with() -> None:
    run = begun(person())
    newer = CaseVersion.objects.create(
        case=run.case, number=2, spec=run.version.spec, hash="f" * 64, notes={}
    )
    play(run)
    assert run.version_id != newer.pk
    assert newest_run(run.person, SHIPPED, finished=True) == run


def test_steps_and_versions_are_append_only() -> None:
    run = begun(person())
    services.pin_evidence(run_id=run.pk, person=run.person, line="invoice.4")
    assert {"casestudies_runstep", "casestudies_caseversion"} <= set(protected_tables())
    for table in ("casestudies_runstep", "casestudies_caseversion"):
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_person_sees_and_erases_what_the_room_holds() -> None:
    user = person()
    run = begun(user)
    services.save_note(run_id=run.pk, person=user, text="my thoughts")
    services.pin_evidence(run_id=run.pk, person=user, line="invoice.4")
    (held,) = everything_about(user)["casestudies"]
    assert (held["note"], held["steps"][0]["data"]) == ("my thoughts", {"line": "invoice.4"})
    erase(user)
    run.refresh_from_db()
    assert run.note == ""


def test_open_runs_and_card_tell_where_the_person_stands() -> None:
    user = person()
    load()
    fresh = case_card(user, SHIPPED)
    assert fresh is not None
    assert (fresh.state, fresh.best_percent) == ("new", None)
    run = begun(user)
    play(run, [first()])
    (open_run,) = open_runs(user)
    assert (open_run.case_key, open_run.done, open_run.total) == (SHIPPED, 1, 6)
    card = case_card(user, SHIPPED)
    assert card is not None
    assert card.state == "open"
    play(run, list(expert_decisions(shipped()))[1:])
    card = case_card(user, SHIPPED)
    assert card is not None
    assert (card.state, card.best_percent, open_runs(user)) == ("finished", 100, [])
    assert case_card(None, "no-such-case") is None
