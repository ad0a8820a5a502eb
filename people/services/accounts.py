"""A person's place, roles, settings and consent."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group as CmsGroup
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from partners.models import Country, Institution
from people.access import forget_grants
from people.enums import Role
from people.models import Consent, Membership, RoleGrant, User
from people.roles import CMS_ROLES, PRIVACY_NOTICE

CMS_GROUPS = {
    Role.EDITOR: "Editors",
    Role.TRANSLATOR: "Translators",
    Role.ADMINISTRATOR: "Administrators",
}


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
def change_settings(*, user: User, **fields: Any) -> User:
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    return user


@transaction.atomic
def stop_reminders(*, user: User) -> None:
    change_settings(user=user, letters_wanted=False)


@transaction.atomic
def give_consent(*, user: User) -> Consent:
    consent, _ = Consent.objects.get_or_create(user=user, notice=PRIVACY_NOTICE, withdrawn_at=None)
    return consent
