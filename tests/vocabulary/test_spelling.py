from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary.spelling import fold_lookalikes, normalise_text, parse_decimal, search_key


@pytest.mark.parametrize(
    ("typed", "folded"), [("2в350 а", "2B350 A"), ("3А001", "3A001"), ("кz-х2тр", "KZ-X2TP")]
)
def test_lookalikes_become_latin_capitals(typed: str, folded: str) -> None:
    assert fold_lookalikes(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("газовая центрифуга", "Газовые центрифуги"),
        ("ёмкость", "Емкости"),
        ("Frequency changers", "frequency changer"),
        ("КАЗАХСТАН", "казахстан"),
    ],
)
def test_forms_of_a_word_have_one_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13,33", "13.33"), ("13.33", "13.33"), ("1 234,5", "1234.5"), ("1\u00a0234", "1234"),
        ("−5", "-5"), ("+7", "7"), (".5", "0.5"), ("1e3", "1e3"), (" 0 ", "0"),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(typed: str, number: str) -> None:
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "NaN",
        "inf",
        "1e999",
        "٣",
        "１２",
        "1,234.5",
        "5" * 41,
        "0x10",
        "1__0",
        "\x00",
        "1e31",
        "true",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert parse_decimal(typed) is None


@given(st.text(max_size=60))
def test_any_text_gives_plain_values(text: str) -> None:
    assert isinstance(fold_lookalikes(text), str)
    assert isinstance(search_key(text), str)
    number = parse_decimal(text)
    assert number is None or number.is_finite()


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_a_written_number_is_read_back_in_both_languages(number: Decimal) -> None:
    assert parse_decimal(f"{number:f}") == number
    assert parse_decimal(f"{number:f}".replace(".", ",")) == number
