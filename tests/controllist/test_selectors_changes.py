import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from controllist.selectors import changes
from controllist.selectors.changes import Differing, Weight
from tests.factories.controllist import EditionFactory, EntryFactory, LineFactory

pytestmark = pytest.mark.django_db
LOADED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def pair():
    older = EditionFactory(key="2021-05-20", official=True, imported_at=LOADED)
    newer = EditionFactory(official=True, imported_at=LOADED)
    return changes.Pair(older, newer)


def both(pair, code, old, new, path="", **fields):
    """An entry of both editions with one paragraph in each."""
    for edition, text in ((pair.older, old), (pair.newer, new)):
        if not edition.entries.filter(code=code).exists():
            EntryFactory(edition=edition, code=code)
        LineFactory(edition=edition, path=path or code, text=text, imported=True, **fields)


def test_pair_has_the_older_first_and_needs_two(pair):
    assert changes.pair("2021-05-20", "2025-11-15") == pair
    assert changes.pair("2025-11-15", "2025-11-15") is None
    assert changes.pair("1999-01-01", "2025-11-15") is None
    assert changes.latest_pair() == pair
    pair.older.delete()
    assert changes.latest_pair() is None


def test_entries_that_one_edition_alone_has(pair):
    both(pair, "2B350", "Plant", "Plant")
    gone = EntryFactory(edition=pair.older, code="1A001")
    new = [EntryFactory(edition=pair.newer, code=code) for code in ("2B510", "3A501")]
    assert list(changes.added(pair)) == new
    assert list(changes.added(pair, category="3")) == new[1:]
    assert list(changes.removed(pair)) == [gone]
    assert list(changes.removed(pair, category="2")) == []


def test_entries_with_changed_numbers_come_first(pair):
    both(pair, "1A202", "Wide tubes", "Thin tubes")
    both(pair, "2B209", "Up to 400 mm", "Up to 650 mm")
    both(pair, "3A001", "10⁹ holes", "109 holes", defect="superscript lost")
    both(pair, "4A003", "Same in 10⁶ ways", "Same in 10^6 ways;")
    both(pair, "4A004", "", "")
    assert changes.differing(pair) == [
        Differing("2B209", Weight.NUMBERS),
        Differing("3A001", Weight.DOUBTFUL_NUMBERS),
        Differing("1A202", Weight.WORDING),
    ]
    assert changes.differing(pair, category="1") == [Differing("1A202", Weight.WORDING)]
    assert changes.counts(changes.differing(pair)) == {"numbers": 1, "wording": 2}


def test_captions_without_an_official_text_are_not_compared(pair):
    both(pair, "2B350", "Plant", "Plant")
    LineFactory(edition=pair.newer, path="2B350.a", caption_en="Vessels above 100 litres")
    assert changes.differing(pair) == []


def test_without_both_texts_nothing_is_compared(pair):
    both(pair, "2B209", "Up to 400 mm", "Up to 650 mm")
    pair.older.official = False
    assert changes.differing(pair) == []


def test_the_whole_is_compared_once_until_a_text_is_loaded_again(pair):
    both(pair, "2B209", "Up to 400 mm", "Up to 650 mm")
    assert len(changes.differing(pair)) == 1
    with CaptureQueriesContext(connection) as queries:
        assert len(changes.differing(pair)) == 1
    assert len(queries) == 0
    both(pair, "2B228", "Up to 400 mm", "Up to 650 mm")
    pair.newer.imported_at = LOADED + datetime.timedelta(seconds=1)
    assert len(changes.differing(pair)) == 2


def test_changes_have_their_words_compared(pair):
    both(pair, "2B209", "Up to 400 mm", "Up to 650 mm", path="2B209.b")
    LineFactory(edition=pair.newer, path="2B209", kind="note", text="Not gears", imported=True)
    (found,) = changes.of_entries(pair, changes.differing(pair))
    assert (found.entry.edition, found.weight) == (pair.newer, Weight.NUMBERS)
    assert [(shown.line.anchor, str(shown.change.how)) for shown in found.changes] == [
        ("2B209-note-0", "added"),
        ("2B209.b", "changed"),
    ]
    assert [(piece.old, piece.new) for piece in found.changes[1].pieces if piece.numbers] == [
        ("400 ", "650 ")
    ]


def test_a_page_of_changes_takes_three_queries(pair, django_assert_num_queries):
    for code in ("2B209", "2B228", "2B229"):
        both(pair, code, "Up to 400 mm", "Up to 650 mm")
    rows = changes.differing(pair)
    for shown in (rows[:1], rows):
        with django_assert_num_queries(3):
            assert len(changes.of_entries(pair, shown)) == len(shown)
    assert changes.of_entries(pair, []) == []
