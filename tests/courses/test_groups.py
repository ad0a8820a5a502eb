from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses import selectors, services
from courses.models import Enrolment
from people.models import Group, User
from people.services import open_group, seat
from records.selectors import lines_for
from tests.factories import courses as make
from tests.factories.people import country, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return person("manager", "KZ")


@pytest.fixture
def group(manager: User) -> Group:
    today = timezone.localdate()
    return open_group(
        by=manager,
        title="Autumn",
        countries=[country("KZ")],
        starts=today,
        ends=today + timedelta(days=30),
    )


def enrolled(user: User) -> list[str]:
    return list(Enrolment.objects.owned_by(user).values_list("course_key", flat=True))


def test_a_manager_gives_a_group_a_closed_course(
    client: Client, manager: User, group: Group
) -> None:
    make.lesson(make.module(make.course(open=False)))
    early, late = person(), person()
    seat(group=group, user=early)
    client.force_login(manager)
    assert "Autumn" in client.get("/en/courses/start/groups/").content.decode()
    response = client.post("/en/courses/start/groups/", {"group": group.key}, follow=True)
    assert "1 person is enrolled" in response.content.decode()
    assert "Takes this course" in response.content.decode()
    seat(group=group, user=late)
    assert (enrolled(early), enrolled(late)) == (["start"], ["start"])
    services.read_lesson(person=late, lesson_key="start/basics/one")
    assert set(lines_for(late).values_list("group", flat=True)) == {group.key}


def test_assigning_again_is_once(manager: User, group: Group) -> None:
    make.small_course()
    trainee = person()
    seat(group=group, user=trainee)
    for _ in range(2):
        services.assign(by=manager, group=group, course_key="start")
    assert lines_for(trainee).count() == 1
    with pytest.raises(services.NotFound):
        services.assign(by=manager, group=group, course_key="none")


@pytest.mark.parametrize(("role", "code"), [("manager", "UZ"), ("trainee", "KZ"), ("donor", "KZ")])
def test_others_cannot(client: Client, group: Group, role: str, code: str) -> None:
    make.small_course()
    trainee = person()
    seat(group=group, user=trainee)
    client.force_login(person(role, code))
    assert client.post("/en/courses/start/groups/", {"group": group.key}).status_code == 404
    assert "Autumn" not in client.get("/en/courses/start/groups/").content.decode()
    assert enrolled(trainee) == []


def test_the_list_costs_the_same_for_one_and_three_groups(
    manager: User, group: Group, django_assert_num_queries
) -> None:
    make.small_course()
    for number in (1, 3):
        while Group.objects.count() < number:
            today = timezone.localdate()
            open_group(
                by=manager, title="More", countries=[country("KZ")], starts=today, ends=today
            )
        fresh = User.objects.get(pk=manager.pk)
        with django_assert_num_queries(3):  # the roles, then groups and assignments
            assert len(selectors.groups_for(fresh, "start")) == number
