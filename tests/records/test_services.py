from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from people.enums import Role
from people.services import move
from records import selectors
from records.models import Record
from records.services import record, to_decimal, void
from records.signals import recorded
from records.verbs import LedgerVerb
from tests.factories.people import country, institution, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def answered(user: object, source: str, **details: object) -> Record:
    return record(
        person=user,  # type: ignore[arg-type]
        verb=LedgerVerb.ANSWERED,
        object_key="exercises:item:converter",
        source=source,
        **details,  # type: ignore[arg-type]
    )


def test_same_source_is_one_line_and_one_piece_of_news() -> None:
    heard: list[Record] = []
    recorded.connect(lambda **news: heard.append(news["record"]), weak=False, dispatch_uid="test")
    try:
        user = person()
        first = answered(user, "attempt:1:1", score=Fraction(1, 2))
        again = answered(user, "attempt:1:1", score=Fraction(1))
    finally:
        recorded.disconnect(dispatch_uid="test")
    assert again.pk == first.pk
    assert heard == [first]
    assert str(first.score) == "0.500000"


def test_line_keeps_the_country_where_it_was_earned() -> None:
    user = person(code="KZ")
    before = answered(user, "a")
    move(user=user, country=country("UZ"), institution=institution("UZ"))
    after = answered(user, "b")
    assert (before.country, before.institution) == ("KZ", "kz-customs")
    assert (after.country, after.institution) == ("UZ", "uz-customs")


def test_void_takes_a_line_out_of_what_counts_and_leaves_it_in_the_table() -> None:
    user, marker = person(), person(Role.TRAINER)
    kept, wrong = answered(user, "a"), answered(user, "b")
    taken_back = void(line=wrong, person=user, author=marker, reason="wrong person")
    assert list(selectors.effective(selectors.lines_for(user))) == [kept]
    assert list(selectors.lines_for(user)) == [kept, wrong, taken_back]
    assert taken_back.author == marker.actor


def test_rolled_back_transaction_leaves_no_line() -> None:
    user = person()
    with pytest.raises(RuntimeError), transaction.atomic():
        answered(user, "a")
        raise RuntimeError
    assert not selectors.lines_for(user).exists()


def test_manager_sees_the_lines_of_the_own_country_only() -> None:
    here, there = answered(person(code="KZ"), "kz"), answered(person(code="UZ"), "uz")
    manager = person(Role.MANAGER, "KZ")
    assert list(selectors.for_country(manager, "KZ")) == [here]
    assert list(selectors.for_country(manager, "UZ")) == []
    assert there.country == "UZ"


@given(st.fractions(min_value=0, max_value=1))
def test_kept_score_never_exceeds_the_true_one(score: Fraction) -> None:
    kept = Fraction(to_decimal(score))
    assert 0 <= score - kept < Fraction(1, 1_000_000)


@pytest.mark.parametrize("score", [Fraction(-1, 10), Fraction(11, 10)])
def test_score_outside_0_to_1_is_refused(score: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        to_decimal(score)
