from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.codes import Code, common_depth, parse


@pytest.mark.parametrize(
    "typed",
    [
        "2B350.a.3", "2в350 а 3", "«2В350.а.3»", "2b350a3", " 2B350 . a . 3 ", "2B350,a,3",
        "2B350/A/3", "2 B 350 a 3", "2B350.a.03", "“2B350.a.3”",
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    code = parse(typed)
    assert code is not None
    assert code.text == "2B350.a.3"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2B35",
        "2F350",
        "catalogue",
        "2B350.$",
        "\x00",
        "2B350" + ".a" * 60,
        "22B350",
        "2B350.aaaa",
    ],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert parse(typed) is None


@pytest.mark.parametrize(
    ("one", "other", "depth"),
    [
        ("3A225", "1B201", 0), ("3A225", "3B001", 1), ("3A225", "3A001", 2), ("3A225", "3A233", 3),
        ("2B350.a.3", "2B350.g.1", 4), ("2B350.a.3", "2B350.a", 5), ("2B350.a.3", "2B350.a.3", 6),
    ],
)  # fmt: skip
def test_common_depth(one: str, other: str, depth: int) -> None:
    left, right = parse(one), parse(other)
    assert left is not None
    assert right is not None
    assert common_depth(left, right) == depth


def test_natural_order() -> None:
    codes = [parse(text) for text in ("2B350.a.10", "2B350.a.2", "2B350", "2B001.b", "2B350.a")]
    assert [str(code) for code in sorted(code for code in codes if code)] == [
        "2B001.b", "2B350", "2B350.a", "2B350.a.2", "2B350.a.10",
    ]  # fmt: skip


codes = st.builds(
    Code,
    st.sampled_from("0123456789"),
    st.sampled_from("ABCDE"),
    st.sampled_from("012345"),
    st.integers(0, 99).map("{:02}".format),
    st.lists(st.sampled_from("abcdghqz") | st.integers(1, 99).map(str), max_size=5).map(
        lambda steps: tuple(s for i, s in enumerate(steps) if s.isdigit() == bool(i % 2))
    ),
)


@given(codes)
def test_what_is_written_is_read_back(code: Code) -> None:
    alternating = all(a.isdigit() != b.isdigit() for a, b in pairwise(code.path))
    if alternating:
        assert parse(code.text) == code


@given(st.text(max_size=120))
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = parse(text)
    assert code is None or parse(code.text) == code


@given(codes, codes)
def test_common_depth_is_symmetric_and_whole_only_for_itself(one: Code, other: Code) -> None:
    assert common_depth(one, other) == common_depth(other, one)
    assert (common_depth(one, other) == 4 + len(one.path) == 4 + len(other.path)) == (one == other)
