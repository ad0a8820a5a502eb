"""Questions about attempts: whose they are, what they may show, what they cost."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises import services
from exercises.models import Attempt
from exercises.selectors import attempt_view, attempt_views, export, options_of, to_keys
from people.access import UnguardedQuery, may
from people.enums import Role
from people.verbs import Verb
from tests.factories import exercises as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
DRAFT = "/en/exercises/reading-a-datasheet/2/draft/"


@pytest.fixture
def attempt() -> Attempt:
    return services.start_attempt(person=person(), exercise_set=make.exercise_set())


def test_attempts_are_not_read_without_saying_for_whom(attempt: Attempt) -> None:
    with pytest.raises(UnguardedQuery):
        list(Attempt.objects.all())


def test_a_country_sees_its_own_attempts_only(attempt: Attempt) -> None:
    own, other = person(Role.MANAGER, "KZ"), person(Role.MANAGER, "UZ")
    assert not may(other, Verb.VIEW, attempt)
    assert list(Attempt.objects.visible_to(other, verb=Verb.SEE_PEOPLE)) == []
    assert list(Attempt.objects.visible_to(own, verb=Verb.SEE_PEOPLE)) == [attempt]


def test_each_attempt_names_its_options_anew(attempt: Attempt) -> None:
    services.finish_attempt(attempt_id=attempt.pk, person=attempt.person)
    again = services.start_attempt(person=attempt.person, exercise_set=attempt.exercise_set)
    first, second = (
        {name for name, _texts in options_of(one, attempt_view(one).slots[0])}
        for one in (attempt, again)
    )
    assert len(first) == 3
    assert first & second == set()
    slot = attempt_view(again).slots[0]
    assert set(to_keys(again, slot, sorted(second))) == {"good", "half", "bad"}
    assert to_keys(again, slot, sorted(first)) == sorted(first)


def test_a_person_takes_out_what_they_wrote_and_no_key(attempt: Attempt) -> None:
    services.save_draft(
        attempt_id=attempt.pk,
        person=attempt.person,
        slot=2,
        response={"value": "5"},
        key="w.1",
        seen=0,
    )
    (out,) = export(attempt.person)
    assert [step["kind"] for step in out["steps"]] == ["started", "draft"]
    assert make.CANARY not in json.dumps(out)
    assert export(person()) == []


def test_several_attempts_cost_two_queries(attempt: Attempt) -> None:
    others = [
        services.start_attempt(person=attempt.person, exercise_set=make.exercise_set(key))
        for key in ("b", "c")
    ]
    with CaptureQueriesContext(connection) as queries:
        views = attempt_views([attempt, *others])
    assert (len(queries), [view.attempt for view in views]) == (2, [attempt, *others])
    assert attempt_views([]) == []


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["options", "value", "unit", "code", "unsure"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.fixed_dictionaries(
        {}, optional={"response": st.dictionaries(NAMES, ODD) | ODD, "key": ODD, "seen": ODD}
    )
)
def test_no_json_at_all_breaks_the_autosave(attempt: Attempt, body: dict[str, Any]) -> None:
    client = Client()
    client.force_login(attempt.person)
    for extra in ({}, {"key": "window-1.1"}):
        answer = client.post(DRAFT, {**body, **extra}, content_type="application/json")
        assert answer.status_code in {200, 400, 409, 422}
        assert answer.json().keys() in ({"error"}, {"saved", "seen"})
    attempt_view(attempt)
