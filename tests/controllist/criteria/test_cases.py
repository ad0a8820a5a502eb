"""Items whose classification a person worked out from the law, against what the rules compute."""

import pytest

from controllist.criteria import Result, Status
from controllist.criteria.facts import read_facts
from tests.controllist.criteria.conftest import EDITIONS, shipped
from tests.house import ROOT
from vocabulary.yamlfile import load

FOLDER = ROOT / "tests" / "controllist" / "criteria" / "cases"
CASES = [
    pytest.param(row, edition, id=f"{path.stem}: {row['title']} ({edition[:4]})")
    for path in sorted(FOLDER.glob("*.yaml"))
    for row in load(path)["cases"]
    for edition in row.get("editions", [EDITIONS[0]])
]


def said(result: Result) -> str:
    if result.status is Status.MET:
        return result.line
    if result.status is Status.RELEASED:
        return "released " + next(
            one.line for one in result.candidates if one.status is Status.RELEASED
        )
    return {Status.MISSED: "not-listed"}.get(result.status, str(result.status))


@pytest.mark.parametrize(("case", "edition"), CASES)
def test_the_list_says_what_a_person_found(case, edition):
    book = shipped(edition)
    facts, mistakes = read_facts(book.family_of[case["kind"]], case["facts"])
    assert mistakes == []
    assert book.contradictions(case["kind"], facts) == []
    answer = case["answer"]
    wanted = answer[edition] if isinstance(answer, dict) else answer
    assert said(book.classify(case["kind"], facts)) == wanted
