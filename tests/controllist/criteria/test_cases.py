"""Items whose classification a person worked out from the law, against what the rules compute."""

import pytest

from controllist.criteria import Result, Status
from controllist.criteria.facts import read_facts
from tests.controllist.criteria.conftest import EDITIONS, shipped
from tests.house import ROOT
from vocabulary.yamlfile import load

FOLDER = ROOT / "tests" / "controllist" / "criteria" / "cases"
FILES = sorted(FOLDER.glob("*.yaml"))


def said(result: Result) -> str:
    if result.status is Status.MET:
        return result.line
    if result.status is Status.RELEASED:
        return "released " + next(
            one.line for one in result.candidates if one.status is Status.RELEASED
        )
    return {Status.MISSED: "not-listed"}.get(result.status, str(result.status))


def wrong(case, edition):
    """What is wrong with one case in one edition; empty when the list says what a person found."""
    book = shipped(edition)
    facts, mistakes = read_facts(book.family_of[case["kind"]], case["facts"])
    if mistakes or book.contradictions(case["kind"], facts):
        return f"{case['title']} ({edition}): facts cannot be taken: {mistakes}"
    answer = case["answer"]
    wanted = answer[edition] if isinstance(answer, dict) else answer
    found = said(book.classify(case["kind"], facts))
    return "" if found == wanted else f"{case['title']} ({edition}): {found}, not {wanted}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_list_says_what_a_person_found(path):
    rows = load(path)["cases"]
    assert rows
    found = [
        wrong(case, edition) for case in rows for edition in case.get("editions", [EDITIONS[0]])
    ]
    assert [line for line in found if line] == []


def test_every_entry_with_criteria_has_cases_that_catch_something_and_some_that_do_not():
    answers = set()
    for path in FILES:
        for case in load(path)["cases"]:
            answer = case["answer"]
            answers |= set(answer.values()) if isinstance(answer, dict) else {answer}
    caught = {answer[:5] for answer in answers if answer[:1].isdigit()}
    assert set(shipped(EDITIONS[0]).entries) - caught == set()
    assert "not-listed" in answers
