from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from people.enums import Role
from people.models import User
from people.services import grant_role, move
from records.services import record
from records.verbs import LedgerVerb
from reporting.selectors import Period, Stage, country_figures, overview, people_rows
from tests.factories.people import country, institution, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LINES = {
    "enrolled": (LedgerVerb.REGISTERED, "courses:course:c"),
    "modules": (LedgerVerb.COMPLETED, "courses:module:c/m"),
    "passed": (LedgerVerb.PASSED, "exercises:set:s"),
    "certified": (LedgerVerb.EARNED, "certification:scheme:f"),
}


def reach(user: User, *stages: str) -> User:
    for stage in stages:
        verb, key = LINES[stage]
        score = Fraction(4, 5) if stage == "passed" else None
        record(person=user, verb=verb, object_key=key, source=f"{user.pk}:{stage}", score=score)
    return user


def counts(viewer: User, code: str = "KZ", period: Period | None = None) -> dict[str, int]:
    return {s.key: s.count for s in country_figures(viewer, code, period).stages}


def test_a_stage_counts_who_reached_all_before_it() -> None:
    manager = person(Role.MANAGER)
    reach(person(), *LINES)
    reach(person(), "enrolled", "modules")
    reach(person(), "certified")
    assert counts(manager) == {
        "joined": 3, "enrolled": 2, "modules": 2, "passed": 1, "certified": 1,
    }  # fmt: skip


def test_people_of_another_country_do_not_count_and_do_not_show() -> None:
    manager = person(Role.MANAGER)
    reach(person(code="UZ"), *LINES)
    assert set(counts(manager).values()) == {0}
    assert people_rows(manager, "KZ") == []


def test_who_moved_away_still_counts_where_it_was_earned() -> None:
    manager = person(Role.MANAGER)
    user = reach(person(), *LINES)
    move(user=user, country=country("UZ"), institution=institution("UZ"))
    assert counts(manager)["certified"] == 1
    assert [row.person for row in people_rows(manager, "KZ")] == [user]


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.MANAGER, "UZ"), (Role.TRAINEE, "KZ"), (Role.TRAINER, "KZ"), (Role.EDITOR, None)],
)
def test_figures_do_not_exist_for_who_may_not_see_them(role: str, code: str | None) -> None:
    viewer = person(role, code)
    country("KZ")
    with pytest.raises(Http404):
        country_figures(viewer, "KZ")
    with pytest.raises(Http404):
        people_rows(viewer, "KZ")


def test_donor_sees_figures_without_small_numbers_and_no_people() -> None:
    donor = person(Role.DONOR, None)
    reach(person(), *LINES)
    figures = country_figures(donor, "KZ")
    assert {stage.shown for stage in figures.stages} == {"<5"}
    assert figures.certified_share is None
    with pytest.raises(Http404):
        people_rows(donor, "KZ")


def test_regional_manager_sees_the_stated_countries_by_name() -> None:
    viewer = person(Role.REGIONAL, "KZ")
    grant_role(user=viewer, role=Role.REGIONAL, country=country("UZ"))
    country("MN")
    assert [figures.country.code for figures in overview(viewer)] == ["KZ", "UZ"]


def test_period_holds_both_its_days() -> None:
    manager = person(Role.MANAGER)
    today = timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        reach(person(), *LINES)
    reach(person(), *LINES)
    assert counts(manager, period=Period(today, today))["certified"] == 1
    assert counts(manager, period=Period(end=today))["certified"] == 2
    long_ago = Period(end=today - timedelta(days=41))
    assert counts(manager, period=long_ago)["certified"] == 0
    assert country_figures(manager, "KZ").active.count == 1


def test_headline_is_made_of_the_figures() -> None:
    manager = person(Role.MANAGER)
    assert country_figures(manager, "KZ").headline == "Country KZ: nobody has enrolled yet"
    reach(person(), *LINES)
    reach(person(), "enrolled")
    assert country_figures(manager, "KZ").headline == (
        "Country KZ: 50% of those enrolled are certified"
    )


def test_people_list_costs_the_same_for_one_and_for_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    manager = person(Role.MANAGER)
    reach(person(), *LINES)
    people_rows(manager, "KZ")
    with django_assert_max_num_queries(20) as one:
        people_rows(manager, "KZ")
    for _ in range(2):
        reach(person(), *LINES)
    with django_assert_max_num_queries(len(one)):
        assert len(people_rows(manager, "KZ")) == 3


@given(count=st.integers(0, 30), before=st.integers(0, 30), masked=st.booleans())
def test_a_masked_stage_never_tells_one_to_four(count: int, before: int, masked: bool) -> None:
    stage = Stage("enrolled", frozenset(range(count)), before, masked)  # type: ignore[arg-type]
    if masked and 0 < count < 5:
        assert (stage.shown, stage.share) == ("<5", None)
    else:
        assert stage.shown == str(count)
