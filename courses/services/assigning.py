"""Courses for whole groups."""

from django.db import transaction

from courses import selectors
from courses.enums import Via
from courses.models import Assignment
from courses.services.progress import NotFound, enrol
from people.access import visible
from people.models import Group, GroupMember, User
from people.verbs import Verb


@transaction.atomic
def assign(*, by: User, group: Group, course_key: str) -> int:
    """Give a group a course and enrol its members whom `by` may enrol. Whether `by` may do that
    to the group is the caller's question; again enrols only who is new. Returns how many
    people the group has on the course by this."""
    if selectors.course_is_open(course_key) is None:
        raise NotFound(course_key)
    Assignment._base_manager.get_or_create(
        group=group, course_key=course_key, defaults={"assigned_by": by}
    )
    members = visible(by, GroupMember, Verb.ENROL).filter(group=group, left_at__isnull=True)
    people = list(members.select_related("user", "user__institution"))
    for member in people:
        enrol(person=member.user, course_key=course_key, via=Via.STAFF, group=group.key)
    return len(people)


@transaction.atomic
def welcome(*, member: GroupMember) -> None:
    """Enrol somebody who came into a group in the courses the group takes."""
    rows = Assignment._base_manager.filter(group_id=member.group_id)
    for course_key in rows.values_list("course_key", flat=True):
        enrol(person=member.user, course_key=course_key, via=Via.STAFF, group=member.group.key)
