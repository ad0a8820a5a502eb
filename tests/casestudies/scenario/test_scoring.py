import random
from fractions import Fraction

import pytest

from casestudies.scenario.scoring import answer_mark, evidence_mark, expert_state, score, time_mark
from casestudies.scenario.spec import Evidence, Timing
from casestudies.scenario.states import Decision, Step, apply, start, write_decision
from tests.factories.cases import shipped, tiny

PROOF = Evidence(("a.1", "a.2", "a.3"), 2, {"en": "", "ru": ""}, acceptable=("b.1",))


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        ((), "0"),
        (("a.1", "a.2"), "1"),
        (("a.1", "a.2", "a.3"), "1"),  # more than enough
        (("a.1",), "2/3"),  # precision 1, recall 1/2
        (("a.1", "a.2", "c.1"), "4/5"),  # precision 2/3, recall 1
        (("c.1",), "0"),
        (("a.1", "a.2", "b.1"), "1"),  # acceptable lines neither help nor harm
        (("b.1",), "0"),
    ],
)
def test_evidence_mark_balances_precision_and_recall(lines: tuple[str, ...], mark: str) -> None:
    assert evidence_mark(PROOF, lines) == Fraction(mark)


@pytest.mark.parametrize(
    ("chosen", "mark"), [(("x", "y"), "1"), (("x",), "1/2"), (("x", "z"), "0"), (("z",), "0")]
)
def test_wrong_choices_take_credit_but_never_below_nothing(
    chosen: tuple[str, ...], mark: str
) -> None:
    question = tiny().stage_by_key["one"].question_by_key["r"]
    assert answer_mark(question, chosen) == Fraction(mark)


@pytest.mark.parametrize(("days", "mark"), [(0, "1"), (3, "1"), (4, "4/5"), (8, "0"), (99, "0")])
def test_time_mark_falls_in_proportion(days: int, mark: str) -> None:
    assert time_mark(Timing(3, 8), days) == Fraction(mark)


def test_nothing_decided_scores_nothing() -> None:
    assert score(tiny(), start(tiny())).total == 0


def test_questions_that_were_never_met_count_against_the_run() -> None:
    step = {"stage": "one", "answers": {"q": ["no"], "r": ["x", "y"]}}
    result = score(tiny(), apply(tiny(), start(tiny()), Step("decide", step)))
    assert {line.key: line.reached for line in result.lines} == {
        "decisions": 0, "evidence": 0, "reasons": 1, "time": Fraction(3, 5),
    }  # fmt: skip


@pytest.mark.parametrize("pick", [tiny, shipped])
def test_expert_scores_the_maximum(pick: object) -> None:
    case = pick()  # type: ignore[operator]
    state = expert_state(case)
    assert case.ending_by_key[state.ending].good
    assert score(case, state).total == 1


def test_random_clicker_stays_under_thirty_per_cent_on_average() -> None:
    case, chance = shipped(), random.Random(7)
    totals = []
    for _ in range(200):
        state = start(case)
        while not state.closed:
            stage = case.stage_by_key[state.stage]
            lines = [ref for ref in case.line_by_ref if ref.rpartition(".")[0] in state.papers]
            answers, evidence = {}, {}
            for question in stage.questions:
                keys = [option.key for option in question.options]
                most = 1 if question.kind == "single" else len(keys)
                answers[question.key] = tuple(chance.sample(keys, chance.randint(1, most)))
                if question.evidence:
                    evidence[question.key] = tuple(chance.sample(lines, 3))
            decision = Decision(stage.key, answers, evidence)
            state = apply(case, state, Step("decide", write_decision(decision)))
        totals.append(score(case, state).total)
    assert sum(totals) / len(totals) < Fraction(3, 10)
