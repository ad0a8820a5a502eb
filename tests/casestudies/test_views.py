import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from casestudies.models import Case, CaseVersion, Run, RunStep
from casestudies.scenario.scoring import expert_decisions
from casestudies.scenario.spec import Case as CaseSpec
from casestudies.scenario.states import Decision
from casestudies.selectors import run_view
from people.enums import Role
from tests.factories.cases import SHIPPED, begun, form_of, load, play, shipped
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def url(name: str, *args: str, language: str = "en") -> str:
    with override(language):
        return reverse(f"casestudies:{name}", args=[SHIPPED, *args])


def experts() -> list[Decision]:
    return list(expert_decisions(shipped()))


def decide(client: Client, decision: Decision, language: str = "en", **changes: Any) -> Any:
    for line in {line for lines in decision.evidence.values() for line in lines}:
        client.post(url("paper", line.rpartition(".")[0], language=language), {"pin": line})
    key = f"{abs(hash(decision.stage)):032x}"[-32:] + ".form"
    return client.post(url("desk", language=language), {**form_of(decision, key), **changes})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whole_case_is_played_through_the_pages(language: str) -> None:
    load()
    client = signed_in(person())
    assert client.get(url("start", language=language)).status_code == 200
    assert client.post(url("start", language=language)).status_code == 302
    for decision in experts():
        assert client.get(url("desk", language=language)).status_code == 200
        done = decide(client, decision, language)
        assert done.status_code == 302, done.context["form"].errors
        page = client.get(done.url)
        assert page.status_code == 200
    letter = client.get(url("letter", language=language)).text
    assert "STLO-9/118" in letter
    debrief = client.get(url("debrief", language=language))
    assert ("100%" if language == "en" else "100\u00a0%") in debrief.text
    assert client.get(url("desk", language=language)).url == url("debrief", language=language)
    assert client.get(url("start", language=language)).text.count("100") >= 1


def test_both_languages_are_one_run() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    client.post(url("paper", "invoice"), {"pin": "invoice.4"})
    page = client.get(url("desk", language="ru")).text
    assert "Полная предоплата" in page
    assert Run.objects.unguarded("test").count() == 1


def test_decision_without_pinned_evidence_is_refused_with_the_error_on_top() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    bare = Decision("goods", {"nickel": ("both",), "steel": ("none",)}, {})
    page = client.post(url("desk"), form_of(bare))
    assert page.status_code == 422
    html = page.text
    assert '<div class="errors"' in html
    assert html.index('class="errors"') < html.index("<h1")
    assert "<title>Error:" in html
    for anchor in ("#id_e-nickel_0", "#id_q-plastic_0"):
        assert f'href="{anchor}"' in html
        assert f'id="{anchor[1:]}"' in html
    assert re.search(r'value="both"[^>]*checked', html)  # what was answered is kept
    assert not RunStep.objects.exists()


def test_marks_are_kept_when_a_paper_is_opened_in_between() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    half = Decision("goods", {"nickel": ("both",)}, {})
    fields = form_of(half)
    del fields["decide"]
    assert client.post(url("desk"), {**fields, "later": "1"}).url == url("desk")
    assert re.search(r'value="both"[^>]*checked', client.get(url("desk")).text)
    by_script = client.post(
        url("desk"),
        {**fields, "q-nickel": "none", "later": "1"},
        headers={"X-Requested-With": "fetch"},
    )
    assert by_script.status_code == 204
    assert re.search(r'id="id_q-nickel_3"[^>]*checked', client.get(url("desk")).text)


def test_second_window_gets_409_and_sees_both_decisions() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    first = experts()[0]
    decide(client, first)
    other = Decision("goods", {**first.answers, "nickel": ("none",)}, first.evidence)
    page = client.post(url("desk"), form_of(other, f"{'e' * 32}.form"))
    assert page.status_code == 409
    assert "Not listed: an ordinary commercial valve" in page.text
    assert "Specified in 2A226 and in 2B350.g.1" in page.text


def test_double_press_is_one_decision() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    first, second = (decide(client, experts()[0]) for _ in range(2))
    assert first.url == second.url == url("consequence", "goods")
    assert RunStep.objects.filter(kind="decide").count() == 1


def test_paper_shows_numbered_lines_and_pins_without_script() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    page = client.get(url("paper", "invoice")).text
    assert all(f'name="pin" value="invoice.{n}"' in page for n in range(1, 9))
    done = client.post(url("paper", "invoice"), {"pin": "invoice.4"})
    assert done.url == url("paper", "invoice") + "#line-4"
    assert 'name="unpin" value="invoice.4"' in client.get(url("paper", "invoice")).text
    client.post(url("paper", "invoice"), {"unpin": "invoice.4", "back": "desk"})
    assert run_view(Run.objects.unguarded("test").get()).state.pins == ()


def test_opened_paper_is_no_longer_new() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    before = client.get(url("desk")).context["inbox"]
    client.get(url("paper", "invoice"))
    after = client.get(url("desk")).context["inbox"]
    assert sum(row.is_new for row in before) - sum(row.is_new for row in after) == 1


def test_note_is_saved_and_stays_with_the_person() -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    client.post(url("note"), {"note": "ask about the payer"})
    assert "ask about the payer" in client.get(url("desk")).text
    client.post(url("note"), {"note": "x" * 10_001})
    assert "ask about the payer" in client.get(url("desk")).text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stage": "goods"},
        {"stage": "goods", "decide": "1", "q-nickel": "\x00"},
        {"stage": "goods", "decide": "1", "q-nickel": ["both", "none"], "key": "x"},
        {"stage": "goods", "decide": "1", "e-nickel": "denial.1"},
        {"stage": "nowhere", "decide": "1"},
        {"stage": ["goods", "rule"], "decide": "1", "w-outcome": "[" * 20_000},
        {"stage": "rule", "decide": "1"},
        {"stage": "decision", "decide": "1", "w-outcome": "x\x00"},
    ],
)
def test_odd_decisions_are_answered_and_change_nothing(body: dict[str, Any]) -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    assert client.post(url("desk"), body).status_code in {302, 400, 409, 422}
    assert not RunStep.objects.filter(kind="decide").exists()


@pytest.mark.parametrize("line", ["", "denial.1", "invoice.99", "\x00", "x" * 5000, "🙂.1"])
def test_odd_pins_are_answered_and_change_nothing(line: str) -> None:
    load()
    client = signed_in(person())
    client.post(url("start"))
    assert client.post(url("paper", "invoice"), {"pin": line}).status_code in {302, 400}
    assert not RunStep.objects.exists()


def test_what_has_not_arrived_answers_404() -> None:
    load()
    client = signed_in(person())
    assert client.get(url("desk")).url == url("start")
    client.post(url("start"))
    for place in (
        url("paper", "denial"), url("paper", "nonsense"), url("consequence", "goods"),
        url("letter"), reverse("casestudies:start", args=["nonsense"]),
    ):  # fmt: skip
        assert client.get(place).status_code == 404
    assert client.get(url("debrief")).url == url("desk")


def test_strangers_are_sent_to_sign_in_and_others_see_their_own_run_only() -> None:
    run = begun(person())
    play(run, experts()[:1])
    for place in (url("start"), url("desk"), url("debrief"), url("paper", "invoice")):
        assert "login" in Client().get(place).url
    other = signed_in(person(code="UZ"))
    assert other.get(url("paper", "invoice")).status_code == 404
    assert other.get(url("consequence", "goods")).status_code == 404


def test_trainers_notes_are_for_trainers() -> None:
    load()
    assert signed_in(person()).get(url("notes")).status_code == 404
    page = signed_in(person(Role.TRAINER, None)).get(url("notes", language="ru"))
    assert "Ожидаемое обсуждение" in page.text


def secrets_of(case: CaseSpec, stage_number: int) -> set[str]:
    """Every text that must not be seen before the decision of a stage: feedback, reasons, the
    expert's notes, what follows, later situations and papers, the endings."""
    texts = [ending.text for ending in case.endings] + [ending.title for ending in case.endings]
    for stage in case.stages[stage_number:]:
        texts += [link.text for link in stage.links]
        for question in stage.questions:
            texts += [question.why, *(option.feedback for option in question.options)]
            texts += [option.letter for option in question.options if option.letter]
            texts += [question.evidence.why] if question.evidence else []
    for stage in case.stages[stage_number + 1 :]:
        texts += [stage.situation, *(question.prompt for question in stage.questions)]
    texts += [expert.note for expert in case.expert]
    texts += [a.words for expert in case.expert for a in expert.answers if a.words]
    return {text[code] for text in texts for code in ("en", "ru")}


def test_nothing_of_later_stages_reaches_the_browser() -> None:
    """The canary: a crawl over all pages of the run before each decision."""
    load()
    client = signed_in(person())
    client.post(url("start"))
    for number, decision in enumerate(experts()):
        papers = client.get(url("desk")).context["inbox"]
        places = [url("start"), url("desk"), url("letter")] + [
            url("paper", row.key) for row in papers
        ]
        places += [url("consequence", stage.key) for stage in shipped().stages]
        places += [place.replace("/en/", "/ru/") for place in places]
        seen = "".join(client.get(place, follow=True).text for place in places)
        seen = re.sub(r"<[^>]+>", "", seen).replace("&#x27;", "'")
        # The usual way follows the order of the file, but for the conditions stage.
        order = [stage.key for stage in shipped().stages].index(decision.stage)
        leaked = {text for text in secrets_of(shipped(), order) if _plain(text) in seen}
        assert leaked == set(), number
        decide(client, decision)


def _plain(text: str) -> str:
    return re.sub(r"\[\[list:([^\]]+)\]\]", r"\1", text)


def test_number_of_queries_does_not_grow_with_the_cases() -> None:
    user = person()
    case = load()
    client = signed_in(user)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse("casestudies:index")).status_code == 200
        return len(captured)

    client.get(reverse("casestudies:index"))
    one = queries()
    version = case.versions.last()
    assert version is not None
    for number in range(2):
        twin = Case.objects.create(
            key=f"twin-{number}", title_en="Twin", title_ru="Двойник", level="foundation", minutes=5
        )
        CaseVersion.objects.create(
            case=twin, number=1, spec=version.spec, notes={}, hash=version.hash
        )
    assert queries() == one


def test_pages_of_the_desk_take_few_queries() -> None:
    user = person()
    run = begun(user)
    play(run, experts()[:2])
    client = signed_in(user)
    client.get(url("paper", "invoice"))
    counts = {}
    for place in (url("desk"), url("paper", "invoice"), url("consequence", "rule")):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(place).status_code == 200
        counts[place] = len(captured)
    assert max(counts.values()) <= 10, counts
