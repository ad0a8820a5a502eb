"""What may be decided now, and why a decision is refused. A refusal is codes, never words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from casestudies.scenario.spec import Case, Question, Stage
from casestudies.scenario.states import Decision, State

MAX_WORDS = 2000


class Code(StrEnum):
    CLOSED = "closed"
    OTHER_STAGE = "other_stage"
    UNANSWERED = "unanswered"
    ONE_ONLY = "one_only"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_QUESTION = "unknown_question"
    STANDS_ALONE = "stands_alone"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_NOT_PINNED = "evidence_not_pinned"
    WORDS_TOO_LONG = "words_too_long"


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason for a refusal; `question` is empty when it concerns the whole decision."""

    code: Code
    question: str = ""
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    faults: tuple[Fault, ...]


def available(case: Case, state: State) -> Stage | None:
    """The stage whose decision is open; None when the run has ended."""
    return None if state.closed else case.stage_by_key[state.stage]


def decide(case: Case, state: State, decision: Decision) -> Refusal | Decision:
    """The decision, tidied, or why it cannot be taken. The state is not touched."""
    stage = available(case, state)
    if stage is None:
        return Refusal((Fault(Code.CLOSED),))
    if decision.stage != stage.key:
        return Refusal((Fault(Code.OTHER_STAGE),))
    given = {*decision.answers, *decision.evidence, *decision.words}
    faults = [Fault(Code.UNKNOWN_QUESTION) for key in sorted(given - set(stage.question_by_key))]
    for question in stage.questions:
        faults.extend(_faults(question, state, decision))
    return Refusal(tuple(faults)) if faults else _tidy(stage, decision)


def _faults(question: Question, state: State, decision: Decision) -> Iterable[Fault]:
    chosen = set(decision.answers.get(question.key, ()))
    if chosen - set(question.option_by_key):
        yield Fault(Code.UNKNOWN_OPTION, question.key)
    elif not chosen:
        yield Fault(Code.UNANSWERED, question.key)
    elif question.kind == "single" and len(chosen) > 1:
        yield Fault(Code.ONE_ONLY, question.key)
    elif len(chosen) > 1 and any(question.option_by_key[key].alone for key in chosen):
        yield Fault(Code.STANDS_ALONE, question.key)
    if len(decision.words.get(question.key, "")) > MAX_WORDS:
        yield Fault(Code.WORDS_TOO_LONG, question.key)
    yield from _evidence_faults(question, state, decision)


def _evidence_faults(question: Question, state: State, decision: Decision) -> Iterable[Fault]:
    lines = set(decision.evidence.get(question.key, ()))
    if question.evidence is None:
        if lines:
            yield Fault(Code.UNKNOWN_QUESTION, question.key)
    elif lines - set(state.pins):
        yield Fault(Code.EVIDENCE_NOT_PINNED, question.key)
    elif len(lines) < question.evidence.required:
        yield Fault(Code.EVIDENCE_MISSING, question.key, question.evidence.required)


def _tidy(stage: Stage, decision: Decision) -> Decision:
    """Options in the order of the form, lines in the order given, nothing twice."""
    answers, evidence, words = {}, {}, {}
    for question in stage.questions:
        chosen = set(decision.answers[question.key])
        answers[question.key] = tuple(o.key for o in question.options if o.key in chosen)
        if question.evidence:
            evidence[question.key] = tuple(dict.fromkeys(decision.evidence[question.key]))
        own = decision.words.get(question.key, "").strip()
        if question.own_words and own:
            words[question.key] = own
    return Decision(stage.key, answers, evidence, words)
