"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Country
from people.access import reach_of, visible
from people.enums import Role
from people.models import Invitation, Membership, RoleGrant, User
from people.models.invitations import ALPHABET
from people.verbs import Verb
from vocabulary.spelling import fold_lookalikes

# Signs that look alike on paper and on a phone: O is 0, I and L are 1.
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def countries_for(user: User, verb: Verb) -> frozenset[str]:
    """Codes of the countries in which the person holds `verb`."""
    everywhere, countries, _ = reach_of(user, verb)
    if everywhere:
        return frozenset(Country.objects.filter(is_partner=True).values_list("code", flat=True))
    return countries


def people_of(user: User, code: str) -> QuerySet[User]:
    """The people of one country whom `user` may see, by name."""
    return visible(user, User, Verb.SEE_PEOPLE).filter(country_id=code, is_active=True)


def by_actor(actors: Iterable[UUID]) -> dict[UUID, User]:
    found = User.objects.filter(actor__in=set(actors)).select_related("country", "institution")
    return {user.actor: user for user in found}


def managers_of(code: str) -> QuerySet[User]:
    now = timezone.now()
    grants = RoleGrant.objects.filter(
        role__in=[Role.MANAGER, Role.REGIONAL], country_id=code, starts__lte=now, ends__isnull=True
    )
    return User.objects.filter(pk__in=grants.values("user"), is_active=True)


def current_membership(user: User) -> Membership | None:
    return user.memberships.filter(ends__isnull=True).last()


def invitation_by_code(typed: str) -> Invitation | None:
    """Find an invitation however the code was typed: any case, spaces or dashes, Cyrillic letters
    that look Latin, with or without the country in front. Usable or not: ask `usable`."""
    signs = fold_lookalikes(typed[:80]).upper()
    code = "".join(sign for sign in signs if sign.isalnum())
    candidates = {code.translate(ALIKE), code[2:].translate(ALIKE)}
    valid = [c for c in candidates if c and set(c) <= set(ALPHABET)]
    return (
        Invitation.objects.select_related("country", "institution", "group")
        .filter(code__in=valid)
        .first()
    )


def usable(invitation: Invitation) -> bool:
    return (
        invitation.withdrawn_at is None
        and invitation.expires > timezone.now()
        and invitation.uses < invitation.uses_allowed
    )
