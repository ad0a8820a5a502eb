"""Findings in words: each has a sentence in every language, and none of the words is in the core."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

import exercises
from exercises.feedback import SENTENCES, heading, sentence, verdict
from exercises.grading import Finding, Outcome, State

ROOM = Path(exercises.__file__).parent
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Findings that the author's own words explain.
AUTHORS = {"chose", "slip", "near_answer", "missed_options"}
# Findings that the page of steps puts into words.
STEPS = {"step", "left_the_road"}
CODES = set(
    re.findall(r'(?:Finding|unmarked)\((?:State\.\w+, )?"(\w+)"', (ROOM / "grading/graders.py").read_text())
)  # fmt: skip


def test_every_code_of_the_graders_has_a_sentence() -> None:
    assert len(CODES) > 10
    assert CODES - AUTHORS - STEPS - set(SENTENCES) == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_sentence_is_said_in_each_language(code: str) -> None:
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(sentence(Finding(code, {})))
    assert "" not in said
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("count", "words"),
    [("1", "Не отмечен 1 вариант"), ("3", "Не отмечены 3 варианта"), ("5", "Не отмечено 5 вариантов")],
)  # fmt: skip
def test_left_out_options_are_counted_in_russian(count: str, words: str) -> None:
    with translation.override("ru"):
        assert sentence(Finding("missed_options", {"count": count})).startswith(words)


@pytest.mark.parametrize(
    ("state", "fraction", "words"),
    [
        (State.RIGHT, Fraction(1), "Right"),
        (State.PARTIAL, Fraction(1, 2), "Partly right: 2 of 4 points"),
        (State.PARTIAL, Fraction(2, 3), "Partly right: 66%"),
        (State.WRONG, Fraction(0), "Not right yet"),
        (State.INVALID, Fraction(0), "Not right yet"),
        (State.UNSURE, Fraction(0), "Not sure: here is how to decide it"),
    ],
)
def test_the_verdict_is_said_in_words(state: State, fraction: Fraction, words: str) -> None:
    with translation.override("en"):
        assert heading(Outcome(fraction, state)) == words


def private(**item: Any) -> dict[str, Any]:
    return {
        "item": item,
        "feedback": {"a": {"en": "Why a", "ru": "Почему a"}},
        "explanation": {"en": "Because", "ru": "Потому что"},
    }


def test_a_verdict_follows_the_language_of_the_reader() -> None:
    outcome = Outcome(Fraction(0), State.WRONG, (Finding("chose", {"option": "a"}),))
    spec = private(kind="classification", accept=["not-listed"])
    with translation.override("ru"):
        said = verdict(outcome, spec)
    assert (said.reasons, said.explanation, said.best) == (
        ("Почему a",),
        "Потому что",
        "не включён в список",
    )
    with translation.override("en"):
        assert verdict(outcome, spec).reasons == ("Why a",)


def test_a_finding_that_nobody_knows_is_passed_over() -> None:
    assert sentence(Finding("from_a_later_version", {})) == ""
