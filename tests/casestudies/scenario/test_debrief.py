from casestudies.scenario.debrief import debrief, decision_letter, letter_evidence
from casestudies.scenario.scoring import expert_decisions
from casestudies.scenario.spec import Case
from casestudies.scenario.states import Decision, State, Step, fold, start, write_decision
from tests.factories.cases import shipped, tiny


def played(case: Case, *decisions: Decision) -> State:
    return fold(case, [Step("decide", write_decision(decision)) for decision in decisions])


def test_own_way_stands_beside_the_experts() -> None:
    own = Decision("one", {"q": ("no",), "r": ("z",)}, {"q": ("a.1", "a.3")}, {"q": "mine"})
    result = debrief(tiny(), played(tiny(), own))
    first, second = result.stages
    question = first.questions[0]
    assert [o.key for o in question.own] == ["no"]
    assert [o.key for o in question.expert] == ["yes"]
    assert (question.found, question.beside, question.missed) == (("a.1",), ("a.3",), ("a.2",))
    assert (question.words, question.mark) == ("mine", 0)
    assert (second.visited, second.questions[0].own) == (False, ())
    assert (result.ending and result.ending.key, result.expert_days) == ("bad", 2)


def test_two_opposite_ways_give_two_debriefs() -> None:
    case = shipped()
    experts = list(expert_decisions(case))
    granted = Decision(
        "decision",
        {**experts[4].answers, "outcome": ("grant",)},
        experts[4].evidence,
    )
    good = debrief(case, played(case, *experts))
    bad = debrief(case, played(case, *experts[:4], granted))
    assert (good.ending and good.ending.key, bad.ending and bad.ending.key) == ("held", "diverted")
    assert good.score.passed
    assert good.score.total == 1 > bad.score.total


def test_letter_is_composed_from_decisions_and_own_words() -> None:
    own = Decision("one", {"q": ("yes",), "r": ("x",)}, {"q": ("a.1",)}, {"q": "my reasons"})
    state = played(tiny(), own)
    composed = decision_letter(tiny(), state)
    assert composed is not None
    (part,) = composed[1]
    assert [sentence["en"] for sentence in part.sentences] == ["granted en"]
    assert part.words == "my reasons"
    assert letter_evidence(tiny(), state) == ("a.1",)


def test_no_letter_before_the_decision() -> None:
    assert decision_letter(tiny(), start(tiny())) is None
    assert letter_evidence(tiny(), start(tiny())) == ()


def test_letter_does_not_quote_confidential_papers() -> None:
    state = played(shipped(), *expert_decisions(shipped()))
    lines = letter_evidence(shipped(), state)
    assert "invoice.4" in lines
    assert not [line for line in lines if line.startswith(("denial.", "tervia.", "colleague."))]
