"""What is done to people: invite, join, move, grant, erase."""

from datetime import datetime

from django.contrib.auth.models import Group as CmsGroup
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from partners.models import Country, Institution
from people.access import forget_grants
from people.enums import Role
from people.models import Consent, Group, GroupMember, Invitation, Membership, RoleGrant, User
from people.roles import CMS_ROLES, GRANTED_BY_INVITATION

PRIVACY_NOTICE = "2026-11"
CMS_GROUPS = {
    Role.EDITOR: "Editors",
    Role.TRANSLATOR: "Translators",
    Role.ADMINISTRATOR: "Administrators",
}


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
    gets `InvitationRefused`.
    """
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


@transaction.atomic
def move(*, user: User, country: Country | None, institution: Institution | None) -> None:
    """Put a person into a country and institution from now on; the old membership is ended."""
    now = timezone.now()
    current = user.memberships.filter(ends__isnull=True)
    if current.filter(country=country, institution=institution).exists():
        return
    current.update(ends=now)
    Membership.objects.create(user=user, country=country, institution=institution, starts=now)
    user.country, user.institution = country, institution
    user.save(update_fields=["country", "institution"])


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    country: Country | None = None,
    by: User | None = None,
    ends: datetime | None = None,
) -> RoleGrant:
    """Give a role; giving it twice is giving it once. CMS roles also enter Wagtail's group."""
    existing = RoleGrant.objects.filter(user=user, role=role, country=country, ends__isnull=True)
    grant = existing.first() or RoleGrant.objects.create(
        user=user, role=role, country=country, granted_by=by, ends=ends
    )
    forget_grants(user)
    _sync_cms_groups(user)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant) -> None:
    grant.ends = timezone.now()
    grant.save(update_fields=["ends"])
    forget_grants(grant.user)
    _sync_cms_groups(grant.user)


def _sync_cms_groups(user: User) -> None:
    """Wagtail's groups follow the roles: nobody else ever gets CMS permissions."""
    running = Q(ends__isnull=True) | Q(ends__gt=timezone.now())
    held = set(user.grants.filter(running, role__in=CMS_ROLES).values_list("role", flat=True))
    wanted = {CMS_GROUPS[Role(role)] for role in held}
    groups = [CmsGroup.objects.get_or_create(name=name)[0] for name in sorted(wanted)]
    kept = user.groups.exclude(name__in=CMS_GROUPS.values())
    user.groups.set([*kept, *groups])


@transaction.atomic
def seat(*, group: Group, user: User) -> GroupMember:
    """Put a person into a group; a person who had left comes back."""
    member, _ = GroupMember.objects.update_or_create(
        group=group, user=user, defaults={"left_at": None}
    )
    return member


@transaction.atomic
def leave_group(*, member: GroupMember) -> None:
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])


@transaction.atomic
def give_consent(*, user: User) -> Consent:
    consent, _ = Consent.objects.get_or_create(user=user, notice=PRIVACY_NOTICE, withdrawn_at=None)
    return consent
