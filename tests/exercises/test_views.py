import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises import services
from exercises.models import Attempt
from exercises.selectors import attempt_view, options_of
from people.enums import Role
from tests.factories import exercises as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
SET = "/en/exercises/reading-a-datasheet/"
JSON = "application/json"


@pytest.fixture
def attempt() -> Attempt:
    return services.start_attempt(person=person(), exercise_set=make.exercise_set())


@pytest.fixture
def client(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.person)
    return client


def name_of(attempt: Attempt, text: str) -> str:
    slot = attempt_view(attempt).slots[0]
    return next(name for name, texts in options_of(attempt, slot) if text in texts["en"])


def form(client: Client, number: int) -> dict[str, str]:
    """The hidden fields of the task page."""
    page = client.get(f"{SET}{number}/").context
    return {"key": page["key"], "seen": str(page["slot"].sequence)}


def check(client: Client, number: int, **fields: str) -> str:
    data = {**form(client, number), "check": "1", **fields}
    return client.post(f"{SET}{number}/", data, follow=True).text


def test_whole_set_by_forms_alone(client: Client, attempt: Attempt) -> None:
    assert "Right" in check(client, 1, option=name_of(attempt, "one"))
    assert "The value is within the tolerance." in check(client, 2, value="13,33", unit="10^6 m")
    page = check(client, 3, code="3а225")
    assert "/en/list/3A225/" in page
    assert "Passed: 100 %" in client.get(f"{SET}result/").text


def test_feedback_says_why_and_which_line_decides(client: Client) -> None:
    page = check(client, 3, code="0B001.b.13")
    assert f"{make.CANARY}-near (en)" in page
    assert "Another category of the list describes this item." in page
    assert "3A225" in page


def test_not_sure_shows_the_way(client: Client) -> None:
    page = check(client, 2, check="unsure")
    assert "Not sure: here is how to decide it" in page


def test_an_empty_answer_is_asked_for(client: Client, attempt: Attempt) -> None:
    page = check(client, 1)
    assert "Choose or write an answer first." in page
    assert attempt_view(attempt).done == 0


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_key_reaches_the_browser_before_the_answer(
    client: Client, attempt: Attempt, language: str
) -> None:
    base = SET.replace("/en/", f"/{language}/")
    for number in (1, 2, 3):
        client.post(
            f"{base}{number}/draft/",
            {"response": {"options": []}, "key": "window.1", "seen": 9},
            content_type=JSON,
        )
    for path in ("", "1/", "2/", "3/", "result/"):
        response = client.get(base + path)
        shown = response.text + str(response.headers)
        assert make.CANARY not in shown
        assert "13.33" not in shown
        assert "3A225" not in shown
        for key in ("good", "half", "bad"):
            assert f'"{key}"' not in shown


def test_a_leaked_key_would_be_seen(client: Client) -> None:
    """The twin: after the answer the same words are there, so the search above can find them."""
    assert make.CANARY in check(client, 3, code="3A225")


def test_language_switch_keeps_attempt_and_draft(client: Client) -> None:
    client.post(f"{SET}2/", {**form(client, 2), "value": "77,7", "unit": "m", "later": "1"})
    page = client.get("/ru/exercises/reading-a-datasheet/2/").text
    assert 'value="77,7"' in page
    assert "What is it (ru)" in page


def test_two_windows_see_both_answers_and_choose(client: Client, attempt: Attempt) -> None:
    first, second = form(client, 2), form(client, 2)
    client.post(f"{SET}2/", {**first, "value": "1", "unit": "m", "later": "1"})
    page = client.post(f"{SET}2/", {**second, "value": "2", "unit": "m", "later": "1"})
    assert page.status_code == 409
    assert "1 m" in page.text
    assert "2 m" in page.text
    assert attempt_view(attempt).slots[1].response == {"value": "1", "unit": "m"}
    kept = {"key": page.context["key"], "seen": str(page.context["slot"].sequence)}
    client.post(f"{SET}2/", {**kept, "value": "2", "unit": "m", "later": "1"})
    assert attempt_view(attempt).slots[1].response == {"value": "2", "unit": "m"}


def save(client: Client, body: Any, number: int = 2, kind: str = JSON) -> Any:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(f"{SET}{number}/draft/", data, content_type=kind)


def test_autosave_answers_with_time_and_number(client: Client, attempt: Attempt) -> None:
    body = {"response": {"value": "5", "unit": "m"}, "key": "window01.1", "seen": 0}
    first = save(client, body)
    assert first.status_code == 200
    assert save(client, body).json() == first.json()
    assert attempt_view(attempt).slots[1].response == {"value": "5", "unit": "m"}
    other = save(client, {**body, "response": {"value": "6"}})
    assert other.status_code == 422
    assert save(client, {**body, "key": "window02.1"}).status_code == 409


ODD_BODIES: list[Any] = [
    b"", b"null", b"[]", b"\xff\xfe", b"{", b'"x"', b"NaN", b'{"response": NaN}', b"1e999",
    b'{"response": {"value": "\\u0000"}, "key": "window01.1"}',
    b'{"response": {"value": "\\ud800"}, "key": "window01.1"}',
    b'{"response": {"value": 5}, "key": "window01.1"}',
    b'{"response": {"options": "a"}, "key": "window01.1"}',
    b'{"response": {"options": [[1]]}, "key": "window01.1"}',
    b'{"response": {"value": "1"}, "key": []}', b'{"response": {"value": "1"}}',
    b'{"response": [1], "key": "window01.1"}',
    b"[" * 5000, b'{"a":' * 20000, b'{"response": {"value": "' + b"9" * 30_000 + b'"}}',
    b'{"response": {"value": ' + b"9" * 5000 + b'}, "key": "window01.1"}',
]  # fmt: skip


@pytest.mark.parametrize("body", ODD_BODIES, ids=range(len(ODD_BODIES)))
def test_odd_bodies_are_refused_with_words_and_change_nothing(
    client: Client, attempt: Attempt, body: bytes
) -> None:
    answer = save(client, body)
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.json()["error"]
    assert attempt_view(attempt).slots[1].steps == ()


@pytest.mark.parametrize("path", ["1/", "2/", "3/"])
@pytest.mark.parametrize("value", ["\x00", "9" * 5000, "NaN", "<script>", "\ud7ff", "[" * 3000])
def test_odd_forms_give_no_server_error(client: Client, path: str, value: str) -> None:
    for name in ("option", "value", "code", "key", "seen"):
        data = {"check": "1", "key": "w.1", "seen": "0", name: value}
        assert client.post(SET + path, data).status_code < 500


@pytest.mark.parametrize("path", ["1/", "result/", "1/draft/"])
def test_strangers_see_nothing_of_it(attempt: Attempt, path: str) -> None:
    for role, code in ((Role.TRAINEE, "KZ"), (Role.MANAGER, "KZ"), (Role.TRAINER, "UZ")):
        client = Client()
        client.force_login(person(role, code))
        answer = client.post(SET + path, b"{}", content_type=JSON)
        assert answer.status_code in {302, 400, 409}
    assert Client().get(SET + "1/").status_code == 302
    assert attempt_view(attempt).slots[0].steps == ()


def test_what_a_person_typed_stays_plain_text_in_the_comparison(
    client: Client, attempt: Attempt
) -> None:
    first, second = form(client, 2), form(client, 2)
    client.post(f"{SET}2/", {**first, "value": "<img src=x>", "unit": "m", "later": "1"})
    page = client.post(f"{SET}2/", {**second, "value": "<b>2</b>", "unit": "m", "later": "1"})
    assert page.status_code == 409
    assert "<img src=x>" not in page.text
    assert "<b>2</b>" not in page.text
    assert "&lt;b&gt;2&lt;/b&gt;" in page.text


def test_options_are_compared_as_they_are_shown(client: Client, attempt: Attempt) -> None:
    first, second = form(client, 1), form(client, 1)
    client.post(f"{SET}1/", {**first, "option": name_of(attempt, "one"), "later": "1"})
    page = client.post(f"{SET}1/", {**second, "option": name_of(attempt, "two"), "later": "1"})
    assert "<p>Option one (en)</p>" in page.text
    assert "<p>Option two (en)</p>" in page.text


@pytest.mark.parametrize("key", ["finish", "start", ":finish", ":start"])
def test_no_key_of_a_client_stands_in_the_way_of_the_servers_steps(
    client: Client, attempt: Attempt, key: str
) -> None:
    fields = {"key": key, "seen": "1", "value": "5", "unit": "m", "later": "1"}
    assert client.post(f"{SET}2/", fields).status_code == 302
    assert client.post(f"{SET}result/").status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == "finished"


def test_an_overlong_answer_is_refused_and_not_kept(client: Client, attempt: Attempt) -> None:
    fields = {**form(client, 2), "value": "9" * 5000, "unit": "m", "check": "1"}
    page = client.post(f"{SET}2/", fields)
    assert page.status_code == 400
    assert "Nothing was changed." in page.text
    assert attempt_view(attempt).slots[1].steps == ()


def test_the_start_page_costs_the_same_for_one_and_three_attempts(
    client: Client, attempt: Attempt
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(SET).status_code == 200
        return len(queries)

    def finish_and_begin(running: Attempt) -> Attempt:
        services.finish_attempt(attempt_id=running.pk, person=running.person)
        return services.start_attempt(person=running.person, exercise_set=running.exercise_set)

    second = finish_and_begin(attempt)
    client.get(SET)
    one = cost()
    finish_and_begin(finish_and_begin(second))
    assert cost() == one


def test_the_practice_page_lists_every_set_and_where_one_stands(client: Client) -> None:
    make.exercise_set("another")
    page = client.get("/en/exercises/").text
    assert "Answered: 0 of 3" in page
    assert page.count('class="card"') == 2
    for number in (1, 2, 3):
        check(client, number, value="1", unit="m", code="3A225", option="x")
    services.finish_attempt(
        attempt_id=Attempt.objects.unguarded("test").get().pk,
        person=Attempt.objects.unguarded("test").get().person,
    )
    assert "Best result:" in client.get("/en/exercises/").text


def test_the_practice_page_asks_as_much_for_many_sets_as_for_one(client: Client) -> None:
    client.get("/en/exercises/")
    counts = []
    for key in ("", "second", "third"):
        if key:
            made = make.exercise_set(key)
            services.start_attempt(person=person(), exercise_set=made)
        with CaptureQueriesContext(connection) as found:
            client.get("/en/exercises/")
        counts.append(len(found))
    assert len(set(counts)) == 1
