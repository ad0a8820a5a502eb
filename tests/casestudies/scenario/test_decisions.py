from typing import Any

import pytest

from casestudies.scenario.decisions import Code, Refusal, decide
from casestudies.scenario.states import Decision, Step, fold
from tests.factories.cases import tiny

STATE = fold(tiny(), [Step("pin", {"line": "a.1"}), Step("pin", {"line": "a.3"})])
GOOD: dict[str, Any] = {
    "answers": {"q": ("yes",), "r": ("y", "x")},
    "evidence": {"q": ("a.1",)},
    "words": {"q": "  because  "},
}


def codes(stage: str = "one", **changes: Any) -> set[str]:
    answer = decide(tiny(), STATE, Decision(stage, **{**GOOD, **changes}))
    return {fault.code for fault in answer.faults} if isinstance(answer, Refusal) else set()


def test_good_decision_is_tidied() -> None:
    assert decide(tiny(), STATE, Decision("one", **GOOD)) == Decision(
        "one", {"q": ("yes",), "r": ("x", "y")}, {"q": ("a.1",)}, {"q": "because"}
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"evidence": {}}, Code.EVIDENCE_MISSING),
        ({"evidence": {"q": ()}}, Code.EVIDENCE_MISSING),
        ({"evidence": {"q": ("a.2",)}}, Code.EVIDENCE_NOT_PINNED),
        ({"evidence": {"q": ("a.1",), "r": ("a.1",)}}, Code.UNKNOWN_QUESTION),
        ({"answers": {"q": ("yes",)}}, Code.UNANSWERED),
        ({"answers": {"q": ("yes", "no"), "r": ("x",)}}, Code.ONE_ONLY),
        ({"answers": {"q": ("maybe",), "r": ("x",)}}, Code.UNKNOWN_OPTION),
        ({"answers": {"q": ("yes",), "r": ("x", "none")}}, Code.STANDS_ALONE),
        ({"answers": {"q": ("yes",), "r": ("x",), "t": ("x",)}}, Code.UNKNOWN_QUESTION),
        ({"words": {"q": "x" * 2001}}, Code.WORDS_TOO_LONG),
        ({"stage": "two"}, Code.OTHER_STAGE),
    ],
)
def test_decision_is_refused_with_a_code(changes: dict[str, Any], code: Code) -> None:
    assert codes(**changes) == {code}


def test_closed_case_refuses_every_decision() -> None:
    no = Step("decide", {"stage": "one", "answers": {"q": ["no"], "r": ["x"]}})
    closed = fold(tiny(), [no])
    answer = decide(tiny(), closed, Decision("one", **GOOD))
    assert isinstance(answer, Refusal)
    assert [fault.code for fault in answer.faults] == [Code.CLOSED]
