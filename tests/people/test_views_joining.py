"""From a code to an account: however it is typed, whatever is wrong with it, once a place."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from people.feedback import CODE_PROBLEMS
from people.models import Consent, Invitation, User
from people.selectors import members_of
from people.services import use_invitation, withdraw_invitation
from tests.factories.groups import group, invitation
from tests.factories.people import PASSWORD, country, institution, person

pytestmark = pytest.mark.django_db
JOIN = "/en/join/"
SIGN_UP = "/en/accounts/signup/"
FORM = {
    "email": "Aigerim@Example.org",
    "first_name": "Aigerim",
    "last_name": "Demo-Ova",
    "name_cyrillic": "Демо Айгерім",
    "gender": "",
    "password1": "a-quite-long-secret",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def enter(client, code, **extra):
    return client.post(JOIN, {"code": code}, **extra)


@pytest.mark.parametrize(
    "typed",
    [
        "KZ-7Q4M-X2TP-9HJK",
        "kz 7q4m x2tp 9hjk",
        "7q4mx2tp9hjk",
        "КZ-7Q4М-Х2ТР-9НJК",  # Cyrillic К М Х Т Р Н
        " kz—7q4m–x2tp–9hjk ",
        "KZ7Q4MX2TP9HJK",
    ],
)
def test_code_is_found_however_it_is_typed(client, typed):
    Invitation.objects.filter(pk=invitation().pk).update(code="7Q4MX2TP9HJK")
    response = enter(client, typed)
    assert (response.status_code, response.url) == (302, "/ru/accounts/signup/")


def spoil(which, code):
    if which == "withdrawn":
        withdraw_invitation(invitation=code)
    elif which == "expired":
        Invitation.objects.filter(pk=code.pk).update(expires=timezone.now() - timedelta(days=1))
    elif which == "used_up":
        Invitation.objects.filter(pk=code.pk).update(uses=1)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("which", ["unknown", "withdrawn", "expired", "used_up"])
def test_bad_code_gets_its_own_message_by_form_and_by_link(client, which, language):
    code = invitation()
    spoil(which, code)
    typed = "AAAA-BBBB-CCCC" if which == "unknown" else code.printed
    with translation.override(language):
        said = str(CODE_PROBLEMS[which])
        by_form = client.post(reverse("people:join"), {"code": typed})
        by_link = client.get(reverse("people:join-code", args=[typed]))
    for response in (by_form, by_link):
        assert response.status_code == 200
        assert said in response.content.decode()
    assert "invitation" not in client.session


@pytest.mark.parametrize(
    "code", ["", " ", "\u0000", "[" * 20_000, "КЗ" * 50, "%", "../", "🙂", "1' OR 1"]
)
def test_odd_codes_never_break_the_page(client, code):
    assert enter(client, code).status_code in {200, 400}


def test_arrays_and_missing_fields_are_a_question_again(client):
    assert client.post(JOIN, {"code[]": ["a", "b"]}).status_code == 200
    assert client.post(JOIN, "[1,2", content_type="application/json").status_code in {200, 400}


def test_ten_wrong_codes_close_the_session_but_not_the_classroom(client):
    for _ in range(10):
        enter(client, "WRONGWRONGWR")
    blocked = enter(client, invitation().printed)
    assert blocked.status_code == 429
    assert str(CODE_PROBLEMS["too_many"]) in blocked.content.decode()
    client.cookies.clear()
    assert enter(client, invitation().printed).status_code == 302


def test_three_hundred_wrong_codes_close_the_address(client):
    for _ in range(30):
        client.cookies.clear()
        for _ in range(10):
            client.get("/en/join/WRONGWRONGWR/")
    client.cookies.clear()
    assert enter(client, invitation().printed).status_code == 429
    assert enter(client, invitation().printed, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_forty_right_codes_from_one_address_all_pass(client):
    code = invitation(uses_allowed=40)
    for _ in range(40):
        client.cookies.clear()
        assert enter(client, code.printed).status_code == 302


def test_language_follows_the_invitation_unless_one_was_chosen(client):
    russian, english = invitation(language="ru"), invitation(language="en")
    assert enter(client, russian.code).url == "/ru/accounts/signup/"
    assert client.post("/ru/join/", {"code": english.code}).url == "/en/accounts/signup/"
    chosen = client.post(JOIN, {"code": russian.code, "chosen": "1"})
    assert chosen.url == "/en/accounts/signup/"


def test_sign_up_without_a_code_asks_for_one(client):
    assert client.get(SIGN_UP).url == JOIN
    assert client.post(SIGN_UP, FORM).url == JOIN
    assert not User.objects.exists()


def test_sign_up_shows_what_is_known_and_asks_only_the_rest(client):
    code = invitation(group=group("KZ"))
    enter(client, code.code)
    response = client.get(SIGN_UP)
    page = response.content.decode()
    assert institution("KZ").name in page
    assert "Customs, spring" in page
    assert list(response.context["form"].fields) == [
        "email", "first_name", "last_name", "name_cyrillic", "gender", "password1", "consent",
    ]  # fmt: skip
    assert "checked" not in page
    assert page.index("Privacy notice") < page.index('name="email"')


def test_sign_up_makes_account_place_seat_and_consent(client):
    code = invitation(group=group("KZ"), language="en")
    enter(client, code.code)
    before = client.session.session_key
    response = client.post(SIGN_UP, FORM)
    assert (response.status_code, response.url) == (302, "/en/me/")
    user = User.objects.get(email="aigerim@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before
    assert (user.country_id, user.institution, user.language) == ("KZ", institution("KZ"), "en")
    assert (user.name_latin, user.name_cyrillic) == ("Aigerim Demo-Ova", "Демо Айгерім")
    assert list(user.grants.values_list("role", "country_id")) == [("trainee", "KZ")]
    assert user.seats.get().group == code.group
    assert Consent.objects.filter(user=user).count() == 1
    code.refresh_from_db()
    assert code.uses == 1


def test_posting_more_than_is_asked_changes_nothing(client):
    code = invitation()
    enter(client, code.code)
    extra = {
        "is_superuser": "1",
        "is_active": "0",
        "country": "UZ",
        "role": "administrator",
        "institution": str(institution("UZ").pk),
        "language": "xx",
        "is_demo": "1",
    }
    client.post(SIGN_UP, {**FORM, **extra})
    user = User.objects.get(email="aigerim@example.org")
    assert (user.is_superuser, user.is_active, user.is_demo) == (False, True, False)
    assert (user.country_id, user.language) == ("KZ", "en")
    assert [grant.role for grant in user.grants.all()] == ["trainee"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", ""),
        ("first_name", "Айгерим"),
        ("last_name", "Иванoва"),
        ("name_cyrillic", "Aigerim"),
        ("email", "no address"),
        ("password1", "short"),
        ("gender", "yes"),
        ("first_name", "x" * 81),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(client, field, value):
    code = invitation()
    enter(client, code.code)
    count = User.objects.count()
    response = client.post(SIGN_UP, {**FORM, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == count
    code.refresh_from_db()
    assert code.uses == 0


def test_last_place_taken_between_form_and_post_leaves_no_account(client):
    code = invitation()
    enter(client, code.code)
    use_invitation(invitation=code, user=person(code="UZ"))
    response = client.post(SIGN_UP, FORM, follow=True)
    assert str(CODE_PROBLEMS["used_up"]) in response.content.decode()
    assert not User.objects.filter(email="aigerim@example.org").exists()


def test_a_known_address_is_refused_without_telling_whose_it_is(client):
    person(email="aigerim@example.org", code="UZ")
    enter(client, invitation().code)
    response = client.post(SIGN_UP, FORM)
    assert list(response.context["form"].errors) == ["email"]
    assert "Uzbekistan" not in response.content.decode()


def test_somebody_with_an_account_moves_and_keeps_history(client):
    user = person(code="UZ")
    client.force_login(user)
    code = invitation("KZ", group=group("KZ"))
    assert enter(client, code.code).url == "/en/join/use/"
    assert country("KZ").name in client.get("/en/join/use/").content.decode()
    assert client.post("/en/join/use/", {"country": "MN"}).url == "/en/me/"
    user.refresh_from_db()
    assert user.country_id == "KZ"
    places = [(row.country_id, row.ends is None) for row in user.memberships.all()]
    assert places == [("UZ", False), ("KZ", True)]


def test_the_same_code_twice_takes_one_place(client):
    user = person(code="UZ")
    client.force_login(user)
    code = invitation("KZ", uses_allowed=2)
    for _ in range(2):
        enter(client, code.code)
        client.post("/en/join/use/")
    code.refresh_from_db()
    assert code.uses == 1


def test_who_has_not_agreed_is_asked_once(client):
    user = person(first_name="Ai", last_name="Demo", consent=False)
    response = client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.url == "/en/join/welcome/"
    page = client.get("/en/join/welcome/")
    assert page.status_code == 200
    data = {"first_name": "Aida", "last_name": "Demo", "consent": "on", "country": "UZ"}
    assert client.post("/en/join/welcome/", {**data, "consent": ""}).status_code == 200
    assert not user.consents.exists()
    assert client.post("/en/join/welcome/", data).url == "/en/me/"
    user.refresh_from_db()
    assert (user.first_name, user.country_id, user.consents.count()) == ("Aida", "KZ", 1)


def test_members_see_the_newcomer(client):
    code = invitation(group=group("KZ"))
    enter(client, code.code)
    client.post(SIGN_UP, FORM)
    seats = members_of(person("manager", "KZ"), code.group)
    assert [seat.user.email for seat in seats] == ["aigerim@example.org"]
