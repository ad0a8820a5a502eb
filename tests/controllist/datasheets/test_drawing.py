from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllist.criteria import Status
from controllist.datasheets import NothingDrawn, Outcome, draw, facts_of, keyed
from controllist.datasheets.drawing import significant
from controllist.datasheets.kinds import outcome_of
from controllist.datasheets.showing import number_texts, plain_number, quantity_texts
from tests.controllist.criteria.conftest import book
from tests.controllist.datasheets.conftest import TEMPLATE, template

BOOK = book()


def test_the_same_seed_draws_the_same_sheet():
    one, again, other = (draw(template(), BOOK, seed) for seed in ("a", "a", "b"))
    assert one == again
    assert one.lines != other.lines


def test_every_wanted_outcome_is_drawn_in_about_equal_shares():
    counts = Counter(draw(template(), BOOK, f"seed-{n}").outcome for n in range(200))
    assert set(counts) == {
        Outcome.LISTED, Outcome.NEAR_MISS, Outcome.RELEASED, Outcome.OTHER,
    }  # fmt: skip
    assert min(counts.values()) > 20


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=20))
def test_what_is_printed_is_the_truth_and_decides(seed):
    variant = draw(template(), BOOK, seed)
    result = keyed(template(), variant.lines, BOOK)
    assert outcome_of(result, "2B350") is variant.outcome
    assert result.status is not Status.UNDECIDED
    for line in variant.lines:
        assert set(line.label) == set(line.value) == {"en", "ru"}
        assert all(line.value.values())


def test_values_lie_on_both_sides_of_the_threshold_and_on_it():
    sides = set()
    for n in range(300):
        typed = facts_of(template(), draw(template(), BOOK, f"s{n}").lines)["volume"]
        value = Fraction(typed.split()[0]) / (1000 if typed.endswith("L") else 1)
        sides.add((value > 20) - (value < 20))
    assert sides == {-1, 0, 1}


def test_units_vary_and_figures_are_rounded_as_a_maker_would():
    typed = {
        facts_of(template(), draw(template(), BOOK, f"s{n}").lines)["volume"].split()[1]
        for n in range(40)
    }
    assert typed == {"m3", "L"}
    assert significant(Fraction(1234567), 4) == 1_235_000
    assert significant(Fraction("0.00123456"), 3) == Fraction("0.00123")
    assert significant(Fraction(0), 3) == 0


def test_a_silent_value_is_left_out_and_a_row_may_depend_on_another():
    text = TEMPLATE.replace("- {fact: nickel,", "- {fact: nickel, when: {use: plant},").replace(
        "  - {fact: nickel",
        "  - {fact: wall, range: [1 mm, 2 mm], step: 1 mm, plain: yes}\n  - {fact: nickel",
    )
    moved = text.replace("  - {fact: use,", "  - {fact: zz,")
    rows = [line for line in moved.splitlines() if "fact: zz" in line]
    early = text.replace(rows[0].replace("fact: zz", "fact: use") + "\n", "")
    early = early.replace("rows:\n", "rows:\n" + rows[0].replace("fact: zz", "fact: use") + "\n")
    early = early.replace("mix: [listed, near_miss, released, other]", "mix: [listed, released]")
    made = template(early)
    for n in range(60):
        facts = facts_of(made, draw(made, BOOK, f"s{n}").lines)
        assert ("nickel" in facts) is (facts["use"] == "plant")
        assert facts.get("special") is not False


def test_a_template_that_can_decide_nothing_draws_nothing():
    bare = TEMPLATE.replace("  - {fact: volume, around: 20 m3, step: 0.5 m3, units: [m3, L]}\n", "")
    bare = bare.replace("some_of: [glass, alloy, steel]", "some_of: [glass]")
    with pytest.raises(NothingDrawn):
        draw(template(bare), BOOK, "a")


@pytest.mark.parametrize(
    ("value", "unit", "en", "ru"),
    [
        (Fraction(1, 4), "%", "0.25\u00a0%", "0,25\u00a0%"),
        (Fraction(257400), "psi", "257,400\u00a0psi".replace(",", "\u00a0"), "257\u00a0400\u00a0фунт/кв. дюйм"),
        (Fraction(-55), "degC", "−55\u00a0°C", "−55\u00a0°C"),
        (Fraction(19), "in", "19\u00a0in", "19\u2033"),
        (Fraction(15), "DN", "DN\u00a015", "DN\u00a015"),
        (Fraction(3), "", "3", "3"),
        (Fraction(1999), "rpm", "1999\u00a0rpm", "1999\u00a0об/мин"),
    ],
)  # fmt: skip
def test_values_are_printed_as_each_language_does(value, unit, en, ru):
    assert quantity_texts(value, unit) == {"en": en, "ru": ru}


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test_a_printed_number_is_exact(value):
    assert Fraction(plain_number(Fraction(value))) == Fraction(value)
    assert (
        number_texts(Fraction(value))["ru"].replace(",", ".") == number_texts(Fraction(value))["en"]
    )
