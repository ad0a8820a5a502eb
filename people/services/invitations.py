"""Invitation codes: made, withdrawn, used."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from partners.models import Country, Institution
from people.enums import Role
from people.models import Group, Invitation, User
from people.roles import GRANTED_BY_INVITATION
from people.selectors import used_by
from people.services.accounts import grant_role, move
from people.services.groups import seat


class InvitationRefused(Exception):
    """The code cannot be used: withdrawn, out of date or used up."""


@transaction.atomic
def invite(
    *,
    by: User,
    country: Country,
    expires: datetime,
    role: str = Role.TRAINEE,
    institution: Institution | None = None,
    group: Group | None = None,
    uses_allowed: int = 1,
    language: str = "ru",
) -> Invitation:
    """Make an invitation code. Only roles that an invitation may hand out."""
    if role not in GRANTED_BY_INVITATION:
        raise ValueError(f"an invitation cannot hand out the role {role}")
    return Invitation.objects.create(
        created_by=by,
        country=country,
        institution=institution,
        group=group,
        role=role,
        uses_allowed=uses_allowed,
        expires=expires,
        language=language,
    )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def use_invitation(*, invitation: Invitation, user: User) -> None:
    """Count one use, put the person where the code says, and seat them in its group.

    The conditional update is the lock: of two people who use the last place at once, one
    gets `InvitationRefused`. The same person using the code again takes no second place.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    if used_by(invitation, person):
        return
    taken = Invitation.objects.filter(
        Q(withdrawn_at__isnull=True),
        pk=invitation.pk,
        expires__gt=timezone.now(),
        uses__lt=F("uses_allowed"),
    ).update(uses=F("uses") + 1)
    if not taken:
        raise InvitationRefused
    move(user=user, country=invitation.country, institution=invitation.institution)
    grant_role(user=user, role=invitation.role, country=invitation.country)
    if invitation.group:
        seat(group=invitation.group, user=user)
