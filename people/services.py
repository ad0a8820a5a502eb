"""What is done to people: invite, join, move, grant, erase."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth.models import Group as CmsGroup
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify

from partners.models import Country, Institution
from people.access import forget_grants
from people.enums import Role
from people.letters import write
from people.models import Consent, Group, GroupMember, Invitation, Membership, RoleGrant, User
from people.roles import CMS_ROLES, GRANTED_BY_INVITATION, PRIVACY_NOTICE
from people.selectors import used_by

log = structlog.get_logger("people.services")
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


@transaction.atomic
def move(*, user: User, country: Country | None, institution: Institution | None) -> None:
    """Put a person into a country and institution from now on.

    The old membership is ended, and with a change of country the roles held in the old one: who
    has left a country sees its people no longer.
    """
    now = timezone.now()
    current = user.memberships.filter(ends__isnull=True)
    if current.filter(country=country, institution=institution).exists():
        return
    current.update(ends=now)
    if user.country_id and user.country_id != (country.code if country else None):
        user.grants.filter(country_id=user.country_id, ends__isnull=True).update(ends=now)
        forget_grants(user)
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
def add_person(
    *,
    by: User,
    group: Group,
    email: str,
    country: Country,
    institution: Institution | None = None,
    **names: str,
) -> User:
    """Make an account for somebody on a roster; a letter lets them choose their password."""
    user = User.objects.create_user(
        email, None, language=group.language, time_zone=country.time_zone, **names
    )
    move(user=user, country=country, institution=institution)
    grant_role(user=user, role=Role.TRAINEE, country=country, by=by)
    seat(group=group, user=user)
    log.info("account made", person=user.pk, group=group.pk, by=by.pk)
    write(to=user, template="welcome", context={"group": group.title}, key=f"welcome:{user.pk}")
    return user


@transaction.atomic
def change_settings(*, user: User, **fields: Any) -> User:
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    return user


@transaction.atomic
def stop_reminders(*, user: User) -> None:
    change_settings(user=user, letters_wanted=False)


@transaction.atomic
def leave_group(*, member: GroupMember) -> None:
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])


@transaction.atomic
def give_consent(*, user: User) -> Consent:
    consent, _ = Consent.objects.get_or_create(user=user, notice=PRIVACY_NOTICE, withdrawn_at=None)
    return consent
