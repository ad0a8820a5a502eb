"""What is done to people: counted once, kept as history, all or nothing."""

import threading

import pytest
from django.db import connection

from people.enums import Role
from people.models import Group, GroupMember, Invitation, Letter, User
from people.selectors import countries_for
from people.services import (
    InvitationRefused,
    change_group,
    end_role,
    enrol,
    grant_role,
    invite,
    leave_group,
    move,
    seat,
    stop_reminders,
    use_invitation,
)
from people.verbs import Verb
from tests.factories.groups import group, invitation, member
from tests.factories.people import country, institution, person


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_people_on_the_last_place_one_is_told():
    code = invitation("KZ", group=group("KZ"))
    people = [person(code="UZ"), person(code="UZ")]
    start, outcomes = threading.Barrier(2), []

    def use(user):
        start.wait()
        try:
            use_invitation(invitation=code, user=user)
            outcomes.append("in")
        except InvitationRefused:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "told"]
    assert Invitation.objects.get(pk=code.pk).uses == 1
    assert GroupMember.objects.count() == 1
    assert User.objects.filter(pk__in=[user.pk for user in people], country="KZ").count() == 1


@pytest.mark.django_db
class TestServices:
    @pytest.mark.parametrize("role", [role for role in Role if role not in {"trainee", "trainer"}])
    def test_a_code_never_hands_out_a_strong_role(self, role):
        with pytest.raises(ValueError, match="cannot hand out"):
            invitation(role=role)

    def test_using_a_code_again_takes_no_second_place(self):
        code, user = invitation("KZ", uses_allowed=2), person(code="UZ")
        for _ in range(3):
            use_invitation(invitation=code, user=user)
        code.refresh_from_db()
        assert code.uses == 1

    def test_a_person_who_left_the_group_comes_back_by_the_code(self):
        made = group("KZ")
        code, user = invitation("KZ", group=made, uses_allowed=2), person(code="UZ")
        use_invitation(invitation=code, user=user)
        leave_group(member=made.seats.get())
        use_invitation(invitation=code, user=user)
        assert made.seats.get().left_at is None

    def test_moving_ends_the_old_place_and_keeps_it(self):
        user = person(code="UZ")
        move(user=user, country=country("KZ"), institution=institution("KZ"))
        move(user=user, country=country("KZ"), institution=institution("KZ"))
        places = [(row.country_id, row.ends is None) for row in user.memberships.all()]
        assert places == [("UZ", False), ("KZ", True)]

    def test_cms_groups_follow_the_roles_and_only_those(self):
        user = person(Role.MANAGER, "KZ")
        assert not user.groups.exists()
        grant = grant_role(user=user, role=Role.EDITOR)
        assert [row.name for row in user.groups.all()] == ["Editors"]
        end_role(grant=grant)
        assert not user.groups.exists()

    def test_granting_twice_is_granting_once(self):
        user = person()
        first = grant_role(user=user, role=Role.TRAINER)
        assert grant_role(user=user, role=Role.TRAINER) == first

    def test_enrolling_twice_writes_one_letter(self):
        made, user, by = group("KZ"), person(), person(Role.MANAGER)
        first = enrol(group=made, user=user, by=by)
        assert enrol(group=made, user=user, by=by) == first
        assert Letter.objects.filter(to=user, template="seated").count() == 1

    def test_changing_a_group_keeps_countries_beyond_reach(self):
        made = group("KZ", "UZ")
        change_group(group=made, countries=[], within=["KZ"], title="T")
        assert list(made.countries.values_list("code", flat=True)) == ["UZ"]
        assert Group.objects.get(pk=made.pk).title == "T"

    def test_seating_is_once(self):
        seated = member(group("KZ"))
        assert seat(group=seated.group, user=seated.user) == seated

    def test_stopping_reminders(self):
        user = person()
        stop_reminders(user=user)
        user.refresh_from_db()
        assert user.letters_wanted is False

    def test_an_invitation_needs_no_more_than_country_and_end(self):
        code = invitation(institution=None)
        assert (code.uses_allowed, code.role, len(code.code)) == (1, "trainee", 12)
        assert invite.__wrapped__ is not None


@pytest.mark.django_db
def test_who_moves_to_another_country_keeps_no_role_in_the_old_one() -> None:
    manager = person(Role.MANAGER, "KZ")
    assert countries_for(manager, Verb.SEE_PEOPLE) == {"KZ"}
    move(user=manager, country=country("UZ"), institution=None)
    assert countries_for(manager, Verb.SEE_PEOPLE) == frozenset()
    assert not manager.grants.filter(ends__isnull=True).exists()


@pytest.mark.django_db
def test_another_institution_of_the_same_country_keeps_the_roles() -> None:
    manager = person(Role.MANAGER, "KZ")
    move(user=manager, country=country("KZ"), institution=institution("KZ", "licensing"))
    assert countries_for(manager, Verb.SEE_PEOPLE) == {"KZ"}
