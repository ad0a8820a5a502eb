"""My data: seen, taken along, changed, erased; and the letters that stop."""

import json
import sqlite3

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection

from jobs.models import Job
from jobs.services import run
from people import letters
from people.enums import Role
from people.forms import SettingsForm
from people.models import Letter, User
from people.services import enrol, give_consent
from tests.factories.groups import group
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db
DATA = "/en/me/data/"
CANARY = "canarybird"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def me(client):
    user = person(
        email=f"{CANARY}@example.org",
        first_name=CANARY.title(),
        last_name=CANARY.upper(),
        name_cyrillic="Канарейкина Демо",
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    give_consent(user=user)
    enrol(group=group("KZ"), user=user, by=person(Role.MANAGER))
    client.force_login(user)
    return user


def settings_of(user):
    form = SettingsForm.of(user)
    return {name: "" if value is None else value for name, value in form.initial.items()}


@pytest.mark.parametrize("path", ["", "download/", "erase/"])
def test_a_stranger_is_asked_to_sign_in(client, path):
    response = client.get(DATA + path)
    assert (response.status_code, response.url.split("?")[0]) == (302, "/en/accounts/login/")


def test_everything_held_is_shown_and_can_be_downloaded(client, me):
    page = client.get(DATA).content.decode()
    for text in (me.email, me.first_name, me.name_cyrillic, "2026-11", "Country KZ"):
        assert text in page
    response = client.get(DATA + "download/")
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"].startswith("max-age=0")
    held = json.loads(response.content)
    assert held["people"]["email"] == me.email
    assert held["people"]["addresses"] == [[me.email, True]]


def test_settings_change_and_nothing_else_does(client, me):
    extra = {"country": "UZ", "institution": "1", "is_superuser": "1", "email": "x@example.org",
             "role": "administrator", "public_id": "0" * 32, "is_demo": ""}  # fmt: skip
    data = {**settings_of(me), "first_name": "Ann", "time_zone": "Asia/Almaty", "gender": "woman"}
    data.pop("letters_wanted")
    assert client.post(DATA, {**data, **extra}).status_code == 302
    fresh = User.objects.get(pk=me.pk)
    changed = (fresh.first_name, fresh.time_zone, fresh.gender, fresh.letters_wanted)
    assert changed == ("Ann", "Asia/Almaty", "woman", False)
    for name in ("country_id", "institution_id", "is_superuser", "email", "public_id", "is_demo"):
        assert getattr(fresh, name) == getattr(me, name)
    assert fresh.grants.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Base"), ("language", "xx"), ("first_name", "Анна"), ("first_name", "")],
)
def test_wrong_settings_are_named(client, me, field, value):
    page = client.post(DATA, {**settings_of(me), field: value})
    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize(
    "data", [{}, {"password": PASSWORD}, {"password": "wrong", "sure": "on"}, {"sure": "on"}]
)
def test_erasing_needs_password_and_tick(client, me, data):
    assert client.get(DATA + "erase/").status_code == 200
    assert client.post(DATA + "erase/", data).status_code == 200
    assert User.objects.filter(pk=me.pk, is_active=True, email=me.email).exists()


def test_guessing_the_password_to_erase_is_limited(client, me):
    for _ in range(10):
        client.post(DATA + "erase/", {"password": "wrong", "sure": "on"})
    right = client.post(DATA + "erase/", {"password": PASSWORD, "sure": "on"})
    assert right.status_code == 429
    assert User.objects.filter(pk=me.pk, is_active=True).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own dump")
def test_erasing_leaves_nothing_of_the_person_in_any_table(client, me):
    assert client.post(DATA + "erase/", {"password": PASSWORD, "sure": "on"}).status_code == 302
    assert client.get(DATA).status_code == 302
    raw = connection.connection
    dump = "\n".join(_rows(raw))
    found = [line for line in dump.splitlines() if CANARY in line.lower() or "Канарейк" in line]
    assert found == []
    me.refresh_from_db()
    assert (me.is_active, me.has_usable_password()) == (False, False)


def _rows(raw: sqlite3.Connection):
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in raw.execute(f'SELECT * FROM "{table}"').fetchall():
            yield f"{table} {row!r}"


def test_the_dump_would_find_the_person(client, me):
    assert any(CANARY in line.lower() for line in _rows(connection.connection))


def test_letters_are_sent_once_in_the_persons_language(me):
    me.language = "ru"
    me.save()
    letters.write(to=me, template="seated", context={"group": "A & B"}, key="k")
    letters.write(to=me, template="seated", context={"group": "A & B"}, key="k")
    letter = Letter.objects.get(key="k")
    job = Job.objects.get(subject=str(letter.pk), kind=letters.JOB)
    mail.outbox.clear()
    run(job.pk)
    letters.send(Letter.objects.get(pk=letter.pk))
    (sent,) = mail.outbox
    assert sent.subject == "Вы добавлены в группу STC Academy"
    assert "«A & B»" in sent.body
    assert "/ru/me/" in sent.body


def test_reminders_stop_by_the_link_in_the_letter(client, me):
    client.logout()
    letter = letters.write(to=me, template="reminder", context={}, key="r1")
    letters.send(letter)
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/letters/stop/" in line)
    path = link.removeprefix("http://localhost")
    assert client.get(path).status_code == 200
    assert User.objects.get(pk=me.pk).letters_wanted is True
    assert client.post(path).status_code == 200
    assert User.objects.get(pk=me.pk).letters_wanted is False
    count = len(mail.outbox)
    second = letters.write(to=User.objects.get(pk=me.pk), template="reminder", context={}, key="r2")
    letters.send(second)
    assert (second.state, len(mail.outbox)) == ("skipped", count)


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "x" * 2000])
def test_a_forged_stop_link_changes_nothing(client, me, token):
    assert client.post(f"/en/letters/stop/{token}/").status_code in {400, 404}
    assert User.objects.get(pk=me.pk).letters_wanted is True


@pytest.mark.parametrize(("role", "asked"), [(Role.MANAGER, True), (Role.TRAINEE, False)])
def test_staff_are_asked_for_a_second_step_and_others_are_not(client, role, asked):
    client.force_login(person(role))
    page = client.get(DATA).content.decode()
    assert ("Set up the second step" in page) is asked


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "path",
    ["accounts/email/", "accounts/password/change/", "accounts/2fa/", "accounts/logout/",
     "accounts/reauthenticate/"],
)  # fmt: skip
def test_account_pages_open(client, me, language, path):
    assert client.get(f"/{language}/{path}", follow=True).status_code == 200


@pytest.mark.parametrize("email", [f"{CANARY}@example.org", "nobody@example.org"])
def test_a_letter_about_a_new_password_goes_out_for_every_address(client, me, email):
    client.logout()
    mail.outbox.clear()
    client.post("/ru/accounts/password/reset/", {"email": email})
    (sent,) = mail.outbox
    assert sent.subject.endswith("Выбор нового пароля")
    assert "!" not in sent.body
