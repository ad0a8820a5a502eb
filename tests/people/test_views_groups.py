"""Groups, codes and rosters: own country only, whatever is posted."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.enums import Role
from people.importers import Taken
from people.models import Group, Invitation, InvitedPerson, User
from tests.factories.groups import ended, group, invitation, invited, member
from tests.factories.people import PASSWORD, institution, person
from theme.sheets import Sheet, read_sheet, write_csv, write_xlsx

pytestmark = pytest.mark.django_db
HEADER = ["E-mail", "Имя", "Фамилия", "ФИО", "Учреждение"]


@pytest.fixture
def manager():
    return person(Role.MANAGER, "KZ")


@pytest.fixture
def signed(client, manager):
    client.force_login(manager)
    return client


def url(name, *args):
    return reverse(f"people:{name}", args=args)


def roster(*rows, header=HEADER):
    data = write_xlsx([Sheet("s", header, rows)])
    return SimpleUploadedFile("people.xlsx", data)


GROUP_ROUTES = ["group", "group-edit", "roster"]
GROUP_POSTS = ["group-add", "roster", "roster-accept", "roster-faults", "group-edit"]


@pytest.mark.parametrize("who", ["nobody", "trainee", "other manager", "other trainer", "donor"])
def test_a_stranger_finds_no_group(client, who):
    made = group("KZ")
    if who != "nobody":
        role, code = {
            "trainee": (Role.TRAINEE, "KZ"),
            "other manager": (Role.MANAGER, "UZ"),
            "other trainer": (Role.TRAINER, "KZ"),
            "donor": (Role.DONOR, None),
        }[who]
        client.force_login(person(role, code))
    wanted = 302 if who == "nobody" else 404
    for name in GROUP_ROUTES:
        assert client.get(url(name, made.key)).status_code == wanted, name
    for name in GROUP_POSTS:
        assert client.post(url(name, made.key)).status_code == wanted, name


def test_manager_of_another_country_cannot_touch_a_code(client):
    code = invitation("KZ")
    client.force_login(person(Role.MANAGER, "UZ"))
    assert client.get(url("invitation-sheet", code.pk)).status_code == 404
    assert client.post(url("invitation-withdraw", code.pk)).status_code == 404
    assert client.get(url("invitation-sheet", 10**30)).status_code == 404
    code.refresh_from_db()
    assert code.withdrawn_at is None


def test_trainer_of_the_group_may_fill_it_until_it_ends(client):
    trainer = person(Role.TRAINER, None)
    made = group("KZ", trainers=(trainer,))
    newcomer = person(code="KZ")
    client.force_login(trainer)
    assert client.get(url("group", made.key)).status_code == 200
    assert client.get(url("group-edit", made.key)).status_code == 404
    client.post(url("group-add", made.key), {"email": newcomer.email.upper()})
    assert made.seats.get().user == newcomer
    Group.objects.filter(pk=made.pk).update(ends=ended())
    assert client.get(url("group", made.key)).status_code == 404
    assert client.post(url("group-add", made.key), {"email": "a@b.cd"}).status_code == 404


def test_unknown_and_foreign_address_get_the_same_answer(signed):
    made = group("KZ", "UZ")
    foreign = person(code="UZ")
    answers = []
    for email in (foreign.email, "nobody@example.org"):
        page = signed.post(url("group-add", made.key), {"email": email})
        answers.append(page.content.decode().replace(email, ""))
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", answers[0]) == token.sub("", answers[1])
    assert "No account in the countries" in answers[0]
    assert not made.seats.exists()


def test_manager_sees_only_members_of_the_own_country(signed):
    made = group("KZ", "UZ")
    own, foreign = member(made, "KZ"), member(made, "UZ")
    page = signed.get(url("group", made.key)).content.decode()
    assert own.user.email in page
    assert foreign.user.email not in page
    assert signed.get(url("group-remove", made.key, foreign.pk)).status_code == 404
    assert signed.post(url("group-remove", made.key, foreign.pk)).status_code == 404
    assert signed.post(url("group-remove", made.key, own.pk)).status_code == 302
    assert list(made.seats.filter(left_at__isnull=True)) == [foreign]


def test_group_form_takes_no_foreign_country_trainer_or_extra_field(signed, manager):
    data = {
        "title": "Spring", "language": "ru", "starts": "2026-11-01", "ends": "2026-12-01",
        "countries": ["UZ"], "trainers": [], "key": "mine", "is_superuser": "1",
    }  # fmt: skip
    group("UZ")
    count = Group.objects.count()
    assert signed.post(url("group-new"), data).status_code == 200
    assert Group.objects.count() == count
    foreign = person(Role.TRAINER, "UZ")
    refused = signed.post(url("group-new"), {**data, "countries": ["KZ"], "trainers": [foreign.pk]})
    assert list(refused.context["form"].errors) == ["trainers"]
    outside = person(Role.TRAINER, None)
    signed.post(url("group-new"), {**data, "countries": ["KZ"], "trainers": [outside.pk]})
    made = Group.objects.get(title="Spring")
    assert (made.key == "mine", list(made.trainers.all())) == (False, [outside])
    manager.refresh_from_db()
    assert manager.is_superuser is False


def test_changing_a_group_keeps_what_is_beyond_reach(signed):
    foreign = person(Role.TRAINER, "UZ")
    made = group("KZ", "UZ", trainers=(foreign,))
    data = {"title": "New", "language": "en", "starts": "2026-11-01", "ends": "2026-12-01",
            "countries": ["KZ"]}  # fmt: skip
    assert signed.post(url("group-edit", made.key), data).status_code == 302
    made.refresh_from_db()
    assert (made.title, sorted(made.countries.values_list("code", flat=True))) == (
        "New",
        ["KZ", "UZ"],
    )
    assert list(made.trainers.all()) == [foreign]


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "UZ"},
        {"role": "administrator"},
        {"role": "manager"},
        {"uses_allowed": "0"},
        {"uses_allowed": "99999"},
        {"uses_allowed": "NaN"},
        {"last_day": "2020-01-01"},
        {"last_day": "2999-01-01"},
        {"group": "999999"},
        {"institution": "x"},
    ],
)
def test_an_invitation_gives_no_more_than_its_maker_may(signed, wrong):
    institution("UZ")
    good = {"country": "KZ", "role": "trainee", "language": "ru", "uses_allowed": "3"}
    form = signed.get(url("invitation-new")).context["form"]
    day = form.initial["last_day"].isoformat()
    page = signed.post(url("invitation-new"), {**good, "last_day": day, **wrong})
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(wrong))
    assert not Invitation.objects.exists()


def test_code_is_made_printed_and_withdrawn(signed):
    made = group("KZ")
    page = signed.get(url("invitation-new") + f"?group={made.key}")
    day = page.context["form"].initial["last_day"].isoformat()
    data = {"country": "KZ", "role": "trainee", "language": "ru", "uses_allowed": "30",
            "last_day": day, "group": made.pk}  # fmt: skip
    sheet = signed.post(url("invitation-new"), data, follow=True).content.decode()
    code = Invitation.objects.get()
    assert (code.group, code.uses_allowed, code.country_id) == (made, 30, "KZ")
    assert code.printed in sheet
    assert f"/ru/join/{code.code}/" in sheet
    assert "Введите код" in sheet
    assert code.printed in signed.get(url("invitations")).content.decode()
    signed.post(url("invitation-withdraw", code.pk))
    code.refresh_from_db()
    assert code.withdrawn_at is not None


def test_roster_takes_the_good_lines_and_lists_the_faulty_ones(signed):
    made = group("KZ")
    known, foreign = person(code="KZ"), person(code="UZ")
    institution("KZ")
    sheet = roster(
        ["new.one@example.org", "Aida", "Demo", "Демо Аида", "kz-customs"],
        ["nеw.two@example.org", "Bек", "Demo", "", ""],  # Cyrillic look-alikes mixed in
        [known.email, "Any", "Body", "", ""],
        [foreign.email, "For", "Eign", "", ""],
        ["", "No", "Address", "", ""],
        ["not-an-address", "No", "Address", "", ""],
        ["NEW.ONE@example.org", "Twice", "Demo", "", ""],
        ["three@example.org", "Айгерим", "Demo", "", ""],
        ["four@example.org", "Four", "Demo", "Demo", ""],
        ["five@example.org", "Five", "Demo", "", "uz-customs"],
        ["six@example.org", "", "", "", ""],
    )
    page = signed.post(url("roster", made.key), {"sheet": sheet})
    assert [item["line"] for item in page.context["good"]] == [1, 2, 3, 4]
    assert [item["line"] for item in page.context["faulty"]] == [5, 6, 7, 8, 9, 10, 11]
    assert not made.seats.exists()
    rows = page.context["rows"]
    done = signed.post(url("roster-accept", made.key), {"rows": rows})
    assert done.context["taken"] == Taken(added=1, invited=3)
    assert made.seats.get().user == known
    emails = sorted(made.invited.values_list("email", flat=True))
    assert emails == sorted(["new.one@example.org", "new.two@example.org", foreign.email])
    assert not User.objects.filter(email__startswith="new.").exists()
    aida = made.invited.get(email="new.one@example.org")
    assert (aida.country_id, aida.institution.key, aida.name_cyrillic) == (
        "KZ", "kz-customs", "Демо Аида",
    )  # fmt: skip
    again = signed.post(url("roster-accept", made.key), {"rows": rows})
    assert again.context["taken"] == Taken()
    faulty = signed.post(url("roster-faults", made.key), {"rows": rows})
    listed = read_sheet(faulty.getvalue())
    assert len(listed) == 7
    assert all(row["problem"] for row in listed)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"PK\x03\x04rubbish", b"a;b\n1;2\n", b"[" * 20_000 + b"\n1", b"\xd0\xcf\x11\xe0x",
     write_csv(Sheet("s", ["email", "email"], [["a", "b"]]))],
)  # fmt: skip
def test_unreadable_sheets_get_a_message(signed, data):
    made = group("KZ")
    page = signed.post(url("roster", made.key), {"sheet": SimpleUploadedFile("x.csv", data)})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["sheet"]


@pytest.mark.parametrize("rows", ["", "x", "a:b:c", json.dumps([{"email": "a@b.cd"}])])
def test_rows_that_we_did_not_sign_are_refused(signed, rows):
    made = group("KZ")
    assert signed.post(url("roster-accept", made.key), {"rows": rows}).status_code == 200
    assert not made.seats.exists()
    assert not made.invited.exists()


def test_a_preview_belongs_to_one_person_and_group(signed, client):
    first, second = group("KZ"), group("KZ")
    page = signed.post(
        url("roster", first.key), {"sheet": roster(["n@example.org", "A", "B", "", ""])}
    )
    signed.post(url("roster-accept", second.key), {"rows": page.context["rows"]})
    client.force_login(person(Role.MANAGER, "KZ"))
    client.post(url("roster-accept", first.key), {"rows": page.context["rows"]})
    assert not InvitedPerson.objects.exists()


def test_two_hundred_lines_with_ten_faults(signed):
    made = group("KZ")
    rows = [[f"p{n}@example.org", "Name", f"Demo{chr(97 + n % 26)}", "", ""] for n in range(190)]
    rows += [["", "Name", "Demo", "", ""]] * 10
    page = signed.post(url("roster", made.key), {"sheet": roster(*rows)})
    done = signed.post(url("roster-accept", made.key), {"rows": page.context["rows"]})
    assert (done.context["taken"], len(done.context["faulty"])) == (Taken(invited=190), 10)
    assert (made.invited.count(), made.seats.count()) == (190, 0)


def test_empty_sheet_has_the_columns(signed):
    body = signed.get(url("roster-empty")).getvalue()
    assert body.startswith(b"PK")
    assert io.BytesIO(body)


@pytest.mark.parametrize("name", ["groups", "invitations"])
def test_lists_cost_the_same_for_one_and_for_three(signed, django_assert_num_queries, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert signed.get(url(name)).status_code == 200
        return len(queries)

    made = group("KZ")
    member(made)
    invitation("KZ", group=made)
    cost()
    one = cost()
    for _ in range(2):
        member(group("KZ"))
        invitation("KZ", group=made)
    assert cost() == one


def test_group_page_costs_the_same_for_one_and_for_three_members(signed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = group("KZ")
    member(made)
    invited(made, "first@example.org")
    invitation("KZ", group=made)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            signed.get(url("group", made.key))
        counts.append(len(queries))
        member(made)
        member(made)
        invited(made, "second@example.org", institution=institution("KZ"))
        invited(made, "third@example.org", institution=institution("KZ", "licensing"))
        invitation("KZ", group=made)
    assert counts[0] == counts[1]


def test_sign_in_cycles_the_session_and_answers_alike(client):
    user = person()
    client.get("/en/join/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    texts = []
    for login in (user.email, "nobody@example.org"):
        page = client.post("/en/accounts/login/", {"login": login, "password": "wrong-wrong"})
        texts.append([str(error) for error in page.context["form"].non_field_errors()])
    assert texts[0] == texts[1] != []
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != session.session_key


def test_password_reset_answers_alike(client):
    user = person()
    answers = []
    for email in (user.email, "nobody@example.org"):
        page = client.post("/en/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((page.status_code, page.redirect_chain))
    assert answers[0] == answers[1]
