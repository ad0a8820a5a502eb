"""The trainee's path beside the expert's, and the letter composed from what was decided."""

from dataclasses import dataclass
from fractions import Fraction

from casestudies.scenario.scoring import (
    Score,
    answer_mark,
    evidence_mark,
    expert_state,
    score,
)
from casestudies.scenario.spec import (
    Answer,
    Case,
    Ending,
    ExpertStage,
    Letter,
    Option,
    Question,
    Stage,
    Text,
)
from casestudies.scenario.states import Decision, State, Taken


@dataclass(frozen=True, slots=True)
class Compared:
    """One question: own and the expert's answer, and the evidence of both."""

    question: Question
    own: tuple[Option, ...]
    expert: tuple[Option, ...]
    mark: Fraction
    words: str
    model_words: Text | None
    found: tuple[str, ...]
    beside: tuple[str, ...]
    missed: tuple[str, ...]
    evidence_mark: Fraction | None


@dataclass(frozen=True, slots=True)
class StageCompared:
    stage: Stage
    visited: bool
    days: int
    note: Text | None
    consequence: Text | None
    questions: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    score: Score
    ending: Ending | None
    days: int
    expert_days: int
    expert_ending: Ending | None
    stages: tuple[StageCompared, ...]


@dataclass(frozen=True, slots=True)
class LetterPart:
    heading: Text
    sentences: tuple[Text, ...]
    words: str


def debrief(case: Case, state: State) -> Debrief:
    expert = expert_state(case)
    met = {taken.decision.stage: taken for taken in state.path}
    shown = [s for s in case.stages if s.key in met or s.key in case.expert_by_stage]
    return Debrief(
        score=score(case, state),
        ending=case.ending_by_key.get(state.ending),
        days=state.days,
        expert_days=expert.days,
        expert_ending=case.ending_by_key.get(expert.ending),
        stages=tuple(
            compare(stage, met.get(stage.key), case.expert_by_stage.get(stage.key))
            for stage in shown
        ),
    )


def compare(stage: Stage, taken: Taken | None, expert: ExpertStage | None) -> StageCompared:
    answers = {answer.question: answer for answer in expert.answers} if expert else {}
    return StageCompared(
        stage=stage,
        visited=taken is not None,
        days=taken.days if taken else 0,
        note=expert.note if expert else None,
        consequence=stage.links[taken.link].text if taken else None,
        questions=tuple(
            _compared(question, taken.decision if taken else None, answers.get(question.key))
            for question in stage.questions
        ),
    )


def _compared(question: Question, own: Decision | None, expert: Answer | None) -> Compared:
    chosen = own.answers.get(question.key, ()) if own else ()
    lines = own.evidence.get(question.key, ()) if own else ()
    proof = question.evidence
    relevant = proof.relevant if proof else ()
    harmless = proof.acceptable if proof else ()
    return Compared(
        question=question,
        own=_options(question, chosen),
        expert=_options(question, expert.chosen if expert else ()),
        mark=answer_mark(question, chosen),
        words=own.words.get(question.key, "") if own else "",
        model_words=expert.words if expert else None,
        found=tuple(line for line in lines if line in relevant or line in harmless),
        beside=tuple(line for line in lines if line not in relevant and line not in harmless),
        missed=tuple(line for line in relevant if line not in lines),
        evidence_mark=evidence_mark(proof, lines) if proof else None,
    )


def _options(question: Question, keys: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(question.option_by_key[key] for key in keys if key in question.option_by_key)


def decision_letter(case: Case, state: State) -> tuple[Letter, tuple[LetterPart, ...]] | None:
    """The letter as the trainee's decisions compose it; None before the decision is taken."""
    letter = case.letter
    taken = next((t for t in state.path if t.decision.stage == letter.stage), None)
    if taken is None:
        return None
    stage = case.stage_by_key[letter.stage]
    parts = []
    for key, heading in zip(letter.questions, letter.headings, strict=True):
        options = _options(stage.question_by_key[key], taken.decision.answers.get(key, ()))
        words = taken.decision.words.get(key, "")
        parts.append(LetterPart(heading, tuple(o.letter or o.text for o in options), words))
    return letter, tuple(parts)


def letter_evidence(case: Case, state: State) -> tuple[str, ...]:
    """The lines the decision of the letter rests on, without those of confidential papers."""
    for taken in state.path:
        if taken.decision.stage == case.letter.stage:
            lines = [line for refs in taken.decision.evidence.values() for line in refs]
            return tuple(line for line in dict.fromkeys(lines) if _quotable(case, line))
    return ()


def _quotable(case: Case, ref: str) -> bool:
    paper = case.paper_by_key.get(ref.rpartition(".")[0])
    return paper is not None and not paper.confidential
