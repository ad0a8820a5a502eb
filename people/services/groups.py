"""Groups: opened, changed, filled and left."""

import secrets
from collections.abc import Iterable
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from partners.models import Country
from people.letters import write
from people.models import Group, GroupMember, User

log = structlog.get_logger("people.services")


@transaction.atomic
def seat(*, group: Group, user: User) -> GroupMember:
    """Put a person into a group; a person who had left comes back."""
    member, _ = GroupMember.objects.update_or_create(
        group=group, user=user, defaults={"left_at": None}
    )
    return member


@transaction.atomic
def open_group(*, by: User, title: str, countries: Iterable[Country], **fields: Any) -> Group:
    """Make a group; its key comes from the title and is unique."""
    start = slugify(title)[:60] or "group"
    group = Group.objects.create(key=f"{start}-{secrets.token_hex(4)}", title=title, **fields)
    group.countries.set(countries)
    log.info("group opened", group=group.pk, by=by.pk)
    return group


@transaction.atomic
def change_group(
    *, group: Group, countries: Iterable[Country], within: Iterable[str], **fields: Any
) -> Group:
    """Change a group. Countries outside `within` (those of the person who changes it) stay."""
    for name, value in fields.items():
        setattr(group, name, value)
    group.save(update_fields=list(fields))
    kept = group.countries.exclude(code__in=list(within))
    group.countries.set([*kept, *countries])
    return group


@transaction.atomic
def set_trainers(*, group: Group, trainers: Iterable[User], among: Iterable[User]) -> None:
    """Say who trains the group. Trainers whom the chooser cannot choose (`among`) stay."""
    kept = group.trainers.exclude(pk__in=[user.pk for user in among])
    group.trainers.set([*kept, *trainers])


@transaction.atomic
def enrol(*, group: Group, user: User, by: User) -> GroupMember:
    """Put an existing person into a group and tell them."""
    already = group.seats.filter(user=user, left_at__isnull=True).first()
    if already:
        return already
    member = seat(group=group, user=user)
    log.info("enrolled", group=group.pk, person=user.pk, by=by.pk)
    key = f"seated:{group.pk}:{user.pk}:{timezone.localdate().isoformat()}"
    write(to=user, template="seated", context={"group": group.title}, key=key)
    return member


@transaction.atomic
def leave_group(*, member: GroupMember) -> None:
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
