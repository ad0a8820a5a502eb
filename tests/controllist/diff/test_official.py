"""The two official editions, where they are at hand: the drift of thresholds that is known."""

from collections import Counter, defaultdict
from functools import cache

import pytest

from controllist.diff import How, Paragraph, compare, numbers_differ, pieces
from tests.controllist.test_catalogue import official, text_of

pytestmark = official


@cache
def paragraphs(edition):
    ordinals = Counter()
    found = defaultdict(list)
    for row in text_of(edition):
        place = row["path"], row["kind"]
        text, defect = row["text"], row["defect"]
        found[row["code"]].append(Paragraph(*place, ordinals[place], text, defect))
        ordinals[place] += 1
    return found


@cache
def changes():
    older, newer = paragraphs("2021-05-20"), paragraphs("2025-11-15")
    return {code: compare(older[code], newer[code]) for code in older.keys() & newer.keys()}


def test_eighteen_entries_came_and_none_went():
    older, newer = paragraphs("2021-05-20").keys(), paragraphs("2025-11-15").keys()
    assert (len(newer - older), len(older - newer)) == (18, 0)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("4A003.b", "29", "70"),
        ("1A202.a", "400", "650"),
        ("2B209.b", "400", "650"),
        ("2B228.c", "400", "650"),
        ("3A001.b.7.a", "90", "110"),
        ("9A006.b", "173", "173,15"),
    ],
)
def test_known_drift_is_one_number_that_changed(path, old, new):
    (change,) = [one for one in changes()[path[:5]] if one.here.path == path]
    assert change.how == How.CHANGED
    marked = [one for one in pieces(change.old.text, change.new.text) if one.numbers]
    assert (marked[0].old.strip(), marked[0].new.strip()) == (old, new)
    assert numbers_differ(changes()[path[:5]])


def test_a_threshold_that_came_with_new_paragraphs_is_a_number_too():
    found = {one.here.path: one for one in changes()["3A002"] if one.here.kind == "provision"}
    assert "60 GHz" in found["3A002.a.7"].old.text
    assert "90 GHz" in found["3A002.a.7.b"].new.text
    assert found["3A002.a.7.b"].how == How.ADDED
    assert numbers_differ(changes()["3A002"])


def test_what_differs_in_typography_alone_is_no_change():
    for code, path in (("1C010", "1C010.c.2"), ("2B206", "2B206.c.2.b"), ("1C235", "1C235")):
        assert path not in {one.here.path for one in changes()[code]}


def test_every_change_gives_both_texts_back():
    for found in changes().values():
        for change in found:
            old, new = (one.text if one else "" for one in (change.old, change.new))
            told = pieces(old, new)
            assert "".join(piece.old for piece in told) == old
            assert "".join(piece.new for piece in told) == new


def test_few_entries_differ_in_numbers():
    """Typography would make it hundreds; so many would hide the drift."""
    differing = [code for code, found in changes().items() if found]
    assert 100 < len(differing) < 180
    assert len([code for code in differing if numbers_differ(changes()[code])]) < 45
