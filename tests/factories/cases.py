"""A tiny case that has everything once, the shipped one, and how to play them."""

import copy
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from casestudies.importers import load_content, read_dossier
from casestudies.models import Case, Run
from casestudies.scenario.codec import read_case
from casestudies.scenario.scoring import expert_decisions
from casestudies.scenario.spec import Case as CaseSpec
from casestudies.scenario.states import Decision
from casestudies.services import pin_evidence, record_decision, start_run
from people.models import User

CONTENT = Path(__file__).resolve().parents[2] / "content"
SHIPPED = "informed-exporter-valves"


@cache
def shipped() -> CaseSpec:
    return read_dossier(CONTENT / "cases" / SHIPPED).case


def both(text: str) -> dict[str, str]:
    return {"en": f"{text} en", "ru": f"{text} по-русски"}


def option(key: str, credit: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "text": both(key), "credit": credit, "feedback": both(f"why {key}"), **more,
    }  # fmt: skip


def paper(key: str, **more: Any) -> dict[str, Any]:
    lines = [{"text": both(f"{key} line {n}")} for n in (1, 2, 3)]
    return {
        "key": key, "kind": "letter", "title": both(key), "sender": both("sender"),
        "lines": lines, **more,
    }  # fmt: skip


TINY: dict[str, Any] = {
    "key": "tiny",
    "title": both("Tiny"),
    "summary": both("summary"),
    "role": both("role"),
    "scoring": both("scoring"),
    "level": "foundation",
    "minutes": 10,
    "pass_mark": "7/10",
    "edition": "2025-11-15",
    "law": both("law"),
    "clock": {
        "start": "2026-03-05",
        "holidays": [{"date": "2026-03-09", "title": both("holiday")}],
        "limits": [
            {"key": "law", "title": both("limit"), "days": 10, "stage": "one", "source": both("s")}
        ],
    },
    "first": "one",
    "variables": {"trust": 1},
    "rubric": {
        "decisions": "1/2", "evidence": "1/4", "reasons": "3/20", "time": "1/10",
        "timing": {"full": 3, "none": 8},
    },
    "stages": [
        {
            "key": "one",
            "title": both("One"),
            "situation": both("situation"),
            "papers": ["a"],
            "questions": [
                {
                    "key": "q",
                    "kind": "single",
                    "prompt": both("q"),
                    "why": both("why"),
                    "own_words": both("words"),
                    "options": [option("yes", "1", letter=both("granted")),
                                option("no", "0", effects={"days": 4, "trust": -1})],
                    "evidence": {"relevant": ["a.1", "a.2"], "enough": 2, "why": both("why")},
                },
                {
                    "key": "r",
                    "kind": "multiple",
                    "part": "reasons",
                    "prompt": both("r"),
                    "why": both("why"),
                    "options": [option("x", "1/2"), option("y", "1/2", papers=["b"]),
                                option("z", "-1/2"), option("none", "0", alone=True)],
                },
            ],
            "links": [
                {"to": "two", "text": both("on"), "when": [{"question": "q", "chosen": ["yes"]}],
                 "days": 1},
                {"to": "bad", "text": both("over"), "days": 1},
            ],
        },
        {
            "key": "two",
            "title": both("Two"),
            "situation": both("situation"),
            "papers": ["c"],
            "questions": [
                {
                    "key": "s",
                    "kind": "single",
                    "prompt": both("s"),
                    "why": both("why"),
                    "options": [option("stop", "1"), option("go", "1/2")],
                }
            ],
            "links": [
                {"to": "bad", "text": both("late"), "when": [{"variable": "days", "at_least": 6}]},
                {"to": "good", "text": both("end"), "days": 1},
            ],
        },
    ],
    "endings": [
        {"key": "good", "title": both("Good"), "text": both("good"), "good": True},
        {"key": "bad", "title": both("Bad"), "text": both("bad")},
    ],
    "expert": [
        {
            "stage": "one",
            "note": both("note"),
            "answers": [
                {"question": "q", "chosen": ["yes"], "evidence": ["a.1", "a.2"]},
                {"question": "r", "chosen": ["x", "y"]},
            ],
        },
        {"stage": "two", "note": both("n"), "answers": [{"question": "s", "chosen": ["stop"]}]},
    ],
    "letter": {
        "stage": "one",
        "title": both("letter"),
        "authority": both("authority"),
        "addressee": both("addressee"),
        "opening": both("opening"),
        "questions": ["q"],
        "headings": [both("heading")],
        "closing": both("closing"),
        "facts": both("facts"),
    },
    "sources": [{"key": "law", "title": both("source")}],
    "papers": [paper("a"), paper("b", noise=True), paper("c", noise=True)],
}  # fmt: skip


def tiny_data() -> dict[str, Any]:
    return copy.deepcopy(TINY)


@cache
def tiny() -> CaseSpec:
    return read_case(tiny_data())


def load() -> Case:
    """The shipped case in the database."""
    load_content(CONTENT)
    return Case.objects.get(key=SHIPPED)


def begun(user: User) -> Run:
    return start_run(person=user, case=load())


def play(run: Run, decisions: list[Decision] | None = None) -> None:
    """Play the run by the expert's decisions (or others), pinning what they cite."""
    chosen = list(expert_decisions(shipped())) if decisions is None else decisions
    for decision in chosen:
        for line in {line for lines in decision.evidence.values() for line in lines}:
            pin_evidence(run_id=run.pk, person=run.person, line=line)
        record_decision(
            run_id=run.pk, person=run.person, decision=decision, key=f"{uuid.uuid4().hex}.form"
        )
    run.refresh_from_db()


def form_of(decision: Decision, key: str = f"{'a' * 32}.form") -> dict[str, Any]:
    """A decision as the desk's form sends it."""
    fields: dict[str, Any] = {"key": key, "stage": decision.stage, "decide": "1"}
    fields |= {f"q-{name}": list(chosen) for name, chosen in decision.answers.items()}
    fields |= {f"e-{name}": list(lines) for name, lines in decision.evidence.items()}
    fields |= {f"w-{name}": text for name, text in decision.words.items()}
    return fields
