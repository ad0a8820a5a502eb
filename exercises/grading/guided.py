"""A classification in steps: what it is, which parameters count, which entries compete, which line
decides, which note releases, and what is left to ask when nothing is listed.

The steps and their keys are computed from a sheet and the rules that are frozen with the item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from controllist.codes import NOT_LISTED
from controllist.criteria import Result, Rulebook, Status, codec
from controllist.criteria.nodes import Release
from controllist.datasheets import Line, Template, keyed, load_template
from exercises.grading.items import ChoiceItem, ClassificationItem, Option

SUBJECT, PARAMETERS, COMPETE, CODE, NOTE, REMAINS = (
    "subject", "parameters", "compete", "code", "note", "remains",
)  # fmt: skip
WEIGHTS = {SUBJECT: 15, PARAMETERS: 15, COMPETE: 15, CODE: 40, NOTE: 10, REMAINS: 10}
NO_NOTE = "none"
# What is left to ask of an item that no entry catches: the catch-all articles; and three questions
# that people ask instead.
ARTICLES = ("article-4", "article-5", "article-9", "article-10")
BESIDE_THE_POINT = ("customs-code", "value", "shipped-before")
GROUPS = "ABCDE"


@dataclass(frozen=True, slots=True)
class GuidedStep:
    name: str
    item: ChoiceItem | ClassificationItem

    @property
    def weight(self) -> int:
        return WEIGHTS[self.name]


@dataclass(frozen=True, slots=True)
class GuidedItem:
    """The steps that count for this very sheet."""

    steps: tuple[GuidedStep, ...]


@dataclass(frozen=True)
class DatasheetItem:
    """A template with the rules it was published with. `mode`: guided, or free (code only)."""

    spec: Mapping[str, Any]
    criteria: Mapping[str, Any]
    edition: str
    mode: str = "guided"

    @cached_property
    def book(self) -> Rulebook:
        return codec.load_book(self.criteria["families"], self.criteria["entries"], self.edition)

    @cached_property
    def template(self) -> Template:
        return load_template(self.spec, self.book.family_of)

    def result(self, lines: Sequence[Line]) -> Result:
        return keyed(self.template, lines, self.book)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a step lets choose from: option keys in a fixed order. Nothing here tells the answer."""

    parameters: tuple[str, ...] = ()
    compete: tuple[str, ...] = ()
    notes: tuple[tuple[str, Release], ...] = ()
    steps: tuple[str, ...] = field(default=())


def offer(item: DatasheetItem, lines: Sequence[Line]) -> Offer:
    """The options of every step, the same whatever the answer is."""
    notes = tuple(releases(item).items())
    steps = [SUBJECT, PARAMETERS, COMPETE, CODE, NOTE, REMAINS]
    if item.mode == "free":
        steps = [CODE, REMAINS]
    elif not notes:
        steps.remove(NOTE)
    return Offer(
        parameters=tuple(str(number) for number in range(1, len(lines) + 1)),
        compete=tuple(sorted({*_competing(item), *item.template.decoys})),
        notes=notes,
        steps=tuple(steps),
    )


def guided(item: DatasheetItem, lines: Sequence[Line]) -> GuidedItem:
    """The key of each step for this sheet. The last step counts only where nothing is listed."""
    result = item.result(lines)
    made: dict[str, ChoiceItem | ClassificationItem] = {
        SUBJECT: _subject(item, result),
        PARAMETERS: _parameters(item, lines),
        COMPETE: _several(offer(item, lines).compete, _competing(item)),
        CODE: _code(result),
        NOTE: _note(item, result),
    }
    if not result.caught:
        made[REMAINS] = _several((*ARTICLES, *BESIDE_THE_POINT), ARTICLES)
    steps = offer(item, lines).steps
    return GuidedItem(tuple(GuidedStep(name, one) for name, one in made.items() if name in steps))


def _competing(item: DatasheetItem) -> tuple[str, ...]:
    return tuple(entry.code for entry in item.book.competing(item.template.kind))


def _subject(item: DatasheetItem, result: Result) -> ChoiceItem:
    """Category and group: of the entry that catches the item, or of any that speaks of it."""
    codes = [one.code for one in result.caught] or list(_competing(item))
    right = {code[:2] for code in codes}
    subjects = [f"{digit}{letter}" for digit in range(10) for letter in GROUPS]
    half = {code[0] for code in codes}
    return ChoiceItem(tuple(Option(one, _share(one, right, half)) for one in subjects))


def _share(subject: str, right: set[str], categories: set[str]) -> Fraction:
    if subject in right:
        return Fraction(1)
    return Fraction(1, 2) if subject[0] in categories else Fraction(0)


def _parameters(item: DatasheetItem, lines: Sequence[Line]) -> ChoiceItem:
    asked = {spec.name for spec in item.book.asks(item.template.kind)}
    rows = item.template.rows
    keys = [str(number) for number in range(1, len(lines) + 1)]
    right = [key for key, line in zip(keys, lines, strict=True) if rows[line.row].fact in asked]
    return _several(keys, right)


def _several(keys: Iterable[str], right: Iterable[str]) -> ChoiceItem:
    wanted = set(right)
    options = tuple(Option(key, Fraction(int(key in wanted))) for key in keys)
    return ChoiceItem(options, multiple=True)


def _code(result: Result) -> ClassificationItem:
    lines = tuple(line for one in result.caught for line in one.lines)
    return ClassificationItem(lines or (NOT_LISTED,), result.line)


def _note(item: DatasheetItem, result: Result) -> ChoiceItem:
    """The note that takes the item out, or none."""
    met = {
        note_key(trace.path, trace.note)
        for one in result.candidates
        if one.status is Status.RELEASED
        for trace in one.released_by()
    }
    right = (met if not result.caught else set()) or {NO_NOTE}
    keys = (*releases(item), NO_NOTE)
    return ChoiceItem(tuple(Option(key, Fraction(int(key in right))) for key in keys))


def releases(item: DatasheetItem) -> dict[str, Release]:
    """Every note that could release this kind of item, by key, in reading order."""
    found: dict[str, Release] = {}
    book, kind = item.book, item.template.kind
    for entry in book.competing(kind):
        for rule in book.rules(entry, kind):
            for node in rule.nodes():
                for release in node.releases:
                    found.setdefault(
                        note_key(release.path, f"{release.kind}:{release.number}"), release
                    )
    return found


def note_key(path: str, note: str) -> str:
    return f"{path}:{note}"
