"""Invited by a roster: an address that is known elsewhere and one that nobody knows look the same
to whoever uploads, and nobody belongs to a group before accepting."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from jobs.models import Job
from people import importers, privacy
from people.enums import Role
from people.models import Group, InvitedPerson, User
from people.selectors import people_of
from people.services import accept, leave_group, move, seat
from tests.factories.groups import group, invited, member
from tests.factories.people import country, institution, person
from tests.people.rosters import SORTS, UNKNOWN, known, upload, url, write_letters
from theme.sheets import read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return person(Role.MANAGER, "KZ")


@pytest.fixture
def signed(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def plain(answer, typed: str) -> str:
    """A page without what was typed, what is drawn anew for each page, and the row's number."""
    text = answer.content.decode().replace(typed, "TYPED")
    text = re.sub(r'name="(csrfmiddlewaretoken|rows)" value="[^"]*"', r"\1", text)
    return re.sub(r"/invited/\d+/", "/invited/N/", text)


def pages(client: Client, to: Group, typed: str) -> list[str]:
    """Everything that whoever uploads one line gets to see, twice over, letters and all."""
    line = [typed, "Aida", "Typed", "Демо Аида", "kz-customs"]
    seen = []
    for _ in range(2):
        preview = upload(client, to, line)
        rows = {"rows": preview.context["rows"]}
        seen += [preview, client.post(url("roster-accept", to.key), rows)]
        faults = client.post(url("roster-faults", to.key), rows).getvalue()
        assert read_sheet(faults) == []
        seen += [client.get(url("group", to.key)), client.get(url("groups"))]
        write_letters()
        seen.append(client.get(url("group", to.key)))
    assert [page.status_code for page in seen] == [200] * len(seen)
    to.invited.all().delete()
    return [plain(page, typed) for page in seen]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER])
@pytest.mark.parametrize("sort", SORTS)
def test_a_known_and_an_unknown_address_look_the_same(
    client: Client, sort: str, role: str, language: str
) -> None:
    uploader = person(role, "KZ")
    made = group("KZ", trainers=(uploader,))
    member(made)
    institution("KZ")
    typed = known(sort)
    client.force_login(uploader)
    with translation.override(language):
        assert pages(client, made, typed) == pages(client, made, UNKNOWN)


def test_a_difference_would_be_found(signed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: with a question for accounts everywhere the pages differ."""
    made = group("KZ")
    institution("KZ")
    asked = importers._find_invited

    def telling(findings, codes, to):
        for finding in findings:
            if User.objects.filter(email=finding.row["email"]).exists():
                finding.problems.append("email_wrong")
        asked(findings, codes, to)

    monkeypatch.setattr(importers, "_find_invited", telling)
    line = [known("elsewhere"), "Aida", "Typed", "", ""]
    unknown = upload(signed, made, [UNKNOWN, *line[1:]])
    assert plain(upload(signed, made, line), line[0]) != plain(unknown, UNKNOWN)


@pytest.mark.parametrize("sort", SORTS)
def test_both_cost_the_same_queries_and_send_nothing_in_the_request(
    signed: Client, sort: str
) -> None:
    made = group("KZ")
    costs = []
    typed = known(sort)
    for email in ("warm.up@example.org", typed, UNKNOWN):
        with CaptureQueriesContext(connection) as looking:
            preview = upload(signed, made, [email, "Aida", "Typed", "", ""])
        with CaptureQueriesContext(connection) as taking:
            signed.post(url("roster-accept", made.key), {"rows": preview.context["rows"]})
        costs.append((len(looking), len(taking)))
    assert costs[1] == costs[2]
    assert mail.outbox == []
    kinds = Job.objects.filter(kind="people.invited").values_list("owner", "country", "payload")
    assert len(kinds) == 3
    assert len(set(map(str, kinds))) == 1


def test_nobody_is_a_member_or_counted_before_accepting(signed: Client, manager: User) -> None:
    made = group("KZ")
    foreign = person(code="UZ", first_name="Secret", last_name="Person")
    people = people_of(manager, "KZ").count()
    preview = upload(
        signed, made, [foreign.email, "Aida", "Typed", "", ""], [UNKNOWN, "Aida", "Typed", "", ""]
    )
    signed.post(url("roster-accept", made.key), {"rows": preview.context["rows"]})
    page = signed.get(url("group", made.key))
    text = page.content.decode()
    assert "Secret" not in text
    assert (page.context["page"].paginator.count, page.context["invited"].paginator.count) == (0, 2)
    assert not made.seats.exists()
    assert people_of(manager, "KZ").count() == people
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_the_letter_comes_in_the_persons_language_once() -> None:
    made = group("KZ", language="ru", title="A & B")
    foreign = person(code="UZ", language="en")
    invited(made, foreign.email)
    invited(made, UNKNOWN)
    write_letters()
    Job.objects.filter(kind="people.invited").update(state="waiting", attempts=0)
    write_letters()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(mail.outbox) == 2
    assert letters[foreign.email].subject == "Invitation to a group at STC Academy"
    assert "“A & B”" in letters[foreign.email].body
    assert letters[UNKNOWN].subject == "Приглашение в группу STC Academy"
    assert "«A & B»" in letters[UNKNOWN].body
    assert "/ru/join/invited/" in letters[UNKNOWN].body


def test_no_letter_goes_to_closed_accounts_members_and_withdrawn_lines() -> None:
    made = group("KZ", "UZ")
    closed, inside = person(code="UZ", is_active=False), member(made, "UZ")
    invited(made, closed.email)
    invited(made, inside.user.email)
    invited(made, UNKNOWN).delete()
    invited(made, "late@example.org")
    InvitedPerson.objects.filter(email="late@example.org").update(expires=timezone.now())
    write_letters()
    assert mail.outbox == []
    assert set(Job.objects.values_list("kind", "state")) == {("people.invited", "done")}


def test_only_the_own_country_sees_and_withdraws(client: Client) -> None:
    made = group("KZ", "UZ")
    row = invited(made, UNKNOWN)
    for who in (person(Role.MANAGER, "UZ"), person(Role.TRAINER, "KZ"), person(Role.DONOR, None)):
        client.force_login(who)
        assert client.post(url("invited-withdraw", made.key, row.pk)).status_code == 404
        assert UNKNOWN not in client.get(url("group", made.key)).content.decode()
    assert InvitedPerson.objects.filter(pk=row.pk).exists()


def test_a_country_does_not_learn_whom_another_has_invited(client: Client) -> None:
    made = group("KZ", "UZ")
    invited(made, "known.to.kz@example.org")
    client.force_login(person(Role.MANAGER, "UZ"))
    notes = [
        upload(client, made, [email, "Aida", "Typed", "", ""]).context["good"][0]["notes"]
        for email in ("known.to.kz@example.org", UNKNOWN)
    ]
    assert notes[0] == notes[1]


def test_a_second_upload_follows_what_became_of_the_first(signed: Client, manager: User) -> None:
    made, foreign = group("KZ"), person(code="UZ")
    line = [foreign.email, "Aida", "Typed", "", ""]

    def said() -> str:
        preview = upload(signed, made, line)
        signed.post(url("roster-accept", made.key), {"rows": preview.context["rows"]})
        return preview.context["good"][0]["notes"][0][:24]

    assert [said(), said()] == ["Is invited by letter and", "Is invited already and h"]
    row = made.invited.get()
    accept(invited=row, user=foreign)
    assert said() == "Is in the group already."
    leave_group(member=made.seats.get())
    assert said() == "Is invited by letter and"
    fresh = made.invited.get()
    assert (fresh.accepted_by, fresh.key == row.key) == (None, False)
    InvitedPerson.objects.update(expires=timezone.now())
    assert said() == "Is invited by letter and"
    assert made.invited.get().is_open
    assert Job.objects.filter(kind="people.invited").count() == 3


def test_an_erased_address_is_as_unknown_as_any(signed: Client) -> None:
    made, user = group("KZ"), person(code="KZ")
    email = user.email
    privacy.erase(user)
    institution("KZ")
    assert pages(signed, made, email) == pages(signed, made, UNKNOWN)


def test_a_letter_that_is_written_takes_the_stale_lines_along() -> None:
    made = group("KZ")
    invited(made, "stale@example.org")
    InvitedPerson.objects.update(expires=timezone.now() - timedelta(days=31))
    invited(made, UNKNOWN)
    write_letters()
    assert list(made.invited.values_list("email", flat=True)) == [UNKNOWN]


def test_fifty_invited_a_page(signed: Client) -> None:
    made = group("KZ")
    by = person(Role.MANAGER, "KZ")
    for number in range(51):
        invited(made, f"p{number:02}@example.org", by=by)
    page = signed.get(url("group", made.key))
    assert len(page.context["invited"].object_list) == 50
    assert "?invited=2#invited" in page.content.decode()
    second = signed.get(url("group", made.key), {"invited": "2", "page": "x"})
    assert len(second.context["invited"].object_list) == 1


def test_a_member_of_the_group_from_elsewhere_is_invited_like_anybody(signed: Client) -> None:
    """A country's manager does not see the other country's members, nor learns of them here."""
    made = group("KZ", "UZ")
    inside = seat(group=made, user=person(code="UZ"))
    institution("KZ")
    assert pages(signed, made, inside.user.email) == pages(signed, made, UNKNOWN)


def test_who_came_in_another_way_is_listed_once(signed: Client, manager: User) -> None:
    made = group("KZ")
    user = person(code="UZ")
    invited(made, user.email, by=manager)
    move(user=user, country=country("KZ"), institution=None)
    seat(group=made, user=user)
    page = signed.get(url("group", made.key))
    assert (page.context["page"].paginator.count, page.context["invited"].paginator.count) == (1, 0)
