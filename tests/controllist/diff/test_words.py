import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.diff import Piece, abridge, pieces, words

WORD = st.sampled_from(
    ["pump", "valve", "75", "650", "10⁶", "≤", "<=", '"term"', "and", "2B350.a.", "mm;", "-", "°C"]
)
TEXT = st.lists(WORD, max_size=25).map(" ".join) | st.text(max_size=60)


@given(TEXT, TEXT)
def test_each_side_gives_its_text(old, new):
    found = pieces(old, new)
    assert "".join(piece.old for piece in found) == old
    assert "".join(piece.new for piece in found) == new


@given(TEXT)
def test_identical_texts_have_no_change(text):
    assert [piece for piece in pieces(text, text) if not piece.same or piece.numbers] == []


@given(TEXT, TEXT)
def test_turned_round_as_much_changes(old, new):
    def changed(found):
        return any(not piece.same for piece in found)

    assert changed(pieces(old, new)) == changed(pieces(new, old))


def test_a_threshold_stands_out():
    old, new = "A diameter of 75 mm to 400 mm; and", "A diameter of 75 mm to 650 mm;"
    assert pieces(old, new) == [
        Piece("A diameter of 75 mm to ", "A diameter of 75 mm to ", same=True),
        Piece("400 ", "650 ", same=False, numbers=True),
        Piece("mm; ", "mm;", same=True),
        Piece("and", "", same=False),
    ]


def test_typography_stays_the_same_with_both_spellings():
    assert pieces("10⁶ m,  ≤ 5", "10^6 m, <= 5") == [Piece("10⁶ m,  ≤ 5", "10^6 m, <= 5", True)]


def test_texts_with_little_in_common_are_replaced_whole():
    assert pieces("Flow above 100 litres of the pump", "Separators made of the best steel") == [
        Piece("Flow above 100 litres of the pump", "Separators made of the best steel", False, True)
    ]


def test_texts_too_long_to_compare_are_replaced_from_the_first_difference(monkeypatch):
    monkeypatch.setattr(words, "MAX_WORK", 3)
    found = pieces("all pumps made of a steel here", "all pumps of an alloy here")
    assert [piece.same for piece in found] == [True, False, True]
    assert "".join(piece.new for piece in found) == "all pumps of an alloy here"


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_long_stretches_are_cut_beside_the_change(where):
    long = Piece("word " * 200, "word " * 200, same=True)
    change = Piece("5", "6", same=False, numbers=True)
    found = {"first": [long, change], "middle": [change, long, change], "last": [change, long]}
    shown = abridge(found[where])
    kept = "".join(piece.new for piece in shown if piece.same)
    assert len(kept) < 400
    assert kept.startswith("…") == (where == "first")
    assert kept.endswith("… ") == (where == "last")
    assert [piece for piece in shown if not piece.same] == [
        piece for piece in found[where] if not piece.same
    ]


def test_short_stretches_stay_whole():
    found = pieces("one two 3", "one two 4")
    assert abridge(found) == found
