import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.diff.tokens import quantities, signature, tokens

ODD = "0123456789 .,;:-–−×x*°ºC≤≥<>=+/'\"’“⁶⁻¹ⁿ^\u00a0\n\tabcdABCmMдЖ2B350.a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("≤ 5 mm", "<= 5 mm"),
        ("≥5 mm", ">= 5 mm"),
        ("± 2", "+/- 2"),
        ("a “term”", 'a "term"'),
        ("a ‘term’", "a 'term'"),
        ("3 × 5", "3 * 5"),
        ("3 x 5", "3 × 5"),
        ("10⁶ m", "10^6 m"),
        ("10⁻⁶", "10^-6"),
        ("5 m³", "5 m3"),
        ("1 000 W", "1000 W"),
        ("1\u00a0000 W", "1000\u00a0W"),
        ("20 °C", "20 ºC"),
        ("20 °C", "20 ° C"),
        ("20 °C", "20\u2103"),
        ("0,9 μm", "0.9 µm"),
        ("solid-state", "solid state"),
        ("havingall of", "having all of"),
        ("N.B. SEE ALSO 2B201.", "N.B. See also 2B201"),
        ("see 3B001.a.", "see 3B001.a"),
        ("metal;and", "metal; and"),
        ("one – two", "one — two"),
    ],
)
def test_typography_does_not_count(one, other):
    assert signature(one) == signature(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("400 mm", "650 mm"),
        ("5 mW", "5 MW"),
        ("1 5", "15"),
        ("1,5", "15"),
        ("10⁶", "106"),
        ("-40 °C", "40 °C"),
        ("≤ 5", "≥ 5"),
        ("2B001.a", "2B001.b"),
        ('"term"', "'term'"),
        ("a and b", "a or b"),
        ("1 000", "1 0000"),
    ],
)
def test_what_means_something_else_counts(one, other):
    assert signature(one) != signature(other)


@given(st.text(alphabet=ODD, max_size=80) | st.text(max_size=80))
def test_tokens_put_together_are_the_text(text):
    assert "".join(token.raw for token in tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("between 75 mm and 1 650 mm", {"75": 1, "1650": 1}),
        ("exceeding 10⁶ m", {"10^6": 1}),
        ("Technical Notes: 1. Wide. 2. Deep 3,5 m.", {"3,5": 1}),
        ("Note 1: see 2B350.a.3. and Part 2", {}),
        ("a. of 1C010", {}),
        ("", {}),
    ],
)
def test_quantities_leave_out_codes_and_places(text, found):
    assert quantities(text) == found
