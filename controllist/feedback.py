"""What the rules found, in words: each criterion with its value, threshold and what became of it.

Nothing here decides anything; results keep codes, so that wording and language may change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from controllist.criteria import Candidate, Entry, Result, Rulebook, Status, Trace
from controllist.criteria.facts import Family, Mistake, Texts
from controllist.criteria.formula import parse as parse_formula
from controllist.criteria.quantities import convert
from controllist.criteria.thresholds import Drift, thresholds
from controllist.criteria.unit_table import UNITS
from controllist.criteria.verdicts import Value
from controllist.datasheets.drawing import significant
from controllist.datasheets.showing import YES_NO, quantity_texts

SHOWN_DIGITS = 5
EXACT_DIGITS = 6
JOINED = ("all", "any", "count", "not", "every")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the trace. `path` may be linked; `state` is met, missed, released, undecided."""

    text: str
    state: str
    word: str
    path: str = ""
    note: str = ""
    children: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One competing entry, as a classifier would report on it."""

    code: str
    state: str
    word: str
    line: str
    sentence: str
    criteria: tuple[Criterion, ...] = ()
    questions: tuple[str, ...] = ()
    scope: str = ""
    missing: tuple[str, ...] = field(default=())


def explain(result: Result, book: Rulebook, captions: Mapping[str, str]) -> list[Reading]:
    """Every candidate in reading order; `captions` are our words for paths in this language."""
    family = book.family_of.get(result.kind)
    if family is None:
        return []
    words = _Words(family, captions)
    return [words.reading(candidate) for candidate in result.candidates]


def paths_of(result: Result) -> list[str]:
    """The paths whose captions an explanation needs."""
    found: dict[str, None] = {}
    for candidate in result.candidates:
        found[candidate.code] = None
        for tree in candidate.trace:
            found |= dict.fromkeys(_paths(tree))
    return [path for path in found if path]


def _paths(trace: Trace) -> Iterator[str]:
    yield trace.path
    for child in (*trace.children, *trace.releases):
        yield from _paths(child)


def _open(trace: Trace) -> Iterator[Trace]:
    """The comparisons on which an undecided criterion hangs, and no others."""
    if trace.status is not Status.UNDECIDED:
        return
    if not trace.children:
        yield trace
    for child in trace.children:
        yield from _open(child)


def said(texts: Texts | None) -> str:
    """The text in the reader's language."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return (texts or {}).get(code) or (texts or {}).get("en", "")


def quantity(value: Fraction, unit: str) -> str:
    """A value in a unit: exact where a few decimals say it, rounded with ≈ where they do not."""
    scaled = value * 10**EXACT_DIGITS
    if scaled.denominator == 1:
        return said(quantity_texts(value, unit))
    return f"≈ {said(quantity_texts(significant(value, SHOWN_DIGITS), unit))}"


def word(status: str) -> str:
    return {
        "met": pgettext("criterion", "met"),
        "missed": pgettext("criterion", "not met"),
        "released": pgettext("criterion", "released by a note"),
        "undecided": pgettext("criterion", "cannot be decided"),
    }[status]


class _Words:
    """Traces of one family in the reader's language."""

    def __init__(self, family: Family, captions: Mapping[str, str]) -> None:
        self.family, self.captions = family, captions

    def reading(self, candidate: Candidate) -> Reading:
        trees = candidate.trace
        return Reading(
            code=candidate.code,
            state=str(candidate.status),
            word=word(candidate.status),
            line=candidate.line,
            sentence=self.sentence(candidate),
            criteria=tuple(self.criterion(tree, "") for tree in trees),
            questions=tuple(said(texts) for texts in candidate.entry.questions),
            scope=said(candidate.entry.scope),
            missing=tuple(dict.fromkeys(self._missing(trees))),
        )

    def sentence(self, candidate: Candidate) -> str:
        texts = {
            Status.MET: _("%(code)s catches the item; the line %(line)s decides."),
            Status.RELEASED: _("%(code)s would catch the item, but a note releases it."),
            Status.UNDECIDED: _("%(code)s cannot be decided: a fact is missing."),
            Status.MISSED: _("%(code)s does not catch the item."),
        }
        return texts[candidate.status] % {"code": candidate.code, "line": candidate.line}

    def _missing(self, trees: Sequence[Trace]) -> Iterator[str]:
        """What the sheet does not say and the rules ask; what only the authority can decide."""
        for leaf in (leaf for tree in trees for leaf in _open(tree)):
            if leaf.fact:
                spec = self.family.facts.get(leaf.fact)
                label = self.label(leaf.fact)
                if spec is not None and spec.judgement:
                    yield _("%(fact)s (a question to the authority)") % {"fact": label}
                else:
                    yield label

    def criterion(self, trace: Trace, above: str) -> Criterion:
        children = tuple(self.criterion(child, trace.path) for child in trace.children)
        children += tuple(self.release(release) for release in trace.releases)
        return Criterion(
            text=self.text(trace, above),
            state=str(trace.status),
            word=word(trace.status),
            path=trace.path if trace.path != above else "",
            note=_("not stated: taken as “%(value)s”") % {"value": self.value(trace)}
            if trace.presumed
            else "",
            children=children,
        )

    def release(self, trace: Trace) -> Criterion:
        kind, _sep, number = trace.note.partition(":")
        name = {
            "technical_note": _("Technical note %(number)s to %(path)s"),
            "section_note": _("Section note %(number)s"),
            "nb": _("N.B. %(number)s to %(path)s"),
        }.get(kind, _("Note %(number)s to %(path)s"))
        text = " ".join((name % {"number": number, "path": trace.path}).split())
        state = "released" if trace.status is Status.MET else "still"
        said_ = {
            Status.MET: pgettext("note", "releases"),
            Status.UNDECIDED: pgettext("note", "releases only if it is shown"),
        }.get(trace.status, pgettext("note", "does not release"))
        children = tuple(self.criterion(child, trace.path) for child in trace.children)
        return Criterion(text, state, said_, children=children)

    def text(self, trace: Trace, above: str) -> str:
        if trace.op in JOINED:
            return self.joined(trace, above)
        if trace.op in ("other_than", "specified_in"):
            paths = ", ".join(trace.refs)
            if trace.op == "other_than":
                return _("Not specified in %(paths)s") % {"paths": paths}
            return _("Specified in %(paths)s") % {"paths": paths}
        if not trace.fact:
            return self.captions.get(trace.path) or trace.path
        if trace.op in ("is", "has", "only", "named"):
            return self.choice(trace)
        return self.comparison(trace)

    def joined(self, trace: Trace, above: str) -> str:
        heads = {
            "all": _("All of the following"),
            "any": _("Any one of the following"),
            "count": _("At least %(least)s of the following")
            % {"least": trace.bound.partition("|")[0]},
            "not": _("None of the following"),
            "every": _("%(fact)s: %(value)s, each of them listed")
            % {"fact": self.label(trace.fact), "value": self.value(trace)},
        }
        caption = self.captions.get(trace.path, "") if trace.path != above else ""
        if trace.op == "every" or not caption:
            return heads[trace.op]
        return caption

    def choice(self, trace: Trace) -> str:
        names = {"fact": self.label(trace.fact), "value": self.value(trace)}
        if trace.op == "named":
            return _("%(fact)s: %(value)s") % names
        wanted = ", ".join(self.chosen(trace.fact, ref) for ref in trace.refs)
        return _("%(fact)s: %(value)s; asked for: %(wanted)s") % {**names, "wanted": wanted}

    def comparison(self, trace: Trace) -> str:
        texts = {
            "more_than": _("%(fact)s: %(value)s; asked for: more than %(bound)s"),
            "at_least": _("%(fact)s: %(value)s; asked for: %(bound)s or more"),
            "less_than": _("%(fact)s: %(value)s; asked for: less than %(bound)s"),
            "at_most": _("%(fact)s: %(value)s; asked for: %(bound)s or less"),
            "better_less": _("%(fact)s: %(value)s; asked for: better (less) than %(bound)s"),
            "better_more": _("%(fact)s: %(value)s; asked for: better (more) than %(bound)s"),
            "good_less": _("%(fact)s: %(value)s; asked for: %(bound)s or better (less)"),
            "good_more": _("%(fact)s: %(value)s; asked for: %(bound)s or better (more)"),
        }
        bound, unit = self.bound(trace)
        value = self.value(trace, unit)
        return texts[trace.op] % {
            "fact": self.label(trace.fact),
            "value": value,
            "bound": bound,
        }

    def bound(self, trace: Trace) -> tuple[str, str]:
        """The threshold as the list writes it, and its unit."""
        _number, _sep, unit = trace.bound.partition("|")
        if trace.bound.startswith("="):
            unit = self.unit(trace.fact)
        return self.bound_words(trace.bound, trace.fact), unit

    def bound_words(self, bound: str, fact: str) -> str:
        if bound.startswith("="):
            return self.formula(bound[1:].strip(), self.unit(fact))
        number, _sep, unit = bound.partition("|")
        return said(quantity_texts(Fraction(number), unit))

    def formula(self, text: str, unit: str) -> str:
        """A threshold that depends on other facts, with their names in words."""
        names = sorted(parse_formula(text).names, key=len, reverse=True)
        for name in names:
            text = re.sub(rf"\b{name}\b", f"“{self.label(name)}”", text)
        sign = said({"en": UNITS[unit].en, "ru": UNITS[unit].ru})
        return f"{text.replace('*', '×')} {sign}".strip()

    def value(self, trace: Trace, unit: str = "") -> str:
        value = trace.value
        if value is None:
            return _("not stated")
        if isinstance(value, Fraction):
            own = self.unit(trace.fact)
            return quantity(convert(value, own, unit or own), unit or own)
        return self.value_word(trace.fact, value)

    def value_word(self, fact: str, value: Value) -> str:
        if isinstance(value, bool):
            return said(YES_NO[value])
        if isinstance(value, frozenset):
            return ", ".join(self.chosen(fact, one) for one in sorted(value))
        return self.chosen(fact, str(value))

    def chosen(self, fact: str, key: str) -> str:
        spec = self.family.facts.get(fact)
        if key in ("true", "false"):
            return said(YES_NO[key == "true"])
        return said(spec.choices.get(key)) if spec and key in spec.choices else key

    def label(self, fact: str) -> str:
        known = self.family.terms.get(fact) or self.family.facts.get(fact)
        return said(known.label) if known else ""

    def unit(self, fact: str) -> str:
        known = self.family.terms.get(fact) or self.family.facts.get(fact)
        return known.unit if known else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table of thresholds."""

    path: str
    label: str
    op: str
    bound: str
    before: str = ""


def figures(entry: Entry, book: Rulebook) -> list[Figure]:
    """The thresholds of an entry, as the list writes them, with what they measure."""
    rows = []
    for one in thresholds(entry):
        words = _Words(book.family_of[one.kind], {})
        bound = words.bound_words(one.bound, one.fact)
        rows.append(Figure(one.path, words.label(one.fact), operator(one.op), bound))
    return rows


def drifted(changes: Sequence[Drift], book: Rulebook) -> list[Figure]:
    """Thresholds that differ between two editions, before and after."""
    rows = []
    for one in changes:
        words = _Words(book.family_of[one.kind], {})
        rows.append(
            Figure(
                one.path,
                words.label(one.fact),
                operator(one.op),
                words.bound_words(one.after, one.fact) if one.after else _("no figure"),
                words.bound_words(one.before, one.fact) if one.before else _("no figure"),
            )
        )
    return rows


def operator(op: str) -> str:
    """How a figure is compared, in words short enough for a table."""
    return {
        "more_than": pgettext("threshold", "more than"),
        "at_least": pgettext("threshold", "at least"),
        "less_than": pgettext("threshold", "less than"),
        "at_most": pgettext("threshold", "at most"),
        "better_less": pgettext("threshold", "better (less) than"),
        "better_more": pgettext("threshold", "better (more) than"),
        "good_less": pgettext("threshold", "as good as or better (less) than"),
        "good_more": pgettext("threshold", "as good as or better (more) than"),
    }[op]


def mistake(found: Mistake, family: Family) -> str:
    """Why a value that was typed cannot be taken."""
    spec = family.facts.get(found.fact)
    names = {"fact": said(spec.label) if spec else found.fact, "shown": found.shown}
    texts = {
        "not_a_number": _("%(fact)s: write a number, such as 0.5 or 0,5, with its unit."),
        "unknown_unit": _("%(fact)s: the unit “%(shown)s” is not known."),
        "other_quantity": _("%(fact)s: “%(shown)s” measures another quantity."),
        "unknown_choice": _("%(fact)s: choose one of the values offered."),
        "not_yes_or_no": _("%(fact)s: answer yes or no."),
        "unknown_fact": _("“%(fact)s” is not asked of this item."),
        "contradiction": _("%(fact)s contradicts another value. Check both."),
    }
    return texts[found.code] % names
