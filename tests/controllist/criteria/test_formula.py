from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.criteria.formula import BadFormula, parse


def test_a_formula_is_exact():
    formula = parse("modulus / (density * 9.80665)")
    assert formula.names == ("modulus", "density")
    assert formula.numbers == (Fraction("9.80665"),)
    value = formula.value({"modulus": Fraction(230 * 10**9), "density": Fraction(1760)})
    assert value == Fraction(230 * 10**9) / (Fraction(1760) * Fraction("9.80665"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.7 + x / 1000", "2.7"), ("-x + 1", "-999"), ("x ** 2", "1000000"), ("min(x, 3) * 2", "6"),
     ("max(x, 3, 5)", "1000"), ("0.1 + 0.2", "0.3"), (" x ", "1000")],
)  # fmt: skip
def test_arithmetic(text, value):
    assert parse(text).value({"x": Fraction(1000)}) == Fraction(value)


def test_division_by_zero_has_no_value():
    assert parse("1 / x").value({"x": Fraction(0)}) is None


@pytest.mark.parametrize(
    "text",
    ["", "x +", "import os", "__import__('os')", "x.real", "x[0]", "lambda: 1", "x if x else 1",
     "x ** y", "x ** 99", "x ** -1", "open('f')", "min()", "'a'", "True", "x // 2", "x % 2",
     "x == 1", "(" * 200, "x" * 301, "1; 2", "min(x, key=y)", "a.b(1)", "[1]", "1j"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(BadFormula):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_bad_one(text):
    try:
        formula = parse(text)
    except BadFormula:
        return
    formula.value(dict.fromkeys(formula.names, Fraction(3, 7)))
