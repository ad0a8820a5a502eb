from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.criteria.quantities import BadQuantity, Written, convert, number, unit_key, written
from controllist.criteria.unit_table import ALIASES, UNITS


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("0,9 GPa", "MPa", Fraction(900)),
        ("1.95 ГПа", "MPa", Fraction(1950)),
        ("14,65 × 10⁶ m", "m", Fraction(14_650_000)),
        ("12.7e6 m", "km", Fraction(12_700)),
        ("3 * 10^-4 m", "mm", Fraction(3, 10)),
        ("20 °C", "K", Fraction(29315, 100)),
        ("-55 degC", "K", Fraction(21815, 100)),
        ("1 in", "mm", Fraction(254, 10)),
        ("10 дюймов", "mm", Fraction(254)),
        ("25 морских миль", "km", Fraction(463, 10)),
        ("46,3 км/ч", "kn", Fraction(25)),
        ("1 000 000 кадр/с", "fps", Fraction(1_000_000)),
        ("600 об/мин", "Hz", Fraction(10)),
        ("2 mPa", "Pa", Fraction(2, 1000)),
        ("2 MPa", "Pa", Fraction(2_000_000)),
        ("0,2 %", "ppm", Fraction(2000)),
        ("5 м³/ч", "L/min", Fraction(250, 3)),
    ],
)
def test_typed_quantities_are_exact_in_the_unit_of_the_fact(typed, unit, value):
    assert written(typed).to(unit) == value


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "not_a_number"),
        ("strong", "not_a_number"),
        ("NaN MPa", "not_a_number"),
        ("1e99999 m", "unknown_unit"),
        ("5 furlongs", "unknown_unit"),
        ("2 мпа", "unknown_unit"),
        ("1" * 80, "not_a_number"),
    ],
)
def test_what_is_no_quantity_says_why(typed, reason):
    with pytest.raises(BadQuantity) as caught:
        written(typed)
    assert caught.value.reason == reason


def test_another_quantity_is_refused():
    with pytest.raises(BadQuantity, match="other_quantity"):
        written("5 kg").to("mm")
    with pytest.raises(BadQuantity, match="unknown_unit"):
        convert(Fraction(1), "furlong", "mm")


@pytest.mark.parametrize("key", list(UNITS))
def test_every_unit_of_the_table_is_read_by_its_signs(key):
    unit = UNITS[key]
    assert convert(Fraction(7, 3), key, key) == Fraction(7, 3)
    assert written("5", key) == Written(Fraction(5), key)
    if key:
        assert unit_key(key) == key
        for sign in (unit.en, unit.ru):
            # Two units may share a sign (W and VA in pint's eyes); what is measured is the same.
            assert convert(Fraction(1), unit_key(sign, key), key) is not None


def test_a_shared_sign_is_told_apart_by_what_is_measured():
    assert unit_key("g") == "g"
    assert unit_key("g", "gn") == "gn"
    assert written("10 g", "gn").to("m/s2") == Fraction("98.0665")


def test_signs_that_differ_only_by_case_are_never_guessed():
    assert "mpa" not in ALIASES


@given(st.fractions(), st.sampled_from([("mm", "in"), ("K", "degC"), ("psi", "Pa"), ("kn", "m/s")]))
def test_there_and_back_loses_nothing(value, pair):
    one, other = pair
    assert convert(convert(value, one, other), other, one) == value


@given(st.text(max_size=70))
def test_any_text_is_a_quantity_or_a_bad_one(text):
    try:
        found = written(text)
    except BadQuantity:
        return
    assert isinstance(found.number, Fraction)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6
    )
)
def test_a_number_is_read_as_it_stands(value):
    assert number(f"{value:f}") == Fraction(value)
    assert number(f"{value:f}".replace(".", ",")) == Fraction(value)
