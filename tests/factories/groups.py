"""Groups and invitations for tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from people.enums import Role
from people.models import Group, GroupMember, Invitation, InvitedPerson, User
from people.services import invite, invite_by_letter, open_group, seat, set_trainers
from tests.factories.people import country, institution, person


def group(*codes: str, trainers: tuple[User, ...] = (), **fields: Any) -> Group:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "title": "Customs, spring",
        "language": "ru",
        "starts": today - timedelta(days=3),
        "ends": today + timedelta(days=30),
    }
    made = open_group(
        by=person(Role.ADMINISTRATOR, None),
        countries=[country(code) for code in codes or ("KZ",)],
        **{**values, **fields},
    )
    set_trainers(group=made, trainers=trainers, among=trainers)
    return made


def member(of: Group, code: str = "KZ", **fields: Any) -> GroupMember:
    return seat(group=of, user=person(Role.TRAINEE, code, **fields))


def invitation(code: str = "KZ", **fields: Any) -> Invitation:
    values: dict[str, Any] = {
        "country": country(code),
        "institution": institution(code),
        "expires": timezone.now() + timedelta(days=7),
    }
    return invite(by=person(Role.MANAGER, code), **{**values, **fields})


def invited(to: Group, email: str, code: str = "KZ", **fields: Any) -> InvitedPerson:
    """Somebody written to from a roster; the letter waits as a job."""
    values: dict[str, Any] = {"first_name": "Aida", "last_name": "Typed", **fields}
    by = values.pop("by", None) or person(Role.MANAGER, code)
    return invite_by_letter(by=by, group=to, email=email, country=country(code), **values)


def ended() -> date:
    return timezone.localdate() - timedelta(days=1)
