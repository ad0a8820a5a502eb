from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from certification import selectors, services
from certification.enums import AwardState, CertificateState
from certification.models import Award, Certificate
from jobs.models import Job
from people.enums import Role
from people.models import Letter
from records.models import Record
from records.selectors import effective, lines_for
from records.services import void
from records.verbs import LedgerVerb
from tests.factories import certification as make
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_passing_line_asks_for_an_evaluation_once() -> None:
    make.scheme()
    make.pass_the_set(person(), source="a")
    assert Job.objects.filter(kind=services.EVALUATE).count() == 1


def test_award_waits_for_the_name_and_is_given_once() -> None:
    make.scheme()
    user = person()
    make.pass_the_set(user)
    assert len(services.award_what_is_earned(person=user)) == 1
    assert services.award_what_is_earned(person=user) == []
    award = Award.objects.owned_by(user).get()
    assert award.state == AwardState.EARNED
    assert award.evidence[0]["source"] == f"attempt:{user.pk}"
    with pytest.raises(services.NameMissing):
        services.issue(award=award)


def test_below_the_mark_nothing_is_earned() -> None:
    make.scheme()
    user = person()
    make.pass_the_set(user, score=Fraction(69, 100))
    assert services.award_what_is_earned(person=user) == []


def test_a_voided_line_earns_nothing() -> None:
    make.scheme()
    user = person()
    line = make.pass_the_set(user)
    void(line=line, person=user, author=person(Role.ADMINISTRATOR, None), reason="wrong person")
    assert services.award_what_is_earned(person=user) == []


def test_confirming_twice_asks_for_one_certificate() -> None:
    make.scheme()
    award = make.award(person())
    for name in ("Aliya Demo", "Somebody Else"):
        award = services.confirm_name(award=award, name_latin=name, name_cyrillic="")
    assert award.name_latin == "Aliya Demo"
    assert Job.objects.filter(kind=services.ISSUE).count() == 1


def test_issuing_twice_is_issuing_once() -> None:
    user = person()
    first = make.certificate(user)
    again = services.issue(award=Award.objects.owned_by(user).get())
    assert again == first
    assert Certificate.objects.unguarded("test").count() == 1
    earned = lines_for(user).filter(verb=LedgerVerb.EARNED)
    assert [line.source for line in earned] == [f"certificate:{first.number}"]
    assert Letter.objects.filter(template="certificate_issued").count() == 1


def test_numbers_follow_each_other() -> None:
    numbers = [make.certificate(person()).number for _ in range(3)]
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]


def test_certificate_row_cannot_be_changed() -> None:
    certificate = make.certificate(person())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Certificate.objects.unguarded("test").filter(pk=certificate.pk).update(name_latin="x")
    assert connection.vendor


def test_revoked_certificate_is_not_valid_and_does_not_count() -> None:
    user, manager = person(), person(Role.MANAGER)
    certificate = make.certificate(user)
    services.revoke(certificate=certificate, author=manager, reason="issued by mistake")
    found = selectors.by_token(certificate.token)
    assert found is not None
    assert selectors.state_of(found) == CertificateState.REVOKED
    counting = effective(lines_for(user)).filter(verb=LedgerVerb.EARNED)
    assert not counting.exists()
    with pytest.raises(services.NotRevocable):
        services.revoke(certificate=certificate, author=manager, reason="again")


def test_corrected_name_supersedes_and_counts_once() -> None:
    user, manager = person(), person(Role.MANAGER)
    old = make.certificate(user)
    new = services.correct_name(
        certificate=old,
        author=manager,
        name_latin="Aliya Corrected",
        name_cyrillic="",
        reason="misspelt",
    )
    states = [selectors.state_of(c) for c in (selectors.by_token(old.token), new) if c]
    assert states == [CertificateState.SUPERSEDED, CertificateState.VALID]
    assert effective(lines_for(user)).filter(verb=LedgerVerb.EARNED).count() == 1
    assert old.name_latin == "Aliya Demo"


def test_certificate_survives_everything_it_was_about() -> None:
    """No foreign key leads to a country, an institution or a course."""
    certificate = make.certificate(person())
    relations = {
        field.related_model._meta.label
        for field in Certificate._meta.get_fields()
        if field.many_to_one and field.related_model
    }
    assert relations == {"certification.Award"}
    assert Record.objects.unguarded("test").filter(verb=LedgerVerb.EARNED).exists()
    assert certificate.country == "KZ"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 23), 36, date(2029, 11, 23)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert services.months_later(day, months) == later
