"""What a case is made of. Field names are the schema of `case.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

Text = Mapping[str, str]
Day = date
LANGUAGES = ("en", "ru")
PaperKind = Literal[
    "application", "statement", "invoice", "datasheet", "registry", "letter", "note", "notice",
    "certificate", "opinion",
]  # fmt: skip
QuestionKind = Literal["single", "multiple"]
Part = Literal["decisions", "reasons"]


@dataclass(frozen=True)
class Line:
    """One numbered line of a paper: a sentence, or the cells of a row under `columns`."""

    text: Text | None = None
    label: Text | None = None
    cells: tuple[Text, ...] = ()

    def plain(self, language: str) -> str:
        if self.text is not None:
            return self.text[language]
        return " · ".join(cell[language] for cell in self.cells)


@dataclass(frozen=True)
class Paper:
    """A document. Without a date it bears the day on which it arrives. `noise` proves nothing;
    what is `confidential` never goes into the decision letter."""

    key: str
    kind: PaperKind
    title: Text
    sender: Text
    lines: tuple[Line, ...]
    date: Day | None = None
    reference: str = ""
    recipient: Text | None = None
    heading: Text | None = None
    columns: tuple[Text, ...] = ()
    signed: Text | None = None
    noise: bool = False
    confidential: bool = False


@dataclass(frozen=True)
class Option:
    """A choice. `credit` lies in [-1, 1]; `papers` arrive because it was chosen."""

    key: str
    text: Text
    credit: Fraction
    feedback: Text
    effects: Mapping[str, int] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    letter: Text | None = None
    alone: bool = False


@dataclass(frozen=True)
class Evidence:
    """The lines that prove an answer: `enough` of `relevant` give full recall, `acceptable` lines
    neither help nor harm, any other line costs precision."""

    relevant: tuple[str, ...]
    enough: int
    why: Text
    acceptable: tuple[str, ...] = ()
    required: int = 1


@dataclass(frozen=True)
class Question:
    key: str
    kind: QuestionKind
    prompt: Text
    options: tuple[Option, ...]
    why: Text
    hint: Text | None = None
    part: Part = "decisions"
    points: Fraction = Fraction(1)
    evidence: Evidence | None = None
    own_words: Text | None = None

    @cached_property
    def option_by_key(self) -> dict[str, Option]:
        return {option.key: option for option in self.options}


@dataclass(frozen=True)
class Condition:
    """True when everything it names holds: an option of a question of this stage was chosen (any
    of them), or a variable lies within bounds (`days` counts working days)."""

    question: str = ""
    chosen: tuple[str, ...] = ()
    variable: str = ""
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Link:
    """Where the story goes. The first link whose conditions hold is taken."""

    to: str
    text: Text
    when: tuple[Condition, ...] = ()
    days: int = 0
    effects: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    key: str
    title: Text
    situation: Text
    questions: tuple[Question, ...]
    links: tuple[Link, ...]
    papers: tuple[str, ...] = ()

    @cached_property
    def question_by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}


@dataclass(frozen=True)
class Ending:
    key: str
    title: Text
    text: Text
    good: bool = False


@dataclass(frozen=True)
class Limit:
    """A time limit of the law in working days, running from the opening of a stage (and shown
    until the stage `until` is opened)."""

    key: str
    title: Text
    days: int
    stage: str
    source: Text
    until: str = ""


@dataclass(frozen=True)
class Holiday:
    date: date
    title: Text


@dataclass(frozen=True)
class Clock:
    start: date
    limits: tuple[Limit, ...]
    holidays: tuple[Holiday, ...] = ()
    weekend: tuple[int, ...] = (6, 7)

    @cached_property
    def closed(self) -> frozenset[date]:
        return frozenset(holiday.date for holiday in self.holidays)


@dataclass(frozen=True)
class Timing:
    """Full marks up to `full` working days, none from `none` on, in proportion between."""

    full: int
    none: int


@dataclass(frozen=True)
class Rubric:
    decisions: Fraction
    evidence: Fraction
    reasons: Fraction
    time: Fraction
    timing: Timing


@dataclass(frozen=True)
class Answer:
    """What the expert answers to one question."""

    question: str
    chosen: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    words: Text | None = None


@dataclass(frozen=True)
class ExpertStage:
    stage: str
    answers: tuple[Answer, ...]
    note: Text


@dataclass(frozen=True)
class Letter:
    """The decision letter: opening, then for each question its heading and what was chosen."""

    stage: str
    title: Text
    authority: Text
    addressee: Text
    opening: Text
    questions: tuple[str, ...]
    headings: tuple[Text, ...]
    closing: Text
    facts: Text


@dataclass(frozen=True)
class Source:
    key: str
    title: Text


@dataclass(frozen=True)
class Case:
    key: str
    title: Text
    summary: Text
    role: Text
    scoring: Text
    level: Literal["foundation", "practitioner"]
    minutes: int
    pass_mark: Fraction
    edition: str
    law: Text
    clock: Clock
    first: str
    variables: Mapping[str, int]
    rubric: Rubric
    stages: tuple[Stage, ...]
    endings: tuple[Ending, ...]
    expert: tuple[ExpertStage, ...]
    letter: Letter
    sources: tuple[Source, ...]
    objectives: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    @cached_property
    def stage_by_key(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def paper_by_key(self) -> dict[str, Paper]:
        return {paper.key: paper for paper in self.papers}

    @cached_property
    def ending_by_key(self) -> dict[str, Ending]:
        return {ending.key: ending for ending in self.endings}

    @cached_property
    def expert_by_stage(self) -> dict[str, ExpertStage]:
        return {expert.stage: expert for expert in self.expert}

    @cached_property
    def line_by_ref(self) -> dict[str, Line]:
        """Lines by reference: `invoice.3` is the third line of the paper `invoice`."""
        return {
            f"{paper.key}.{number}": line
            for paper in self.papers
            for number, line in enumerate(paper.lines, 1)
        }
