"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.models import Country, Institution
from people.access import reach_of, roles_of, running_groups, visible
from people.enums import Role
from people.models import (
    Group,
    GroupMember,
    Invitation,
    InvitedPerson,
    Membership,
    RoleGrant,
    User,
)
from people.models.invitations import ALPHABET
from people.roles import PRIVACY_NOTICE, STAFF_ROLES
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


def refusal(invitation: Invitation | None) -> str | None:
    """Why the code cannot be used, as a key of `feedback.CODE_PROBLEMS`; None when it can."""
    if invitation is None:
        return "unknown"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    if invitation.expires <= timezone.now():
        return "expired"
    return "used_up" if invitation.uses >= invitation.uses_allowed else None


def usable(invitation: Invitation) -> bool:
    return refusal(invitation) is None


def used_by(invitation: Invitation, user: User) -> bool:
    """Whether the person already stands where the code would put them."""
    here = (user.country_id, user.institution_id)
    if here != (invitation.country_id, invitation.institution_id):
        return False
    seats = GroupMember.objects.filter(user=user, group=invitation.group, left_at__isnull=True)
    return invitation.group is None or seats.exists()


def groups_of(user: User) -> QuerySet[Group]:
    """The groups the person runs, with the number of members they may see."""
    seen = visible(user, GroupMember, Verb.SEE_PEOPLE).filter(left_at__isnull=True)
    counted = (
        seen.filter(group=OuterRef("pk"))
        .order_by()
        .values("group")
        .annotate(n=Count("pk", distinct=True))
    )
    return (
        visible(user, Group, Verb.MANAGE_GROUP)
        .annotate(member_count=Coalesce(Subquery(counted.values("n")), 0))
        .prefetch_related("countries")
    )


def members_of(user: User, group: Group) -> QuerySet[GroupMember]:
    """The members of a group that this person may see: those of their own countries."""
    return (
        visible(user, GroupMember, Verb.SEE_PEOPLE)
        .filter(group=group, left_at__isnull=True, user__is_active=True)
        .select_related("user", "user__country", "user__institution")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def is_member(user: User, group: Group) -> bool:
    return GroupMember.objects.filter(group=group, user=user, left_at__isnull=True).exists()


def invited_to(user: User, group: Group) -> QuerySet[InvitedPerson]:
    """Whom somebody of this person's reach has invited and who is not yet on the list of members.

    Who accepted but belongs to another country stays here, under the name that was typed: that
    somebody accepted is the inviter's to know, the rest is not."""
    running = GroupMember.objects.filter(group=group, left_at__isnull=True)
    accepted = Q(accepted_by__in=running.values("user"))
    seen = members_of(user, group).order_by()
    return (
        visible(user, InvitedPerson, Verb.SEE_PEOPLE)
        .filter(Q(accepted_at__isnull=True) | accepted, group=group)
        .exclude(accepted_by__in=seen.values("user"))
        .exclude(email__in=seen.values("user__email"))
        .select_related("institution")
    )


def account_with(email: str) -> User | None:
    """The account that an address belongs to, open or closed."""
    account = User.objects.filter(email=email).first()
    if account:
        return account
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True)
    found = proven.select_related("user").first()
    return found.user if found else None


def has_address(user: User, email: str) -> bool:
    proven = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True)
    return user.email == email or proven.exists()


def countries_to_enrol(user: User, group: Group) -> frozenset[str]:
    """Countries whose people this person may put into the group."""
    own = frozenset(group.countries.values_list("code", flat=True))
    everywhere, countries, groups = reach_of(user, Verb.ENROL)
    if everywhere or (groups and running_groups(user).filter(pk=group.pk).exists()):
        return own
    return own & countries


def person_to_enrol(user: User, group: Group, email: str) -> User | None:
    codes = countries_to_enrol(user, group)
    return User.objects.filter(
        email=email.strip().lower(), country_id__in=codes, is_active=True
    ).first()


def invitations_of(user: User, group: Group | None = None) -> QuerySet[Invitation]:
    rows = visible(user, Invitation, Verb.INVITE).select_related("country", "institution", "group")
    return rows.filter(group=group) if group else rows


def trainers_for(user: User, codes: Iterable[str]) -> QuerySet[User]:
    """Trainers whom somebody may ask: from outside the partner countries, or of these countries."""
    now = timezone.now()
    grants = RoleGrant.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=now), role=Role.TRAINER, starts__lte=now
    )
    return User.objects.filter(
        Q(country__isnull=True) | Q(country_id__in=list(codes)),
        pk__in=grants.values("user"),
        is_active=True,
    )


def institutions_in(codes: Iterable[str]) -> QuerySet[Institution]:
    return Institution.objects.filter(country_id__in=list(codes)).select_related("country")


def consented(user: User) -> bool:
    """Whether the person agreed to the notice in force."""
    return user.consents.filter(notice=PRIVACY_NOTICE, withdrawn_at__isnull=True).exists()


def needs_second_step(user: User) -> bool:
    """Staff who see other people's data are asked, not forced, to protect their sign-in."""
    return (
        bool(roles_of(user) & STAFF_ROLES)
        and not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    )


def invitation_in(key: object) -> Invitation | None:
    """The invitation a session remembers, whatever it holds."""
    if not isinstance(key, int):
        return None
    rows = Invitation.objects.select_related("country", "institution", "group")
    return rows.filter(pk=key).first()
