"""Proof that a case is sound before anybody plays it. Every finding names its place."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction

from casestudies.scenario.decisions import Refusal, decide
from casestudies.scenario.scoring import expert_decisions, score
from casestudies.scenario.spec import Case, Condition, Question, Stage
from casestudies.scenario.states import (
    DAYS,
    PIN,
    Step,
    apply,
    start,
    write_decision,
)

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
CYRILLIC = re.compile("[а-яёА-ЯЁ]")
LATIN_WORD = re.compile("[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    place: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.code.replace('_', ' ')}" + (
            f" ({self.detail})" if self.detail else ""
        )


def lint(case: Case) -> tuple[Finding, ...]:
    """All findings; a case without any plays to an ending whatever is chosen."""
    shape = [finding for check in SHAPE for finding in check(case)]
    if shape:  # the checks below walk the graph and need its references to hold
        return tuple(shape)
    return tuple(finding for check in MEANING for finding in check(case))


def _keys(case: Case) -> Iterator[Finding]:
    groups = {
        "stages": [stage.key for stage in case.stages] + [ending.key for ending in case.endings],
        "papers": [paper.key for paper in case.papers],
        "sources": [source.key for source in case.sources],
        "clock.limits": [limit.key for limit in case.clock.limits],
        "expert": [expert.stage for expert in case.expert],
        "variables": [*case.variables, DAYS],
    }
    for stage in case.stages:
        groups[f"stages.{stage.key}"] = [question.key for question in stage.questions]
        for question in stage.questions:
            groups[f"{stage.key}.{question.key}"] = [option.key for option in question.options]
    yield from (Finding("bad_key", "key", case.key) for _ in [0] if not KEY.match(case.key))
    for place, keys in groups.items():
        for key in sorted(set(keys)):
            if not KEY.match(key):
                yield Finding("bad_key", place, key)
            if keys.count(key) > 1:
                yield Finding("key_stands_twice", place, key)


def _references(case: Case) -> Iterator[Finding]:
    stages, papers = set(case.stage_by_key), set(case.paper_by_key)
    targets = stages | set(case.ending_by_key)
    yield from _unknown("first", [case.first], stages)
    yield from _unknown("letter.stage", [case.letter.stage], stages)
    named = [name for limit in case.clock.limits for name in (limit.stage, limit.until) if name]
    yield from _unknown("clock.limits", named, stages)
    yield from _unknown("expert", [expert.stage for expert in case.expert], stages)
    for stage in case.stages:
        yield from _unknown(f"stages.{stage.key}.papers", stage.papers, papers)
        yield from _unknown(f"stages.{stage.key}.links", [link.to for link in stage.links], targets)
        for question in stage.questions:
            place = f"{stage.key}.{question.key}"
            yield from _unknown(place, [p for o in question.options for p in o.papers], papers)
            if question.evidence:
                proof = (*question.evidence.relevant, *question.evidence.acceptable)
                yield from _unknown(f"{place}.evidence", proof, set(case.line_by_ref))
        yield from _condition_references(case, stage)
    yield from _variable_references(case)


def _condition_references(case: Case, stage: Stage) -> Iterator[Finding]:
    for condition in _conditions(stage):
        place = f"stages.{stage.key}.links"
        if not condition.question and not condition.variable:
            yield Finding("empty_condition", place)
        if condition.question:
            yield from _unknown(place, [condition.question], set(stage.question_by_key))
            question = stage.question_by_key.get(condition.question)
            if question:
                yield from _unknown(place, condition.chosen, set(question.option_by_key))


def _conditions(stage: Stage) -> Iterator[Condition]:
    return (condition for link in stage.links for condition in link.when)


def _variable_references(case: Case) -> Iterator[Finding]:
    known = {*case.variables, DAYS}
    for stage in case.stages:
        names = [condition.variable for condition in _conditions(stage) if condition.variable]
        for option in (option for question in stage.questions for option in question.options):
            names += option.effects
            if option.effects.get(DAYS, 0) < 0:
                yield Finding("time_runs_backwards", f"stages.{stage.key}", option.key)
        for link in stage.links:
            names += link.effects
            if link.days < 0 or DAYS in link.effects:
                yield Finding("time_runs_backwards", f"stages.{stage.key}.links", link.to)
        yield from _unknown(f"stages.{stage.key}", names, known)


def _unknown(place: str, names: Iterable[str], known: set[str]) -> Iterator[Finding]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield Finding("unknown_reference", place, name)


def _questions(case: Case) -> Iterator[Finding]:
    for stage in case.stages:
        if not stage.questions:
            yield Finding("nothing_to_decide", f"stages.{stage.key}")
        for question in stage.questions:
            yield from _question(f"{stage.key}.{question.key}", question)


def _question(place: str, question: Question) -> Iterator[Finding]:
    credits = [option.credit for option in question.options]
    if len(credits) < 2:
        yield Finding("too_few_options", place)
    if any(not -1 <= credit <= 1 for credit in credits):
        yield Finding("credit_out_of_bounds", place)
    best = sum((credit for credit in credits if credit > 0), Fraction(0))
    if question.kind == "single" and max(credits, default=Fraction(0)) != 1:
        yield Finding("best_answer_is_not_worth_one", place)
    if question.kind == "single" and min(credits, default=Fraction(0)) < 0:
        yield Finding("single_choice_takes_no_negative_credit", place)
    if question.kind == "multiple" and best != 1:
        yield Finding("right_choices_must_add_up_to_one", place, str(best))
    if question.points <= 0:
        yield Finding("points_must_be_positive", place)
    proof = question.evidence
    if proof and not 1 <= proof.enough <= len(proof.relevant):
        yield Finding("enough_evidence_out_of_bounds", place)
    if proof and not 1 <= proof.required <= len(proof.relevant):
        yield Finding("required_evidence_out_of_bounds", place)


def _graph(case: Case) -> Iterator[Finding]:
    for stage in case.stages:
        if not stage.links or stage.links[-1].when:
            yield Finding("dead_end", f"stages.{stage.key}", "the last link has conditions")
        for link in stage.links[:-1]:
            if not link.when:
                yield Finding("link_hides_those_after_it", f"stages.{stage.key}", link.to)
    reached = _reachable(case)
    for key in [*case.stage_by_key, *case.ending_by_key]:
        if key not in reached:
            yield Finding("unreachable", f"stages.{key}")
    if not any(ending.good for ending in case.endings):
        yield Finding("no_good_ending", "endings")
    yield from _cycles(case)


def _reachable(case: Case) -> set[str]:
    seen, waiting = set(), [case.first]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            stage = case.stage_by_key.get(key)
            waiting += [link.to for link in stage.links] if stage else []
    return seen


def _cycles(case: Case) -> Iterator[Finding]:
    """A stage is met once: then every walk ends, and one answer stands for one question."""
    done: set[str] = set()
    order = list(case.stage_by_key)
    for _ in order:
        done |= {
            key
            for key, stage in case.stage_by_key.items()
            if all(link.to in done or link.to in case.ending_by_key for link in stage.links)
        }
    for key in order:
        if key not in done:
            yield Finding("goes_round_in_circles", f"stages.{key}")


def _papers(case: Case) -> Iterator[Finding]:
    arriving = {paper for stage in case.stages for paper in stage.papers}
    cited: set[str] = set()
    for question in (question for stage in case.stages for question in stage.questions):
        arriving |= {paper for option in question.options for paper in option.papers}
        if question.evidence:
            proof = (*question.evidence.relevant, *question.evidence.acceptable)
            cited |= {ref.rpartition(".")[0] for ref in proof}
    for paper in case.papers:
        place = f"papers.{paper.key}"
        if paper.key not in arriving:
            yield Finding("paper_never_arrives", place)
        if paper.key not in cited and not paper.noise:
            yield Finding("paper_is_not_used", place, "cite a line of it or mark it as noise")
        if paper.key in cited and paper.noise:
            yield Finding("noise_is_cited", place)
        for number, line in enumerate(paper.lines, 1):
            if line.text is None and len(line.cells) != len(paper.columns):
                yield Finding("cells_do_not_fit_the_columns", f"{place}.{number}")
            if line.text is None and not line.cells:
                yield Finding("empty_line", f"{place}.{number}")


def _rubric(case: Case) -> Iterator[Finding]:
    rubric = case.rubric
    weights = [rubric.decisions, rubric.evidence, rubric.reasons, rubric.time]
    if any(weight < 0 for weight in weights) or sum(weights) != 1:
        yield Finding("weights_must_add_up_to_one", "rubric", str(sum(weights)))
    if not 0 <= rubric.timing.full < rubric.timing.none:
        yield Finding("timing_out_of_order", "rubric.timing")
    if not 0 < case.pass_mark <= 1:
        yield Finding("pass_mark_out_of_bounds", "pass_mark")
    questions = [question for stage in case.stages for question in stage.questions]
    if rubric.reasons and not any(question.part == "reasons" for question in questions):
        yield Finding("nothing_is_marked_as_reasons", "rubric.reasons")
    if not {1, 2, 3, 4, 5, 6, 7} - set(case.clock.weekend):
        yield Finding("no_working_day_is_left", "clock.weekend")
    letter = case.letter
    if len(letter.questions) != len(letter.headings):
        yield Finding("headings_do_not_fit_the_questions", "letter")
    known = set(case.stage_by_key[letter.stage].question_by_key) if not _lost(case) else set()
    yield from _unknown("letter.questions", letter.questions, known)


def _lost(case: Case) -> bool:
    return case.letter.stage not in case.stage_by_key


def _languages(case: Case) -> Iterator[Finding]:
    for place, text in _texts(case, ""):
        if LATIN_WORD.search(text["en"]) and text["en"] == text["ru"]:
            yield Finding("not_translated", place, text["en"][:40])
        elif len(text["ru"]) > 60 and not CYRILLIC.search(text["ru"]):
            yield Finding("not_translated", place, text["ru"][:40])
        if CYRILLIC.search(text["en"]):
            yield Finding("cyrillic_in_english", place, text["en"][:40])


def _texts(value: object, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict) and set(value) == {"en", "ru"}:
        yield place, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _texts(entry, f"{place}[{getattr(entry, 'key', index)}]")
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name), f"{place}.{item.name}".lstrip("."))


def _expert(case: Case) -> Iterator[Finding]:
    state = start(case)
    for decision in expert_decisions(case):
        for ref in {ref for lines in decision.evidence.values() for ref in lines}:
            state = apply(case, state, Step(PIN, {"line": ref}))
        answer = decide(case, state, decision)
        if isinstance(answer, Refusal):
            codes = ", ".join(f"{fault.code} {fault.question}".strip() for fault in answer.faults)
            yield Finding("expert_is_refused", f"expert.{decision.stage}", codes)
            return
        state = apply(case, state, Step("decide", write_decision(answer)))
    if not state.closed:
        yield Finding("expert_reaches_no_ending", "expert")
    elif not case.ending_by_key[state.ending].good:
        yield Finding("expert_ends_badly", "expert", state.ending)
    elif (total := score(case, state).total) != 1:
        yield Finding("expert_misses_the_maximum", "expert", str(total))


def _evidence_in_reach(case: Case) -> Iterator[Finding]:
    """Enough of the relevant lines have arrived on every path that leads to the question."""
    certain = _certain_papers(case)
    for stage in case.stages:
        for question in stage.questions:
            if question.evidence:
                papers = [ref.rpartition(".")[0] for ref in question.evidence.relevant]
                there = sum(paper in certain.get(stage.key, set()) for paper in papers)
                if there < question.evidence.enough:
                    place = f"{stage.key}.{question.key}"
                    yield Finding("evidence_may_be_out_of_reach", place, str(there))


def _certain_papers(case: Case) -> dict[str, set[str]]:
    """By stage the papers that have arrived whatever was chosen before."""
    certain = {case.first: set(case.stage_by_key[case.first].papers)}
    for _ in case.stages:
        for stage in case.stages:
            before = [
                certain[other.key]
                for other in case.stages
                if other.key in certain and any(link.to == stage.key for link in other.links)
            ]
            if before:
                certain[stage.key] = set.intersection(*before) | set(stage.papers)
    return certain


SHAPE: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    _keys, _references, _questions, _graph, _rubric,
)  # fmt: skip
MEANING: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    _papers, _languages, _expert, _evidence_in_reach,
)  # fmt: skip
