import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from certification.models import Award, Certificate
from jobs.models import Job
from jobs.services import run
from people.enums import Role
from tests.factories import certification as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def run_jobs() -> None:
    for job in Job.objects.exclude(state="done"):
        run(job.pk)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_trainee_confirms_the_name_and_gets_the_certificate() -> None:
    make.scheme()
    user = person()
    make.pass_the_set(user)
    run_jobs()
    client = signed_in(user)
    award = Award.objects.owned_by(user).get()
    assert (
        reverse("certification:confirm", args=[award.pk])
        in client.get(reverse("certification:mine")).text
    )
    client.post(
        reverse("certification:confirm", args=[award.pk]),
        {"name_latin": "Aliya Demo", "name_cyrillic": "Әлия Демо"},
    )
    run_jobs()
    certificate = Certificate.objects.owned_by(user).get()
    page = client.get(reverse("certification:mine")).text
    assert certificate.number in page
    pdf = client.get(reverse("certification:pdf", args=[certificate.number]))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("latin", "cyrillic"), [("", ""), ("Әлия", ""), ("Aliya", "Aliya"), ("x" * 500, "")]
)
def test_a_wrong_name_is_refused_with_a_message(latin: str, cyrillic: str) -> None:
    make.scheme()
    user = person()
    award = make.award(user)
    page = signed_in(user).post(
        reverse("certification:confirm", args=[award.pk]),
        {"name_latin": latin, "name_cyrillic": cyrillic},
    )
    assert page.status_code == 200
    assert "errors-title" in page.text
    award.refresh_from_db()
    assert award.state == "earned"


def test_anyone_verifies_in_both_languages() -> None:
    certificate = make.certificate(person())
    for language, verdict in (("en", "This certificate is valid"), ("ru", "действителен")):
        page = Client().get(f"/{language}/v/{certificate.token}/")
        assert verdict in page.text
        assert certificate.name_latin in page.text
        assert certificate.award.person.email not in page.text


def test_address_without_language_leads_to_the_proof() -> None:
    certificate = make.certificate(person())
    page = Client().get(f"/v/{certificate.token}/", follow=True, HTTP_ACCEPT_LANGUAGE="ru")
    assert page.request["PATH_INFO"] == f"/ru/v/{certificate.token}/"
    assert page.status_code == 200


def test_unknown_token_says_so() -> None:
    page = Client().get("/en/v/no-such-token/")
    assert page.status_code == 404
    assert "no certificate at this address" in page.text


def test_revoked_certificate_says_so_to_everybody() -> None:
    certificate = make.certificate(person())
    manager = signed_in(person(Role.MANAGER))
    manager.post(
        reverse("certification:revoke", args=[certificate.number]), {"reason": "by mistake"}
    )
    page = Client().get(f"/en/v/{certificate.token}/").text
    assert "not valid: revoked" in page
    assert "by mistake" not in page


@pytest.mark.parametrize("name", ["pdf", "revoke", "correct"])
@pytest.mark.parametrize(
    ("role", "code"), [(Role.TRAINEE, "KZ"), (Role.MANAGER, "UZ"), (Role.TRAINER, "KZ")]
)
def test_others_certificates_do_not_exist_for_the_wrong_person(
    name: str, role: str, code: str
) -> None:
    certificate = make.certificate(person())
    client = signed_in(person(role, code))
    address = reverse(f"certification:{name}", args=[certificate.number])
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "x", "name_latin": "x"}).status_code in {404, 405}


def test_register_shows_the_own_country_with_a_constant_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    manager = signed_in(person(Role.MANAGER))
    elsewhere = make.certificate(person(code="UZ"))
    make.certificate(person())
    address = reverse("certification:register")
    with django_assert_max_num_queries(40) as one:
        manager.get(address)
    for _ in range(2):
        make.certificate(person())
    with django_assert_max_num_queries(len(one)):
        page = manager.get(address)
    assert page.text.count("STC-20") >= 3
    assert elsewhere.number not in page.text
    assert manager.get(address, {"country": "UZ"}).status_code == 404
