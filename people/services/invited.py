"""People invited by a roster: written to, and members only when they accept."""

import uuid
from datetime import timedelta
from typing import Any

import structlog
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from partners.models import Country, Institution
from people.enums import Role
from people.letters import INVITED_JOB
from people.models import Group, InvitedPerson, User
from people.selectors import has_address
from people.services.accounts import give_consent, grant_role, move
from people.services.groups import seat
from people.services.invitations import InvitationRefused

INVITED_FOR = timedelta(days=30)
# What was written about somebody who never answered is kept no longer than this after the end.
KEPT_AFTER = timedelta(days=30)
log = structlog.get_logger("people.services")


@transaction.atomic
def invite_by_letter(
    *,
    by: User,
    group: Group,
    email: str,
    country: Country,
    institution: Institution | None = None,
    **names: str,
) -> InvitedPerson:
    """Keep a line of a roster and write to its address. Whether there is an account with the
    address is not asked here: the same is done for everybody, and while the invitation runs,
    doing it again does nothing."""
    values: dict[str, Any] = {"invited_by": by, "institution": institution, **names}
    values |= {"expires": timezone.now() + INVITED_FOR}
    invited, created = InvitedPerson.objects.get_or_create(
        group=group, country=country, email=email, defaults=values
    )
    if not created and invited.is_open:
        return invited
    if not created:
        _begin_again(invited, values)
    enqueue(kind=INVITED_JOB, subject=invited.key.hex, key=f"invited:{invited.key.hex}")
    log.info("invited", invited=invited.pk, group=group.pk, by=by.pk)
    return invited


def _begin_again(invited: InvitedPerson, values: dict[str, Any]) -> None:
    """A new letter with a new link; the old link leads nowhere any more."""
    fresh: dict[str, Any] = {"key": uuid.uuid4(), "invited_at": timezone.now(), **values}
    fresh |= {"letter_sent_at": None, "accepted_at": None, "accepted_by": None}
    for name, value in fresh.items():
        setattr(invited, name, value)
    invited.save(update_fields=list(fresh))


@transaction.atomic
def accept(*, invited: InvitedPerson, user: User) -> None:
    """Take the seat: only as the person with the address, once, and while the invitation runs.
    Country, institution and roles stay as they are."""
    row = _held(invited)
    if row.accepted_by_id == user.pk:
        return
    if not row.is_open or not has_address(user, row.email):
        raise InvitationRefused
    _seat(row, user)


@transaction.atomic
def join_as_invited(*, invited: InvitedPerson, password: str, language: str, **fields: Any) -> User:
    """The account of somebody who had none, with the place the roster says. The letter came to
    the address, so the address is theirs."""
    row = _held(invited)
    if not row.is_open:
        raise InvitationRefused
    fields |= {"language": language, "time_zone": row.country.time_zone}
    user = User.objects.create_user(row.email, password, **fields)
    EmailAddress.objects.create(user=user, email=row.email, verified=True, primary=True)
    move(user=user, country=row.country, institution=row.institution)
    grant_role(user=user, role=Role.TRAINEE, country=row.country, by=row.invited_by)
    give_consent(user=user)
    _seat(row, user)
    return user


def _held(invited: InvitedPerson) -> InvitedPerson:
    """The row, locked; a withdrawn one is gone."""
    rows = InvitedPerson.objects.select_for_update(of=("self",))
    row = rows.select_related("group", "country", "institution", "invited_by")
    found = row.filter(pk=invited.pk, key=invited.key).first()
    if found is None:
        raise InvitationRefused
    return found


def _seat(row: InvitedPerson, user: User) -> None:
    seat(group=row.group, user=user)
    row.accepted_at, row.accepted_by = timezone.now(), user
    row.save(update_fields=["accepted_at", "accepted_by"])
    log.info("accepted", invited=row.pk, group=row.group_id, person=user.pk)


@transaction.atomic
def forget_invited(*, invited: InvitedPerson) -> None:
    """Withdrawn by those who invited, or declined: nothing that was written is kept."""
    InvitedPerson.objects.filter(pk=invited.pk, accepted_at__isnull=True).delete()


@transaction.atomic
def forget_stale() -> int:
    end = timezone.now() - KEPT_AFTER
    return InvitedPerson.objects.filter(accepted_at__isnull=True, expires__lt=end).delete()[0]
