"""From the link in a letter to a seat: by the person with the address, once, while it runs."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from people import privacy
from people.enums import Role
from people.letters import invited_token, token_for
from people.models import InvitedPerson, User
from people.selectors import invited_to
from people.services import InvitationRefused, accept, forget_stale, leave_group
from tests.factories.groups import group, invited
from tests.factories.people import PASSWORD, institution, person
from tests.people.rosters import SORTS, UNKNOWN, known, link, url, write_letters

pytestmark = pytest.mark.django_db
NEW = {
    "first_name": "Aida",
    "last_name": "Demo",
    "name_cyrillic": "Демо Аида",
    "gender": "",
    "password1": "a-quite-long-secret",
    "consent": "on",
}


@pytest.fixture
def manager() -> User:
    return person(Role.MANAGER, "KZ")


@pytest.fixture
def signed(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def test_somebody_from_elsewhere_accepts_and_stays_who_they_are(
    client: Client, manager: User
) -> None:
    trainer = person(Role.TRAINER, None)
    made = group("KZ", trainers=(trainer,), title="Spring")
    foreign = person(code="UZ", first_name="Real", last_name="Person")
    grants = list(foreign.grants.values("role", "country", "ends"))
    row = invited(made, foreign.email, by=manager)
    shown = client.get(link(row))
    assert (shown.status_code, "Spring" in shown.content.decode()) == (200, True)
    assert not made.seats.exists()
    sign_in = f"/en/accounts/login/?next={link(row)}"
    back = client.post(sign_in, {"login": foreign.email, "password": PASSWORD})
    assert back.url == link(row)
    assert client.get(back.url).status_code == 200
    assert not made.seats.exists()
    assert client.post(back.url).url == "/en/me/"
    assert made.seats.get().user == foreign
    foreign.refresh_from_db()
    assert foreign.country_id == "UZ"
    assert list(foreign.grants.values("role", "country", "ends")) == grants
    client.force_login(manager)
    page = client.get(url("group", made.key))
    assert "Accepted" in page.content.decode()
    assert "Real" not in page.content.decode()
    client.force_login(trainer)
    page = client.get(url("group", made.key))
    assert "Real Person" in page.content.decode()
    assert page.context["invited"].paginator.count == 0


def test_accepting_twice_is_accepting_once(client: Client) -> None:
    made, foreign = group("KZ"), person(code="UZ")
    row = invited(made, foreign.email)
    client.force_login(foreign)
    for _ in range(3):
        assert client.post(link(row)).url == "/en/me/"
    assert client.get(link(row)).url == "/en/me/"
    client.logout()
    assert client.get(link(row)).url.startswith("/en/accounts/login/")
    assert made.seats.count() == 1


def test_an_old_link_does_not_bring_back_who_was_removed(client: Client) -> None:
    made, foreign = group("KZ"), person(code="UZ")
    row = invited(made, foreign.email)
    accept(invited=row, user=foreign)
    leave_group(member=made.seats.get())
    client.force_login(foreign)
    client.post(link(row))
    accept(invited=row, user=foreign)
    assert not made.seats.filter(left_at__isnull=True).exists()
    assert not invited_to(person(Role.ADMINISTRATOR, None), made).exists()


@pytest.mark.parametrize("code", ["KZ", "UZ"])
def test_another_account_cannot_accept_and_learns_nothing(client: Client, code: str) -> None:
    made = group("KZ", title="Hidden title")
    row = invited(made, person(code="UZ").email)
    other = person(code=code)
    EmailAddress.objects.create(user=other, email=row.email, verified=False)
    client.force_login(other)
    for answer in (client.get(link(row)), client.post(link(row))):
        assert answer.status_code == 403
        text = answer.content.decode()
        assert not [said for said in ("Hidden title", row.email, "Aida") if said in text]
    assert client.get(link(row, "invited-join")).url == link(row)
    with pytest.raises(InvitationRefused):
        accept(invited=row, user=other)
    assert not made.seats.exists()
    row.refresh_from_db()
    assert row.accepted_at is None


def test_a_second_address_that_was_proven_may_accept(client: Client) -> None:
    made, user = group("KZ"), person(code="UZ")
    EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    row = invited(made, "second@example.org")
    assert client.get(link(row)).status_code == 200
    client.force_login(user)
    client.post(link(row))
    assert made.seats.get().user == user


@pytest.mark.parametrize("name", ["invited", "invited-join"])
def test_out_of_date_is_out_of_date(client: Client, name: str) -> None:
    made, foreign = group("KZ", title="Hidden title"), person(code="UZ")
    rows = [invited(made, foreign.email), invited(made, UNKNOWN)]
    InvitedPerson.objects.update(expires=timezone.now() - timedelta(seconds=1))
    for row in rows:
        for answer in (
            client.get(link(row), follow=True),
            client.post(link(row, name), NEW, follow=True),
        ):
            assert "Hidden title" not in answer.content.decode()
    assert not User.objects.filter(email=UNKNOWN).exists()
    client.force_login(foreign)
    for answer in (client.get(link(rows[0])), client.post(link(rows[0]))):
        assert answer.status_code == 404
        assert "out of date" in answer.content.decode()
    with pytest.raises(InvitationRefused):
        accept(invited=rows[0], user=foreign)
    assert not made.seats.exists()


@pytest.mark.parametrize("token", ["none", "a:b:c", "%00", "x" * 3000, "é", "🙂"])
def test_a_forged_link_leads_nowhere(client: Client, token: str) -> None:
    for user in (None, person()):
        if user:
            client.force_login(user)
        for path in ("", "account/", "decline/"):
            where = f"/en/join/invited/{token}/{path}"
            assert client.get(where).status_code in {400, 404, 405}
            assert client.post(where, NEW).status_code in {400, 404}


def test_a_link_for_one_purpose_opens_no_other(client: Client) -> None:
    user = person(code="UZ")
    row = invited(group("KZ"), user.email)
    client.force_login(user)
    assert client.post(url("invited", token_for(user))).status_code == 404
    assert client.post(url("unsubscribe", invited_token(row))).status_code == 404


def test_a_get_changes_nothing(client: Client) -> None:
    foreign = person(code="UZ")
    rows = [invited(group("KZ"), foreign.email), invited(group("KZ"), UNKNOWN)]
    client.force_login(foreign)
    before = list(InvitedPerson.objects.values())
    for row in rows:
        for name in ("invited", "invited-join", "invited-decline"):
            client.get(link(row, name))
            client.head(link(row, name))
    assert list(InvitedPerson.objects.values()) == before


def test_consent_comes_before_accepting(client: Client) -> None:
    made, foreign = group("KZ"), person(code="UZ", consent=False)
    row = invited(made, foreign.email)
    client.force_login(foreign)
    asked = client.get(link(row))
    assert asked.url.startswith("/en/join/welcome/?next=")
    assert client.post(link(row)).status_code == 403
    assert not made.seats.exists()
    form = {"first_name": "Ai", "last_name": "Demo", "consent": "on", "next": link(row)}
    assert client.post("/en/join/welcome/", form).url == link(row)
    client.post(link(row))
    assert made.seats.get().user == foreign


def test_somebody_unknown_makes_the_account_and_is_a_member(client: Client, manager: User) -> None:
    made = group("KZ")
    row = invited(made, UNKNOWN, institution=institution("KZ"), name_cyrillic="Демо Аида")
    write_letters()
    (letter,) = mail.outbox
    path = re.search(r"http://localhost(/ru/join/invited/\S+)", letter.body)[1]
    form = client.get(path, follow=True)
    assert form.redirect_chain[0][0] == path + "account/"
    assert [form.context["form"][name].value() for name in ("email", "first_name")] == [
        UNKNOWN, "Aida",
    ]  # fmt: skip
    extra = {"email": "other@example.org", "country": "UZ", "is_superuser": "1", "role": "manager"}
    answer = client.post(link(row, "invited-join"), {**NEW, **extra})
    assert (answer.status_code, answer.url) == (302, "/ru/me/")
    user = User.objects.get(email=UNKNOWN)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.country_id, user.institution, user.is_superuser) == (
        "KZ",
        institution("KZ"),
        False,
    )
    assert list(user.grants.values_list("role", "country_id")) == [("trainee", "KZ")]
    assert user.check_password(NEW["password1"])
    assert user.consents.count() == 1
    assert EmailAddress.objects.get(user=user).verified
    assert made.seats.get().user == user
    assert client.get("/ru/me/").status_code == 200
    assert client.get(link(row)).url == "/ru/me/"
    client.force_login(manager)
    page = client.get(url("group", made.key))
    assert [found.user for found in page.context["page"]] == [user]
    assert page.context["invited"].paginator.count == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("consent", ""), ("password1", "short"), ("password1", ""), ("password1", UNKNOWN),
     ("first_name", "Айгерим"), ("last_name", "x" * 81), ("gender", "yes")],
)  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_is_made(client: Client, field: str, value: str) -> None:
    row = invited(group("KZ"), UNKNOWN)
    page = client.post(link(row, "invited-join"), {**NEW, field: value})
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert not User.objects.filter(email=UNKNOWN).exists()
    row.refresh_from_db()
    assert row.accepted_at is None


def test_an_account_made_on_the_way_signs_in_instead(client: Client) -> None:
    row = invited(group("KZ"), UNKNOWN)
    person(email=UNKNOWN, code="UZ")
    assert client.post(link(row, "invited-join"), NEW).url == link(row)
    assert not row.group.seats.exists()


def test_both_at_the_same_moment_make_one_account(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = invited(group("KZ"), UNKNOWN)
    person(email=UNKNOWN, code="UZ")
    with monkeypatch.context() as patch:
        patch.setattr("people.views.invited.account_with", lambda email: None)
        assert client.post(link(row, "invited-join"), NEW).url == link(row)
    assert User.objects.filter(email=UNKNOWN).count() == 1


@pytest.mark.parametrize("sort", ["unknown", *SORTS])
def test_whoever_holds_the_letter_may_decline(client: Client, sort: str) -> None:
    row = invited(group("KZ"), known(sort))
    assert client.post(link(row, "invited-decline")).status_code == 200
    assert not InvitedPerson.objects.exists()
    assert client.post(link(row, "invited-decline")).status_code == 404
    assert client.get(link(row)).status_code == 404


def test_what_was_accepted_is_not_declined_or_withdrawn(signed: Client, manager: User) -> None:
    made, foreign = group("KZ"), person(code="UZ")
    row = invited(made, foreign.email, by=manager)
    accept(invited=row, user=foreign)
    assert signed.post(link(row, "invited-decline")).status_code == 404
    assert signed.post(url("invited-withdraw", made.key, row.pk)).status_code == 404
    assert InvitedPerson.objects.filter(pk=row.pk).exists()


def test_the_link_dies_with_the_withdrawal(signed: Client) -> None:
    made = group("KZ")
    foreign = person(code="UZ")
    row = invited(made, foreign.email)
    old = link(row)
    assert signed.post(url("invited-withdraw", made.key, row.pk)).url == url("group", made.key)
    signed.force_login(foreign)
    assert signed.post(old).status_code == 404
    fresh = invited(made, foreign.email)
    assert signed.post(old).status_code == 404
    assert signed.post(link(fresh)).status_code == 302


@pytest.mark.parametrize("accepted", [False, True])
def test_erasing_removes_what_others_wrote(accepted: bool) -> None:
    user = person(code="UZ")
    EmailAddress.objects.create(user=user, email="Second@example.org", verified=True)
    rows = [invited(group("KZ"), email) for email in (user.email, "second@example.org")]
    other = invited(group("KZ"), UNKNOWN)
    if accepted:
        for row in rows:
            accept(invited=row, user=user)
    held = privacy.everything_about(user)["people"]["invitations"]
    assert [entry["name"] for entry in held] == ["Aida Typed", "Aida Typed"]
    privacy.erase(user)
    assert list(InvitedPerson.objects.all()) == [other]


def test_who_never_answered_is_forgotten() -> None:
    made = group("KZ")
    for days, email in ((29, "kept@example.org"), (31, "stale@example.org")):
        invited(made, email)
        end = timezone.now() - timedelta(days=days)
        InvitedPerson.objects.filter(email=email).update(expires=end)
    accepted = invited(made, person(email="in@example.org", code="UZ").email)
    accept(invited=accepted, user=User.objects.get(email="in@example.org"))
    InvitedPerson.objects.filter(pk=accepted.pk).update(expires=timezone.now() - timedelta(days=99))
    assert forget_stale() == 1
    assert sorted(made.invited.values_list("email", flat=True)) == [
        "in@example.org", "kept@example.org",
    ]  # fmt: skip
