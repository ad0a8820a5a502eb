from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casestudies.scenario.decisions import Refusal, available, decide
from casestudies.scenario.scoring import score
from casestudies.scenario.spec import Case
from casestudies.scenario.states import (
    PIN,
    Decision,
    State,
    Step,
    apply,
    fold,
    start,
    write_decision,
)
from tests.factories.cases import shipped, tiny

CASES = st.sampled_from([tiny, shipped])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def one_step(case: Case, state: State, draw: Any) -> list[Step]:
    """A random legal decision of the open stage, with the pins it needs."""
    stage = available(case, state)
    assert stage is not None
    lines = [ref for ref in case.line_by_ref if ref.rpartition(".")[0] in state.papers]
    answers, evidence, steps = {}, {}, []
    for question in stage.questions:
        keys = [option.key for option in question.options]
        alone = {option.key for option in question.options if option.alone}
        most = 1 if question.kind == "single" else len(keys)
        chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=most, unique=True))
        if len(chosen) > 1 and alone & set(chosen):
            chosen = chosen[:1]
        answers[question.key] = tuple(chosen)
        if question.evidence:
            proof = draw(st.lists(st.sampled_from(lines), min_size=1, max_size=4, unique=True))
            steps += [Step(PIN, {"line": line}) for line in proof]
            evidence[question.key] = tuple(proof)
    decision = Decision(stage.key, answers, evidence)
    return [*steps, Step("decide", write_decision(decision))]


@given(CASES, st.data())
@settings(max_examples=60, deadline=None)
def test_random_walk_reaches_an_ending_within_the_bounds_of_the_score(pick: Any, data: Any) -> None:
    case, steps = pick(), []
    state = start(case)
    for _ in range(len(case.stages)):
        if state.closed:
            break
        for step in one_step(case, state, data.draw):
            if step.kind == "decide":
                assert not isinstance(decide(case, state, _decision(step)), Refusal)
            state = apply(case, state, step)
            steps.append(step)
    assert state.ending in case.ending_by_key
    assert 0 <= score(case, state).total <= 1
    assert fold(case, steps) == state  # replay is exact


def _decision(step: Step) -> Decision:
    return Decision(
        step.data["stage"],
        {key: tuple(chosen) for key, chosen in step.data["answers"].items()},
        {key: tuple(lines) for key, lines in step.data["evidence"].items()},
    )


@given(
    CASES,
    st.lists(
        st.builds(
            Step,
            st.sampled_from(["pin", "read", "decide", "x"]),
            st.fixed_dictionaries(
                {}, optional=dict.fromkeys(("line", "paper", "stage", "answers"), JUNK)
            ),
        )
    ),
)
@settings(max_examples=80, deadline=None)
def test_fold_is_total_and_junk_changes_nothing(pick: Any, steps: list[Step]) -> None:
    case = pick()
    assert fold(case, steps).path == ()


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_fold_is_prefix_consistent(data: Any) -> None:
    case = tiny()
    steps = one_step(case, start(case), data.draw)
    for cut in range(len(steps) + 1):
        state = fold(case, steps[:cut])
        for step in steps[cut:]:
            state = apply(case, state, step)
        assert state == fold(case, steps)


def test_days_papers_and_variables_follow_the_choice() -> None:
    case = tiny()
    yes = Step("decide", {"stage": "one", "answers": {"q": ["yes"], "r": ["y"]}})
    no = Step("decide", {"stage": "one", "answers": {"q": ["no"], "r": ["x"]}})
    good, bad = fold(case, [yes]), fold(case, [no])
    assert (good.stage, good.days, dict(good.papers)) == ("two", 1, {"a": 0, "b": 1, "c": 1})
    assert (bad.ending, bad.days, bad.variables) == ("bad", 5, {"trust": 0})


def test_option_sent_twice_counts_once() -> None:
    no = Step("decide", {"stage": "one", "answers": {"q": ["no", "no"], "r": ["x", "x"]}})
    assert fold(tiny(), [no]).days == 5
    assert fold(tiny(), [no]).path[0].decision.answers["r"] == ("x",)


def test_closed_run_takes_nothing_more() -> None:
    no = Step("decide", {"stage": "one", "answers": {"q": ["no"], "r": ["x"]}})
    state = fold(tiny(), [no])
    assert apply(tiny(), state, no) == state
    assert apply(tiny(), state, Step("pin", {"line": "a.1"})) == state


def test_pin_is_kept_once_and_can_be_taken_away() -> None:
    pins = [Step("pin", {"line": ref}) for ref in ("a.1", "a.1", "c.1", "a.9", "a.2")]
    assert fold(tiny(), pins).pins == ("a.1", "a.2")  # c has not arrived, a.9 does not exist
    assert fold(tiny(), [*pins, Step("unpin", {"line": "a.1"})]).pins == ("a.2",)
