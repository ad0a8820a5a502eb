"""Marks by rubric, exact: decisions, evidence, reasons, time. Every mark lies in [0, 1]."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casestudies.scenario.spec import Case, Evidence, Question, Timing
from casestudies.scenario.states import Decision, State, Step, apply, start, write_decision

NONE, FULL = Fraction(0), Fraction(1)
DECISIONS, EVIDENCE, REASONS, TIME = "decisions", "evidence", "reasons", "time"


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One line of the score sheet: its share of the whole and what was reached of it."""

    key: str
    weight: Fraction
    reached: Fraction

    @property
    def points(self) -> Fraction:
        return self.weight * self.reached


@dataclass(frozen=True, slots=True)
class Score:
    lines: tuple[RubricLine, ...]
    total: Fraction
    passed: bool


def score(case: Case, state: State) -> Score:
    rubric = case.rubric
    reached = {
        DECISIONS: _share(case, state, DECISIONS),
        EVIDENCE: _evidence_share(case, state),
        REASONS: _share(case, state, REASONS),
        TIME: time_mark(rubric.timing, state.days) if state.path else NONE,
    }
    weights = {
        DECISIONS: rubric.decisions,
        EVIDENCE: rubric.evidence,
        REASONS: rubric.reasons,
        TIME: rubric.time,
    }
    lines = tuple(RubricLine(key, weights[key], reached[key]) for key in weights)
    total = sum((line.points for line in lines), NONE)
    return Score(lines, total, total >= case.pass_mark)


def answer_mark(question: Question, chosen: Sequence[str]) -> Fraction:
    """Credits of what was chosen, never below nothing, never above the whole."""
    credits = (question.option_by_key[k].credit for k in chosen if k in question.option_by_key)
    return min(max(sum(credits, NONE), NONE), FULL)


def evidence_mark(evidence: Evidence, lines: Sequence[str]) -> Fraction:
    """Precision and recall in balance (their harmonic mean). Harmless lines count for neither."""
    counted = set(lines) - set(evidence.acceptable)
    hits = len(counted & set(evidence.relevant))
    if not hits:
        return NONE
    precision = Fraction(hits, len(counted))
    recall = min(Fraction(hits, evidence.enough), FULL)
    return 2 * precision * recall / (precision + recall)


def time_mark(timing: Timing, days: int) -> Fraction:
    if days <= timing.full:
        return FULL
    if days >= timing.none:
        return NONE
    return Fraction(timing.none - days, timing.none - timing.full)


def expert_decisions(case: Case) -> Iterable[Decision]:
    for expert in case.expert:
        yield Decision(
            expert.stage,
            {answer.question: answer.chosen for answer in expert.answers},
            {answer.question: answer.evidence for answer in expert.answers if answer.evidence},
        )


def expert_state(case: Case) -> State:
    """The state the expert's path ends in."""
    state = start(case)
    for decision in expert_decisions(case):
        state = apply(case, state, Step("decide", write_decision(decision)))
    return state


def _counted(case: Case, state: State) -> Iterable[tuple[Question, Decision | None]]:
    """Every question that counts: those met, and those the expert met (not met: no marks)."""
    met = {taken.decision.stage: taken.decision for taken in state.path}
    for stage in case.stages:
        if stage.key in met or stage.key in case.expert_by_stage:
            for question in stage.questions:
                yield question, met.get(stage.key)


def _share(case: Case, state: State, part: str) -> Fraction:
    reached = whole = NONE
    for question, decision in _counted(case, state):
        if question.part == part:
            whole += question.points
            if decision:
                mark = answer_mark(question, decision.answers.get(question.key, ()))
                reached += question.points * mark
    return reached / whole if whole else FULL


def _evidence_share(case: Case, state: State) -> Fraction:
    reached = whole = NONE
    for question, decision in _counted(case, state):
        if question.evidence:
            whole += question.points
            if decision:
                lines = decision.evidence.get(question.key, ())
                reached += question.points * evidence_mark(question.evidence, lines)
    return reached / whole if whole else FULL
