"""People for tests: `person(...)` and the five personas of the access tests."""

from typing import Any

from partners.enums import InstitutionKind
from partners.models import Country, Institution
from people.enums import Role
from people.models import User
from people.services import give_consent, grant_role, move

PASSWORD = "a-long-enough-password"
NAMES = {"KZ": "Казахстан", "UZ": "Узбекистан", "KG": "Кыргызстан", "MN": "Монголия"}


def country(code: str = "KZ") -> Country:
    return Country.objects.get_or_create(
        code=code,
        defaults={"name_en": f"Country {code}", "name_ru": NAMES.get(code, f"Страна {code}")},
    )[0]


def institution(code: str = "KZ", kind: str = InstitutionKind.CUSTOMS) -> Institution:
    key = f"{code.lower()}-{kind}"
    return Institution.objects.get_or_create(
        key=key,
        defaults={
            "name_en": f"{kind} of {code}",
            "name_ru": f"{kind} {code}",
            "kind": kind,
            "country": country(code),
        },
    )[0]


def person(
    role: str = Role.TRAINEE, code: str | None = "KZ", *, consent: bool = True, **fields: Any
) -> User:
    """A person with one role in one country (None: from outside the partner countries), who has
    agreed to the privacy notice unless the test says otherwise."""
    number = User.objects.count() + 1
    defaults = {
        "email": f"{role}-{(code or 'xx').lower()}-{number}@example.org",
        "password": PASSWORD,
        "first_name": role.capitalize(),
        "last_name": f"Demo{number}",
        "is_demo": True,
    }
    user = User.objects.create_user(**{**defaults, **fields})
    if code:
        move(user=user, country=country(code), institution=institution(code))
    scoped = role in {Role.MANAGER, Role.REGIONAL, Role.TRAINEE, Role.TRAINER}
    grant_role(user=user, role=role, country=country(code) if code and scoped else None)
    if consent:
        give_consent(user=user)
    return user
