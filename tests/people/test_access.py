"""The one policy, as a matrix: role × verb × own or other country, on everything people own."""

import itertools
from datetime import timedelta

import pytest
from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

from people import access
from people.access import Denied, UnguardedQuery, may, require, visible
from people.enums import Role
from people.models import Group, GroupMember, Invitation, RoleGrant, User
from people.roles import OWNER_VERBS, POWERS, Reach
from people.services import end_role
from people.verbs import Verb
from records.models import Record
from tests.factories.groups import ended, group, invitation, member
from tests.factories.people import country, person

pytestmark = pytest.mark.django_db
MODELS = (User, Group, GroupMember, Invitation)


def rows_of(code):
    made = group(code)
    seat = member(made, code)
    return {
        User: seat.user,
        Group: made,
        GroupMember: seat,
        Invitation: invitation(code, group=made),
    }


def expected(role, verb, *, same_country):
    powers = POWERS[role]
    if verb not in powers.verbs:
        return False
    if powers.reach is Reach.EVERYWHERE:
        return True
    return powers.reach is Reach.COUNTRIES and same_country


@pytest.mark.parametrize("role", list(Role))
def test_matrix(role):
    viewer = person(role, "KZ")
    if role == Role.DONOR:
        RoleGrant.objects.filter(user=viewer).update(country=country("KZ"))
        access.forget_grants(viewer)
    rows = {"KZ": rows_of("KZ"), "UZ": rows_of("UZ")}
    wrong = []
    for verb, code, model in itertools.product(Verb, rows, MODELS):
        row = rows[code][model]
        wanted = expected(role, verb, same_country=code == "KZ")
        got = may(viewer, verb, row)
        listed = visible(viewer, model, verb).filter(pk=row.pk).exists()
        if (got, listed) != (wanted, wanted):
            wrong.append((verb.value, code, model.__name__, got, wanted))
    assert wrong == []


def test_a_removed_country_condition_is_found(monkeypatch):
    """The twin: without the country condition the matrix must fail."""
    monkeypatch.setattr(access, "condition", lambda user, verb, model: Q())
    with pytest.raises(AssertionError):
        test_matrix(Role.MANAGER)


def test_trainer_reaches_the_own_group_until_it_ends():
    trainer = person(Role.TRAINER, None)
    mine, other = group("KZ", trainers=(trainer,)), group("KZ")
    seat, foreign = member(mine), member(other)
    for verb in POWERS[Role.TRAINER].verbs:
        rows = (seat, seat.user, foreign, foreign.user)
        assert [may(trainer, verb, row) for row in rows] == [True, True, False, False], verb
    Group.objects.filter(pk=mine.pk).update(ends=ended())
    assert not may(trainer, Verb.SEE_PEOPLE, seat)


def test_everybody_holds_the_owner_verbs_over_the_own_row_only():
    user, other = person(), person()
    for verb in Verb:
        assert may(user, verb, user) is (verb in OWNER_VERBS)
        assert not may(user, verb, other)


def test_an_ended_future_or_inactive_grant_opens_nothing():
    row = rows_of("KZ")[User]
    manager = person(Role.MANAGER, "KZ")
    end_role(grant=manager.grants.get())
    assert not may(manager, Verb.SEE_PEOPLE, row)
    later = person(Role.MANAGER, "KZ")
    RoleGrant.objects.filter(user=later).update(starts=timezone.now() + timedelta(days=1))
    access.forget_grants(later)
    assert not may(later, Verb.SEE_PEOPLE, row)
    closed = person(Role.MANAGER, "KZ", is_active=False)
    assert not may(closed, Verb.SEE_PEOPLE, row)


def test_refusal_is_a_404():
    with pytest.raises(Denied) as denied:
        require(person(Role.MANAGER, "UZ"), Verb.SEE_PEOPLE, rows_of("KZ")[User])
    assert isinstance(denied.value, Http404)


READS = {
    "list": list,
    "bool": bool,
    "len": len,
    "iterator": lambda rows: list(rows.iterator()),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("pk"),
    "earliest": lambda rows: rows.earliest("pk"),
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:2]),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("pk")),
    "dates": lambda rows: list(rows.datetimes("recorded_at", "day")),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "annotate": lambda rows: list(rows.annotate(n=Count("pk"))),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "contains": lambda rows: rows.contains(Record(pk=1)),
    "update": lambda rows: rows.update(reason=""),
    "delete": lambda rows: rows.delete(),
    "union": lambda rows: list(rows.union(rows)),
    "exclude": lambda rows: list(rows.exclude(pk=1)),
    "raw pickling": lambda rows: rows.__reduce__() and list(rows),
    "in": lambda rows: Record(pk=1) in rows,
    "repr": repr,
    "get_or_create": lambda rows: rows.get_or_create(pk=1),
    "update_or_create": lambda rows: rows.update_or_create(pk=1),
}


@pytest.mark.parametrize("name", list(READS))
def test_guarded_rows_refuse_to_be_read_before_somebody_is_named(name):
    with pytest.raises(UnguardedQuery):
        READS[name](Record.objects.all())


def test_guarded_rows_open_for_a_person_or_a_reason():
    user = person(Role.MANAGER, "KZ")
    assert list(Record.objects.visible_to(user, Verb.SEE_FIGURES)) == []
    assert list(Record.objects.owned_by(user)) == []
    assert list(Record.objects.unguarded("a test")) == []
    with pytest.raises(UnguardedQuery):
        Record.objects.unguarded("")
