"""The steps of a drawn sheet: their keys are computed, their marks add up."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllist.datasheets import Outcome, draw
from exercises.grading import DatasheetItem, State, best_response, grade
from exercises.grading.codec import BadSpec, dump_item, load_item
from exercises.grading.guided import (
    ARTICLES,
    BESIDE_THE_POINT,
    CODE,
    COMPETE,
    NO_NOTE,
    NOTE,
    PARAMETERS,
    REMAINS,
    SUBJECT,
    guided,
    offer,
)
from tests.controllist.criteria.conftest import ENTRY, FAMILY, OTHER
from tests.controllist.datasheets.conftest import TEMPLATE
from vocabulary.yamlfile import parse

ITEM = DatasheetItem(
    parse(TEMPLATE, path="t"),
    {"families": [parse(FAMILY, path="f")], "entries": [parse(ENTRY, path="e"), parse(OTHER, path="o")]},
    "2025-11-15",
)  # fmt: skip


def variant(outcome: Outcome):
    return next(
        found
        for n in range(400)
        if (found := draw(ITEM.template, ITEM.book, f"v{n}")).outcome is outcome
    )


LISTED, NEAR, RELEASED, OTHER_ENTRY = (
    variant(one) for one in (Outcome.LISTED, Outcome.NEAR_MISS, Outcome.RELEASED, Outcome.OTHER)
)


def keys(drawn, name):
    step = next(step for step in guided(ITEM, drawn.lines).steps if step.name == name)
    return {option.key for option in step.item.options if option.credit == 1}


@pytest.mark.parametrize("drawn", [LISTED, NEAR, RELEASED, OTHER_ENTRY])
def test_the_best_response_earns_everything(drawn):
    item = guided(ITEM, drawn.lines)
    outcome = grade(item, best_response(item))
    assert (outcome.fraction, outcome.state) == (1, State.RIGHT)
    assert not any(finding.code == "left_the_road" for finding in outcome.findings)


def test_the_steps_of_a_listed_item():
    item = guided(ITEM, LISTED.lines)
    assert [step.name for step in item.steps] == [SUBJECT, PARAMETERS, COMPETE, CODE, NOTE]
    assert keys(LISTED, SUBJECT) == {"2B"}
    assert keys(LISTED, COMPETE) == {"2B350", "2B351"}
    assert keys(LISTED, NOTE) == {NO_NOTE}
    colour = [n for n, line in enumerate(LISTED.lines, 1) if line.label["en"] == "Colour"]
    assert str(colour[0]) not in keys(LISTED, PARAMETERS)
    assert keys(LISTED, PARAMETERS) | {str(colour[0])} == {
        str(n) for n in range(1, len(LISTED.lines) + 1)
    }


def test_an_item_that_nothing_catches_asks_for_the_articles():
    for drawn in (NEAR, RELEASED):
        assert keys(drawn, REMAINS) == set(ARTICLES)
        code = next(step for step in guided(ITEM, drawn.lines).steps if step.name == CODE)
        assert code.item.accept == ("not-listed",)
    assert keys(RELEASED, NOTE) == {"2B350.a:note:4"}


def test_the_first_step_that_is_wrong_is_named():
    item = guided(ITEM, LISTED.lines)
    best = best_response(item)["steps"]
    answer = {"steps": {**best, COMPETE: {"options": ["2B350", "2B352"]}, CODE: {"code": "2B352"}}}
    outcome = grade(item, answer)
    assert outcome.state is State.PARTIAL
    assert [f.params["step"] for f in outcome.findings if f.code == "left_the_road"] == [COMPETE]
    assert any(f.code == "right_origin_wrong_entry" for f in outcome.findings)
    assert outcome.fraction < 1


def test_a_step_left_out_earns_nothing_and_the_rest_counts():
    item = guided(ITEM, LISTED.lines)
    best = best_response(item)["steps"]
    only_code = grade(item, {"steps": {CODE: best[CODE]}})
    assert only_code.fraction == Fraction(40, 95)
    assert grade(item, {"steps": {}}).state is State.EMPTY
    assert grade(item, {"unsure": True}).state is State.UNSURE


def test_half_a_subject_for_the_right_category():
    item = guided(ITEM, LISTED.lines)
    best = best_response(item)["steps"]
    outcome = grade(item, {"steps": {**best, SUBJECT: {"options": ["2A"]}}})
    assert outcome.fraction == 1 - Fraction(15, 95) / 2


def test_free_mode_asks_for_the_code_and_what_remains():
    free = DatasheetItem(ITEM.spec, ITEM.criteria, ITEM.edition, "free")
    assert offer(free, LISTED.lines).steps == (CODE, REMAINS)
    assert [step.name for step in guided(free, LISTED.lines).steps] == [CODE]
    assert [step.name for step in guided(free, NEAR.lines).steps] == [CODE, REMAINS]


def test_what_is_offered_does_not_tell_the_answer():
    """The options of every step are the same for every sheet of a template (of as many rows)."""
    offers = {
        (one.compete, tuple(key for key, _note in one.notes), one.steps)
        for one in (offer(ITEM, drawn.lines) for drawn in (LISTED, NEAR, RELEASED, OTHER_ENTRY))
    }
    assert len(offers) == 1
    assert BESIDE_THE_POINT


def test_the_item_goes_into_json_and_back():
    again = load_item(dump_item(ITEM))
    assert again.edition == ITEM.edition
    assert guided(again, LISTED.lines) == guided(ITEM, LISTED.lines)


@pytest.mark.parametrize(
    "change",
    [{"mode": "loud"}, {"edition": "2021-05-20"}, {"template": {}}, {"criteria": {}},
     {"criteria": {"families": [], "entries": []}}, {"extra": 1}, {"template": None}],
)  # fmt: skip
def test_a_spoiled_spec_is_refused(change):
    with pytest.raises(BadSpec):
        load_item({**dump_item(ITEM), **change})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["steps", CODE, NOTE, "options", "code", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200)
@given(JUNK)
def test_whatever_is_sent_has_an_outcome(raw):
    outcome = grade(guided(ITEM, LISTED.lines), raw)
    assert 0 <= outcome.fraction <= 1
