import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.grading import (
    ChoiceItem,
    ClassificationItem,
    Item,
    NearAnswer,
    NumericItem,
    Option,
    Slip,
    State,
    Tolerance,
    best_response,
    grade,
)
from exercises.grading.codec import BadSpec, dump_item, dump_outcome, load_item, load_outcome
from exercises.grading.draw import option_names, shuffled

HALF = Fraction(1, 2)
SINGLE = ChoiceItem((Option("a", Fraction(1)), Option("b", HALF), Option("c", Fraction(0))))
MANY = ChoiceItem(
    (Option("a", Fraction(1)), Option("b", Fraction(1)), Option("c", Fraction(0))), multiple=True
)
MODULUS = NumericItem(
    Decimal("13.33"),
    "10^6 m",
    (("10^6 m", Decimal(1)), ("m", Decimal("0.000001"))),
    Tolerance(relative=Decimal("0.01")),
    (Slip(Decimal("130.7"), Tolerance(relative=Decimal("0.01")), "forgot_g"),),
)
REACTOR = ClassificationItem(
    ("2B350.a.3",),
    "2B350.a.3",
    (NearAnswer("2B352"), NearAnswer("2B350.g.2"), NearAnswer("not-listed")),
)
CONVERTER = ClassificationItem(("3A225", "0B001.b.13"))
FREE = ClassificationItem(("not-listed",), near=(NearAnswer("2B350.a"),))
ITEMS: list[Item] = [SINGLE, MANY, MODULUS, REACTOR, CONVERTER, FREE]


def codes(item: Item, response: Any) -> list[str]:
    return [finding.code for finding in grade(item, response).findings]


@pytest.mark.parametrize(
    ("item", "options", "fraction"),
    [
        (SINGLE, ["a"], 1), (SINGLE, ["b"], HALF), (SINGLE, ["c"], 0),
        (MANY, ["a", "b"], 1), (MANY, ["a"], HALF), (MANY, ["a", "b", "c"], HALF),
        (MANY, ["a", "c"], 0), (MANY, ["c"], 0), (MANY, ["a", "a"], HALF),
    ],
)  # fmt: skip
def test_choice(item: Item, options: list[str], fraction: Fraction) -> None:
    assert grade(item, {"options": options}).fraction == fraction


@pytest.mark.parametrize(
    ("value", "unit", "fraction", "finding"),
    [
        ("13,33", "10^6 m", 1, "right_value"),
        ("13.2", "", 1, "right_value"),
        ("13 330 000", "m", 1, "right_value"),
        ("13,4633", "", 1, "right_value"),
        ("13,4634", "", 0, "too_high"),
        ("12", "", 0, "too_low"),
        ("130,7", "", 0, "slip"),
        ("13,33", "m", HALF, "unit_mismatch"),
        ("13,33", "km", 0, "unknown_unit"),
        ("much", "", 0, "not_a_number"),
    ],
)
def test_numeric(value: str, unit: str, fraction: Fraction, finding: str) -> None:
    outcome = grade(MODULUS, {"value": value, "unit": unit})
    assert (outcome.fraction, outcome.findings[0].code) == (fraction, finding)


@pytest.mark.parametrize(
    ("item", "typed", "fraction", "finding"),
    [
        (REACTOR, "2в350 а 3", 1, "right_code"),
        (REACTOR, "2B350.a.3.b", 1, "right_code"),
        (REACTOR, "2B350.a", Fraction(7, 8), "stopped_early"),
        (REACTOR, "2B350", Fraction(6, 8), "stopped_early"),
        (REACTOR, "2B350.g.1", Fraction(6, 8), "wrong_path"),
        (REACTOR, "2B352", Fraction(3, 8), "near_answer"),
        (REACTOR, "2B001", Fraction(2, 8), "right_group_wrong_entry"),
        (REACTOR, "2D351", Fraction(1, 8), "right_category_wrong_entry"),
        (REACTOR, "3A225", 0, "wrong_category"),
        (REACTOR, "2B350.g.2", Fraction(6, 8), "near_answer"),
        (REACTOR, "not-listed", 0, "near_answer"),
        (CONVERTER, "not-listed", 0, "is_listed"),
        (REACTOR, "reactor", 0, "not_a_code"),
        (CONVERTER, "3A225", 1, "right_code"),
        (CONVERTER, "3A225.a", 1, "right_entry_deeper"),
        (CONVERTER, "0B001.b.13", 1, "right_code"),
        (CONVERTER, "3A233", HALF, "right_origin_wrong_entry"),
        (FREE, "not-listed", 1, "right_not_listed"),
        (FREE, "2B350.a.3", 0, "near_answer"),
        (FREE, "1C216", 0, "is_not_listed"),
    ],
)
def test_classification(item: Item, typed: str, fraction: Fraction, finding: str) -> None:
    outcome = grade(item, {"code": typed})
    assert (outcome.fraction, outcome.findings[0].code) == (fraction, finding)


def test_not_sure_is_neither_right_nor_blamed() -> None:
    assert grade(REACTOR, {"unsure": True}).state is State.UNSURE


@pytest.mark.parametrize("item", ITEMS)
def test_best_response_earns_everything(item: Item) -> None:
    assert grade(item, best_response(item)).fraction == 1


ODD: list[Any] = [
    None, [], {}, "a", 1, True, {"options": "a"}, {"options": [["a"]]}, {"options": ["zz"]},
    {"value": True}, {"value": "NaN"}, {"value": "1e999"}, {"value": "5" * 5000}, {"value": "٣"},
    {"code": "\x00"}, {"code": ["3A225"]}, {"code": "A" * 10_000}, {"options": ["a"] * 1000},
    {"value": float("inf"), "unit": None}, {"other": 1}, {"options": [None]}, {"unsure": "yes"},
]  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_odd_responses_earn_nothing_and_raise_nothing(item: Item, raw: Any) -> None:
    assert grade(item, raw).fraction == 0


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["options", "value", "unit", "code", "x"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(ITEMS), anything)
def test_grading_is_total_and_repeats_itself(item: Item, raw: Any) -> None:
    outcome = grade(item, raw)
    assert 0 <= outcome.fraction <= 1
    assert grade(item, raw) == outcome
    assert load_outcome(json.loads(json.dumps(dump_outcome(outcome)))) == outcome


@pytest.mark.parametrize("item", ITEMS)
def test_items_survive_json(item: Item) -> None:
    assert load_item(json.loads(json.dumps(dump_item(item)))) == item


@given(st.lists(st.sampled_from("abc"), max_size=3, unique=True))
def test_choosing_a_further_right_option_never_costs(options: list[str]) -> None:
    for key in ("a", "b"):
        if key not in options:
            more = grade(MANY, {"options": [*options, key]}).fraction
            assert more >= grade(MANY, {"options": options}).fraction


@pytest.mark.parametrize(
    "spec",
    [
        None, {"kind": "charm"}, {"kind": "choice"}, {"kind": "choice", "options": []},
        {"kind": "choice", "options": [{"key": "a", "credit": "0"}]},
        {"kind": "choice", "options": [{"key": "a", "credit": "1/2"}]},
        {"kind": "choice", "options": [{"key": "a", "credit": "1", "right": True}]},
        {"kind": "choice", "options": [{"key": "a", "credit": "1"}, {"key": "a", "credit": "0"}]},
        {"kind": "numeric", "value": "NaN", "unit": "m", "units": [["m", "1"]], "tolerance": {}},
        {"kind": "numeric", "value": "1", "unit": "m", "units": [["km", "1"]], "tolerance": {}},
        {"kind": "classification", "accept": []},
    ],
)  # fmt: skip
def test_bad_specs_are_refused(spec: Any) -> None:
    with pytest.raises(BadSpec):
        load_item(spec)


def test_an_attempts_names_tell_nothing_and_stay() -> None:
    names = option_names("seed", 1, ["a", "b"])
    assert names == option_names("seed", 1, ["a", "b"])
    assert names != option_names("other", 1, ["a", "b"])
    assert set(names.values()).isdisjoint({"a", "b"})
    assert sorted(shuffled("seed", 1, ["a", "b", "c"])) == ["a", "b", "c"]


def test_the_edge_of_a_tolerance_is_exact() -> None:
    """28 digits would round this difference away."""
    edge = "1000000000000000000000000000001"
    wide = NumericItem(Decimal("1e30"), "m", (("m", Decimal(1)),), Tolerance(Decimal(0)))
    assert grade(wide, {"value": edge, "unit": "m"}).state is State.WRONG
    assert grade(wide, {"value": "1e30", "unit": "m"}).state is State.RIGHT


@pytest.mark.parametrize("number", ["1e999999999", "1e-31", "NaN", "Infinity", "9" * 41, "", None])
def test_numbers_that_would_burst_the_arithmetic_are_refused(number: Any) -> None:
    choice = {"kind": "choice", "options": [{"key": "a", "credit": number}]}
    numeric = {
        "kind": "numeric",
        "value": number,
        "unit": "m",
        "units": [["m", "1"]],
        "tolerance": {},
    }
    for spec in (choice, numeric):
        with pytest.raises(BadSpec):
            load_item(spec)


@pytest.mark.parametrize("units", ["m", {"m": "1"}, [["m"]], [5], [["m", "0"]], [["m", "-1"]]])
def test_units_are_pairs_with_a_positive_factor(units: Any) -> None:
    with pytest.raises(BadSpec):
        load_item({"kind": "numeric", "value": "1", "unit": "m", "units": units, "tolerance": {}})
