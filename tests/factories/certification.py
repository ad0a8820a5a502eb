"""A scheme with one requirement, and what it takes to earn its certificate."""

from fractions import Fraction
from typing import Any

from certification.models import Award, Certificate, Scheme, SchemeVersion
from certification.services import award_what_is_earned, confirm_name, issue
from people.models import User
from records.models import Record
from records.services import record
from records.verbs import LedgerVerb

SET = "reading-a-datasheet"


def scheme(key: str = "foundation", **version: Any) -> SchemeVersion:
    found, _ = Scheme.objects.get_or_create(
        key=key,
        defaults={
            "title_en": "Foundation certificate",
            "title_ru": "Базовый сертификат",
            "summary_en": "Classifies dual-use items.",
            "summary_ru": "Умеет идентифицировать товары двойного назначения.",
            "level": "foundation",
        },
    )
    return SchemeVersion.objects.create(
        scheme=found,
        number=found.versions.count() + 1,
        hash=version.pop("hash", "0" * 64),
        validity_months=version.pop("validity_months", 36),
        requirements=version.pop(
            "requirements", [{"kind": "set_passed", "key": SET, "pass_mark": "7/10"}]
        ),
    )


def pass_the_set(user: User, score: Fraction = Fraction(4, 5), source: str = "") -> Record:
    return record(
        person=user,
        verb=LedgerVerb.PASSED,
        object_key=f"exercises:set:{SET}",
        source=source or f"attempt:{user.pk}",
        score=score,
        success=True,
    )


def award(user: User) -> Award:
    """An award earned by the set, not yet confirmed. Needs a scheme."""
    pass_the_set(user)
    award_what_is_earned(person=user)
    earned: Award = Award.objects.owned_by(user).get()
    return earned


def certificate(user: User, cyrillic: str = "Әлия Өтеғұлова") -> Certificate:
    if not SchemeVersion.objects.exists():
        scheme()
    earned = award(user)
    return issue(award=confirm_name(award=earned, name_latin="Aliya Demo", name_cyrillic=cyrillic))
