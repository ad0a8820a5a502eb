from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.rules import BadScheme, Line, Requirement, evaluate, read_requirements

START = datetime(2026, 1, 1, tzinfo=UTC)
SET = Requirement("set_passed", "a", Fraction(7, 10))
MODULE = Requirement("module_completed", "c/m")


def line(key: str, verb: str, score: Fraction | None = None, day: int = 0) -> Line:
    return Line(f"{key}-{day}", verb, key, score, START + timedelta(days=day))


@pytest.mark.parametrize(
    ("score", "met"),
    [
        (Fraction(7, 10), True),
        (Fraction(699_999, 1_000_000), False),
        (Fraction(1), True),
        (None, False),
    ],
)
def test_pass_mark_is_reached_exactly_at_the_mark(score: Fraction | None, met: bool) -> None:
    assert evaluate([SET], [line("exercises:set:a", "failed", score)]).met is met


def test_evidence_is_the_first_line_that_shows_it_and_best_is_the_highest() -> None:
    lines = [
        line("exercises:set:a", "passed", Fraction(9, 10), day=3),
        line("exercises:set:a", "passed", Fraction(8, 10), day=2),
        line("exercises:set:a", "failed", Fraction(1, 10), day=1),
    ]
    (tick,) = evaluate([SET], lines).ticks
    assert tick.evidence == lines[1]
    assert tick.best == Fraction(9, 10)


def test_every_requirement_is_needed() -> None:
    passed = line("exercises:set:a", "passed", Fraction(1))
    assert not evaluate([SET, MODULE], [passed]).met
    assert evaluate([SET, MODULE], [passed, line("courses:module:c/m", "completed")]).met


def test_nothing_required_is_nothing_earned() -> None:
    assert not evaluate([], []).met


def test_unknown_kind_is_never_met() -> None:
    assert not evaluate([Requirement("charm", "a")], [line("charm:a", "passed")]).met


lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["exercises:set:a", "courses:module:c/m", "other"]),
        st.sampled_from(["passed", "failed", "completed", "answered"]),
        st.none() | st.fractions(0, 1),
        st.integers(0, 30),
    )
)


@given(lines, lines)
def test_more_lines_never_take_a_tick_away(some: list[Line], more: list[Line]) -> None:
    before, after = evaluate([SET, MODULE], some), evaluate([SET, MODULE], some + more)
    assert all(b.met <= a.met for b, a in zip(before.ticks, after.ticks, strict=True))


@given(lines)
def test_a_met_tick_names_its_evidence(some: list[Line]) -> None:
    for tick in evaluate([SET, MODULE], some).ticks:
        assert tick.met == (tick.evidence is not None)


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        "set_passed",
        [None],
        [{"kind": "set_passed"}],
        [{"kind": "charm", "key": "a"}],
        [{"kind": ["set_passed"], "key": "a"}],
        [{"kind": "set_passed", "key": "a", "mark": 1}],
        [{"kind": "set_passed", "key": "a", "pass_mark": "7/0"}],
        [{"kind": "set_passed", "key": "a", "pass_mark": "70 %"}],
        [{"kind": "set_passed", "key": "a", "pass_mark": "3/2"}],
    ],
)
def test_bad_requirements_are_refused(rows: Any) -> None:
    with pytest.raises(BadScheme):
        read_requirements(rows)
