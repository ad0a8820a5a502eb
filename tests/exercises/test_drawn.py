"""A drawn sheet from the first page to the reasons: other figures for everybody, one computed key."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from controllist.models import Citation
from exercises import services
from exercises.compile import NotPublishable
from exercises.grading import best_response
from exercises.models import Attempt, Step
from exercises.selectors import attempt_view, to_grade
from tests.controllist.criteria.conftest import ENTRY
from tests.factories import sheets as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
TASK = "/en/exercises/drawn/1/"


@pytest.fixture
def attempt() -> Attempt:
    return services.start_attempt(person=person(), exercise_set=make.drawn_set())


@pytest.fixture
def client(attempt: Attempt) -> Client:
    client = Client()
    client.force_login(attempt.person)
    return client


def best(attempt: Attempt) -> dict[str, Any]:
    slot = attempt_view(attempt).slots[0]
    found: dict[str, Any] = best_response(to_grade(slot.version, slot.drawn))["steps"]
    return found


def as_form(steps: dict[str, Any]) -> dict[str, Any]:
    """The fields a page would send for these steps."""
    fields: dict[str, Any] = {}
    for name, one in steps.items():
        if name == "subject":
            fields |= {"category": one["options"][0][0], "group": one["options"][0][1]}
        elif name == "code":
            listed = one["code"] != "not-listed"
            fields |= {"code": one["code"]} if listed else {"listed": "no"}
        else:
            fields[name] = one["options"]
    return fields


def send(client: Client, fields: dict[str, Any], how: str = "check") -> str:
    page = client.get(TASK).context
    data = {"key": page["key"], "seen": str(page["slot"].sequence), how: "1", **fields}
    return client.post(TASK, data, follow=True).text


def test_every_attempt_has_a_sheet_of_its_own(attempt: Attempt) -> None:
    sheets = {tuple(str(line.typed) for line in attempt_view(attempt).slots[0].drawn)}
    for _ in range(4):
        other = services.start_attempt(person=person(), exercise_set=attempt.exercise_set)
        sheets.add(tuple(str(line.typed) for line in attempt_view(other).slots[0].drawn))
    assert len(sheets) > 3
    assert len(attempt_view(attempt).slots[0].drawn) > 3


def test_the_whole_way_by_form_alone(client: Client, attempt: Attempt) -> None:
    page = send(client, as_form(best(attempt)))
    assert "What the list says" in page
    assert attempt_view(attempt).percent == 100


def test_a_wrong_step_is_named_with_what_would_be_right(client: Client, attempt: Attempt) -> None:
    steps = best(attempt) | {"compete": {"options": ["2B352"]}}
    page = send(client, as_form(steps))
    assert "Here the reasoning left the road." in page
    assert "2B351" in page
    assert re.search(r"/en/list/2B35[01]", page)
    assert 0 < attempt_view(attempt).score < 1


def test_neither_page_nor_data_tell_the_key_before_the_answer(
    client: Client, attempt: Attempt
) -> None:
    hint = "For example 2B350.a.3."
    page = client.get(TASK).text.replace(hint, "")
    data = json.dumps(Step.objects.get(attempt=attempt).data)
    for secret in ("2B350.a.3", "2B350.a.4", "near_miss", "released", "outcome", "criteria"):
        assert secret not in page
        assert secret not in data
    assert "What the list says" not in page


def test_a_draft_of_steps_is_kept_and_comes_back(client: Client, attempt: Attempt) -> None:
    steps = {
        "subject": {"options": ["2B"]},
        "compete": {"options": ["2B350"]},
        "code": {"code": "2в350"},
    }
    body = {"response": {"steps": steps}, "key": "windowone.1", "seen": 1}
    saved = client.post(f"{TASK}draft/", json.dumps(body), content_type="application/json")
    assert saved.status_code == 200
    page = client.get(TASK).text
    assert 'value="2в350"' in page
    assert re.search(r'value="2B350" checked', page)
    assert re.search(r'<option value="2" selected>', page)


@pytest.mark.parametrize(
    "steps",
    [[], "x", {"code": "x"}, {"code": {"code": "x" * 300}}, {"a": {"options": ["x"] * 99}},
     {"code": {"steps": {}}}, {"compete": {"options": [{}]}}, {"note": {"options": "x"}},
     {f"s{n}": {} for n in range(20)}, {"code": {"code": "a\u0000"}}],
)  # fmt: skip
def test_odd_steps_are_refused_and_change_nothing(
    client: Client, attempt: Attempt, steps: Any
) -> None:
    body = {"response": {"steps": steps}, "key": "windowone.1", "seen": 1}
    answer = client.post(f"{TASK}draft/", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert Step.objects.filter(attempt=attempt).count() == 1


def test_two_windows_see_both_answers_in_words(client: Client, attempt: Attempt) -> None:
    first, second = (client.get(TASK).context for _ in range(2))
    sent = {"seen": str(first["slot"].sequence), "later": "1"}
    client.post(TASK, {**sent, "key": first["key"], "code": "2B350"})
    answer = client.post(
        TASK, {**sent, "key": second["key"], "code": "2B351", "compete": ["2B351"]}
    )
    assert answer.status_code == 409
    assert "Which line of the list decides?: 2B350" in answer.text
    assert 'name="compete" value="2B351"' in answer.text


def test_later_criteria_change_nothing_for_a_published_item(
    client: Client, attempt: Attempt
) -> None:
    right = best(attempt)
    make.criteria(entry=ENTRY.replace("0.1 m3", "19 m3"))
    assert best(attempt) == right
    send(client, as_form(right))
    assert attempt_view(attempt).percent == 100


def test_the_item_cites_every_line_that_may_decide(attempt: Attempt) -> None:
    cited = set(Citation.objects.values_list("path", flat=True))
    assert {"2B350.a", "2B350.a.3", "2B350.a.4", "2B351"} <= cited


def test_a_missing_template_or_edition_is_not_published() -> None:
    make.criteria()
    item = make.item()
    item.edition = "2021-05-20"
    with pytest.raises(NotPublishable, match="for the editions"):
        services.publish(item=item)
    item.body[1].value["template"] = "nothing"
    with pytest.raises(NotPublishable, match="no template"):
        services.publish(item=item)


def test_queries_do_not_grow_with_the_sheet(client: Client) -> None:
    client.get(TASK)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(TASK)
    assert len(found) <= 12
