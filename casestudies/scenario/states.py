"""The state of a run: a fold over its recorded steps. Total, deterministic, without a clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from casestudies.scenario.spec import Case, Condition, Link, Option, Stage

READ, PIN, UNPIN, DECIDE = "read", "pin", "unpin", "decide"
DAYS = "days"


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded act: `kind` and plain JSON data."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was answered at one stage: by question the options, the evidence, own words."""

    stage: str
    answers: Mapping[str, tuple[str, ...]]
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A stage that lies behind: the decision, the link it led to, the days it cost."""

    decision: Decision
    link: int
    days: int
    opened: int


@dataclass(frozen=True, slots=True)
class State:
    stage: str
    days: int
    variables: Mapping[str, int]
    papers: Mapping[str, int]  # by key the working day of arrival, in order of arrival
    read: frozenset[str] = frozenset()
    pins: tuple[str, ...] = ()
    path: tuple[Taken, ...] = ()
    ending: str = ""

    @property
    def closed(self) -> bool:
        return bool(self.ending)


def start(case: Case) -> State:
    first = case.stage_by_key[case.first]
    return State(first.key, 0, dict(case.variables), dict.fromkeys(first.papers, 0))


def fold(case: Case, steps: Iterable[Step]) -> State:
    """Replay. A step that does not fit leaves the state as it was."""
    state = start(case)
    for step in steps:
        state = apply(case, state, step)
    return state


def apply(case: Case, state: State, step: Step) -> State:
    if step.kind == DECIDE:
        decision = read_decision(step.data)
        fits = decision and decision.stage == state.stage and not state.closed
        return _decided(case, state, decision) if fits and decision else state
    if step.kind == READ:
        paper = step.data.get("paper")
        arrived = isinstance(paper, str) and paper in state.papers
        return replace(state, read=state.read | {str(paper)}) if arrived else state
    return _pinned(case, state, step)


def _pinned(case: Case, state: State, step: Step) -> State:
    line = step.data.get("line")
    if not isinstance(line, str) or not holds_line(case, state, line) or state.closed:
        return state
    if step.kind == PIN and line not in state.pins:
        return replace(state, pins=(*state.pins, line))
    if step.kind == UNPIN and line in state.pins:
        return replace(state, pins=tuple(pin for pin in state.pins if pin != line))
    return state


def holds_line(case: Case, state: State, ref: str) -> bool:
    """Whether the line exists and stands in a paper that has arrived."""
    return ref in case.line_by_ref and ref.rpartition(".")[0] in state.papers


def write_decision(decision: Decision) -> dict[str, Any]:
    return {
        "stage": decision.stage,
        "answers": {key: list(chosen) for key, chosen in decision.answers.items()},
        "evidence": {key: list(lines) for key, lines in decision.evidence.items()},
        "words": dict(decision.words),
    }


def read_decision(data: Mapping[str, Any]) -> Decision | None:
    """The decision a step recorded; None when it is not one."""
    stage, answers = data.get("stage"), _lists(data.get("answers"))
    evidence, words = _lists(data.get("evidence", {})), data.get("words", {})
    if not isinstance(stage, str) or answers is None or evidence is None:
        return None
    if not isinstance(words, Mapping):
        return None
    kept = {str(key): text for key, text in words.items() if isinstance(text, str)}
    return Decision(stage, answers, evidence, kept)


def _lists(value: object) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(value, Mapping):
        return None
    rows = {key: entry for key, entry in value.items() if isinstance(entry, list | tuple)}
    if len(rows) != len(value):
        return None
    return {
        str(key): tuple(dict.fromkeys(str(item) for item in entry)) for key, entry in rows.items()
    }


def _decided(case: Case, state: State, decision: Decision) -> State:
    stage = case.stage_by_key[state.stage]
    options = chosen_options(stage, decision)
    days = state.days + sum(option.effects.get(DAYS, 0) for option in options)
    variables = dict(state.variables)
    for option in options:
        _add(variables, option.effects)
    number, link = follow(stage, decision, variables, days)
    _add(variables, link.effects)
    days += link.days
    arrived = tuple(paper for option in options for paper in option.papers)
    ended = link.to in case.ending_by_key
    if not ended:
        arrived += case.stage_by_key[link.to].papers
    return replace(
        state,
        stage=state.stage if ended else link.to,
        ending=link.to if ended else "",
        days=days,
        variables=variables,
        papers={**state.papers, **{key: days for key in arrived if key not in state.papers}},
        path=(*state.path, Taken(decision, number, days - state.days, state.days)),
    )


def chosen_options(stage: Stage, decision: Decision) -> list[Option]:
    return [
        question.option_by_key[key]
        for question in stage.questions
        for key in decision.answers.get(question.key, ())
        if key in question.option_by_key
    ]


def _add(variables: dict[str, int], effects: Mapping[str, int]) -> None:
    for name, change in effects.items():
        if name in variables:
            variables[name] += change


def follow(
    stage: Stage, decision: Decision, variables: Mapping[str, int], days: int
) -> tuple[int, Link]:
    """The first link whose conditions hold; the last one has none (the linter sees to it)."""
    for number, link in enumerate(stage.links):
        if all(_holds(condition, decision, variables, days) for condition in link.when):
            return number, link
    return len(stage.links) - 1, stage.links[-1]


def _holds(
    condition: Condition, decision: Decision, variables: Mapping[str, int], days: int
) -> bool:
    if condition.question:
        chosen = decision.answers.get(condition.question, ())
        if not set(chosen) & set(condition.chosen):
            return False
    if condition.variable:
        value = days if condition.variable == DAYS else variables.get(condition.variable, 0)
        if condition.at_least is not None and value < condition.at_least:
            return False
        if condition.at_most is not None and value > condition.at_most:
            return False
    return True
