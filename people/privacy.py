"""The registry through which every room shows and erases what it holds about a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.users.models import UserProfile

from people.models import Consent, GroupMember, InvitedPerson, Letter, Membership, User


@dataclass(frozen=True, slots=True)
class Provider:
    export: Callable[[User], Any]
    erase: Callable[[User], None]


_providers: dict[str, Provider] = {}


def register(name: str, *, export: Callable[[User], Any], erase: Callable[[User], None]) -> None:
    """Say what a room holds about a person. `export` returns plain JSON values."""
    _providers[name] = Provider(export, erase)


def providers() -> dict[str, Provider]:
    return dict(_providers)


def everything_about(user: User) -> dict[str, Any]:
    return {name: provider.export(user) for name, provider in sorted(_providers.items())}


@transaction.atomic
def erase(user: User) -> None:
    """Remove the person from every room. What the ledger counts stays, under a pseudonym that
    no longer leads to anybody."""
    for _, provider in sorted(_providers.items()):
        provider.erase(user)


def export_account(user: User) -> dict[str, Any]:
    fields = ["email", "first_name", "last_name", "name_cyrillic", "language", "time_zone"]
    account: dict[str, Any] = {name: getattr(user, name) for name in fields}
    account |= {
        "addresses": list(EmailAddress.objects.filter(user=user).values_list("email", "verified")),
        "second_step": list(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "reminders": user.letters_wanted,
        "roles": list(user.grants.values_list("role", "country_id")),
        "gender": user.gender,
        "country": user.country_id,
        "institution": user.institution.key if user.institution else None,
        "joined": user.joined_at.isoformat(),
        "consents": [
            {"notice": consent.notice, "given": consent.given_at.isoformat()}
            for consent in Consent.objects.filter(user=user)
        ],
        "memberships": list(
            Membership.objects.filter(user=user).values_list("country_id", "institution__key")
        ),
        "groups": list(GroupMember.objects.filter(user=user).values_list("group__key", flat=True)),
        "invitations": [
            {"group": row.group.key, "name": row.typed_name, "invited": row.invited_at.isoformat()}
            for row in invitations_of(user).select_related("group")
        ],
        "letters": list(Letter.objects.filter(to=user).values_list("template", flat=True)),
    }
    return account


def invitations_of(user: User) -> QuerySet[InvitedPerson]:
    """What others wrote about the person to invite them, accepted or not."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {user.email, *(email.lower() for email in proven)}
    return InvitedPerson.objects.filter(Q(email__in=addresses) | Q(accepted_by=user))


def erase_account(user: User) -> None:
    """Empty the account and lock it. The row stays: other rows point at it."""
    invitations_of(user).delete()
    user.email = f"{user.public_id.hex}@erased.invalid"
    user.first_name = user.last_name = user.name_cyrillic = user.gender = ""
    user.country = user.institution = None
    user.is_active = user.letters_wanted = user.is_superuser = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.grants.filter(ends__isnull=True).update(ends=timezone.now())
    user.groups.clear()
    for related in (user.memberships, user.seats, user.letters, user.consents):
        related.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
