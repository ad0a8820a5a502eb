from typing import Any

import pytest

from casestudies.scenario.codec import read_case
from casestudies.scenario.linter import lint
from tests.factories.cases import both, option, paper, shipped, tiny, tiny_data


@pytest.mark.parametrize("pick", [tiny, shipped])
def test_sound_case_has_no_findings(pick: Any) -> None:
    assert lint(pick()) == ()


def stage(data: dict[str, Any], number: int = 0) -> Any:
    return data["stages"][number]


def question(data: dict[str, Any], number: int = 0) -> Any:
    return stage(data)["questions"][number]


FAULTS: list[tuple[str, Any]] = [
    ("bad_key", lambda d: d.update(key="Not A Key")),
    ("key_stands_twice", lambda d: d["papers"].append(paper("a"))),
    ("key_stands_twice", lambda d: question(d)["options"].append(option("yes", "0"))),
    ("unknown_reference", lambda d: d.update(first="nowhere")),
    ("unknown_reference", lambda d: stage(d)["links"][0].update(to="nowhere")),
    ("unknown_reference", lambda d: stage(d)["papers"].append("lost")),
    ("unknown_reference", lambda d: question(d)["evidence"]["relevant"].append("a.9")),
    ("unknown_reference", lambda d: question(d)["options"][0].update(effects={"luck": 1})),
    ("unknown_reference", lambda d: stage(d)["links"][0].update(when=[{"question": "zz"}])),
    ("unknown_reference", lambda d: d["letter"].update(questions=["zz"])),
    ("empty_condition", lambda d: stage(d)["links"][0].update(when=[{}])),
    ("time_runs_backwards", lambda d: question(d)["options"][0].update(effects={"days": -1})),
    ("time_runs_backwards", lambda d: stage(d)["links"][0].update(days=-1)),
    ("nothing_to_decide", lambda d: stage(d, 1).update(questions=[])),
    ("too_few_options", lambda d: question(d).update(options=[option("yes", "1")])),
    ("credit_out_of_bounds", lambda d: question(d)["options"][1].update(credit="-2")),
    ("best_answer_is_not_worth_one", lambda d: question(d)["options"][0].update(credit="1/2")),
    ("single_choice_takes_no_negative_credit",
     lambda d: question(d)["options"][1].update(credit="-1/2")),
    ("right_choices_must_add_up_to_one", lambda d: question(d, 1)["options"][0].update(credit=1)),
    ("points_must_be_positive", lambda d: question(d).update(points="0")),
    ("enough_evidence_out_of_bounds", lambda d: question(d)["evidence"].update(enough=3)),
    ("required_evidence_out_of_bounds", lambda d: question(d)["evidence"].update(required=0)),
    ("dead_end", lambda d: stage(d)["links"].pop()),
    ("dead_end", lambda d: stage(d).update(links=[])),
    ("link_hides_those_after_it", lambda d: stage(d)["links"][0].update(when=[])),
    ("unreachable", lambda d: d["endings"].append({"key": "e", "title": both("e"), "text": both("e")})),
    ("no_good_ending", lambda d: d["endings"][0].update(good=False)),
    ("goes_round_in_circles", lambda d: stage(d, 1)["links"][0].update(to="one")),
    ("paper_never_arrives", lambda d: d["papers"].append(paper("lost", noise=True))),
    ("paper_is_not_used", lambda d: d["papers"][2].update(noise=False)),
    ("noise_is_cited", lambda d: d["papers"][0].update(noise=True)),
    ("cells_do_not_fit_the_columns", lambda d: d["papers"][0]["lines"].append({"cells": [both("c")]})),
    ("empty_line", lambda d: d["papers"][0]["lines"].append({})),
    ("weights_must_add_up_to_one", lambda d: d["rubric"].update(time="1/5")),
    ("timing_out_of_order", lambda d: d["rubric"]["timing"].update(none=3)),
    ("pass_mark_out_of_bounds", lambda d: d.update(pass_mark="2")),
    ("nothing_is_marked_as_reasons", lambda d: question(d, 1).update(part="decisions")),
    ("no_working_day_is_left", lambda d: d["clock"].update(weekend=[1, 2, 3, 4, 5, 6, 7])),
    ("headings_do_not_fit_the_questions", lambda d: d["letter"].update(headings=[])),
    ("not_translated", lambda d: d.update(title={"en": "Same title", "ru": "Same title"})),
    ("not_translated", lambda d: d.update(law={"en": "Law", "ru": "still in English " * 5})),
    ("cyrillic_in_english", lambda d: d.update(law={"en": "закон", "ru": "закон"})),
    ("expert_is_refused", lambda d: d["expert"][0]["answers"].pop()),
    ("expert_is_refused", lambda d: d["expert"][0]["answers"][0].update(evidence=["c.1"])),
    ("expert_reaches_no_ending", lambda d: d["expert"].pop()),
    ("expert_ends_badly", lambda d: d["expert"][0]["answers"][0].update(chosen=["no"]) or d["expert"].pop()),
    ("expert_misses_the_maximum", lambda d: d["expert"][1]["answers"][0].update(chosen=["go"])),
    ("evidence_may_be_out_of_reach", lambda d: d["papers"][1].update(noise=False)
     or question(d)["evidence"].update(relevant=["b.1", "b.2", "a.1"])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "break_it"), FAULTS, ids=range(len(FAULTS)))
def test_seeded_fault_is_found(code: str, break_it: Any) -> None:
    data = tiny_data()
    break_it(data)
    assert code in {finding.code for finding in lint(read_case(data))}
