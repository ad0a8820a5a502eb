"""Criteria held against the text: every path exists, every number stands at its path.

Numbers are compared by value, as the list writes them: `12,7 × 10⁶`, `1 000 000`, `five or more`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from controllist.criteria.entries import Entry
from controllist.criteria.facts import Family
from controllist.criteria.formula import Formula
from controllist.criteria.joining import Count
from controllist.criteria.nodes import Compare, Lookup, Node, Release, Specified

# (path, kind of line) -> its text; section notes stand under their own title.
Text = Mapping[tuple[str, str], str]
KINDS = ("provision", "note", "technical_note", "nb")
PHYSICAL = {Fraction("9.80665")}
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twenty": 20, "multiphase": 2, "single": 1, "both": 2,
}  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<mantissa>\d+(?:[.,]\d+)?)(?:\s*[×x*]\s*10\s*\^?\s*(?P<power>[-\u2212]?\d{1,2}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)
_TEN = re.compile(r"(?<![\d.,])10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^?[-\u2212]\d{1,2})")
_SIGNS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹\u2212^", "-0123456789- ")


@dataclass(frozen=True, slots=True)
class Finding:
    """What could not be confirmed: `reason` is `no_such_path`, `number_not_there`."""

    entry: str
    path: str
    reason: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    leaves: int
    confirmed: int
    findings: tuple[Finding, ...]


def numbers_in(text: str) -> set[Fraction]:
    """Every number that a text holds, in every way it may be read."""
    found = {
        Fraction(value)
        for word, value in WORDS.items()
        if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    }
    for plain in (text, _THOUSANDS.sub("", text)):
        for match in _NUMBER.finditer(plain):
            mantissa = Fraction(match["mantissa"].replace(",", "."))
            found.add(mantissa)
            if match["power"]:
                found.add(mantissa * Fraction(10) ** int(match["power"].translate(_SIGNS)))
        for match in _TEN.finditer(plain):
            found.add(Fraction(10) ** int(match["power"].translate(_SIGNS)))
    return found


def check(entries: Iterable[Entry], families: Iterable[Family], text: Text) -> Report:
    """Hold entries against an edition's text."""
    known = {path for path, _kind in text}
    leaves = confirmed = 0
    findings: list[Finding] = []
    for entry in entries:
        for node, release in _nodes(entry):
            findings += _paths(entry, node, release, known)
            wanted = list(_numbers(node))
            if not wanted:
                continue
            leaves += 1
            missing = [one for one in wanted if one not in _there(node, release, text)]
            confirmed += not missing
            path = release.path if release else node.path
            findings += [
                Finding(entry.code, path, "number_not_there", _plain(one)) for one in missing
            ]
    for family in families:
        findings += _terms(family, text)
    return Report(leaves, confirmed, tuple(dict.fromkeys(findings)))


def _nodes(entry: Entry) -> Iterator[tuple[Node, Release | None]]:
    for rule in entry.rules:
        yield from _below(rule.node, None)


def _below(node: Node, release: Release | None) -> Iterator[tuple[Node, Release | None]]:
    yield node, release
    for part in node.parts():
        yield from _below(part, release)
    for note in node.releases:
        yield from _below(note.when, note)


def _paths(entry: Entry, node: Node, release: Release | None, known: set[str]) -> Iterator[Finding]:
    named = [node.stands_at or node.path]
    named += [release.path] if release and not node.stands_at else []
    named += list(node.lines.values()) if isinstance(node, Lookup) else []
    named += list(node.paths) if isinstance(node, Specified) else []
    for path in named:
        if path and path not in known:
            yield Finding(entry.code, path, "no_such_path")


def _numbers(node: Node) -> Iterator[Fraction]:
    if isinstance(node, Compare):
        if isinstance(node.bound, Formula):
            yield from node.bound.numbers
        elif node.shown is not None and node.shown.number != 0:
            yield abs(node.shown.number)
    elif isinstance(node, Count):
        yield Fraction(node.least)


def _there(node: Node, release: Release | None, text: Text) -> set[Fraction]:
    """Numbers at the node's line and its notes; inside a release, at the note and its line."""
    places = [node.stands_at or node.path]
    places += [release.path] if release else []
    whole = " ; ".join(text.get((place, kind), "") for place in places for kind in KINDS)
    if release and release.kind == "section_note":
        whole += " ; ".join(one for (_path, kind), one in text.items() if kind == "section_note")
    return numbers_in(whole)


def _terms(family: Family, text: Text) -> Iterator[Finding]:
    for term in family.terms.values():
        lines = " ; ".join(text.get((term.source, kind), "") for kind in KINDS)
        if not lines.strip(" ;"):
            continue
        there = numbers_in(lines) | PHYSICAL
        for _when, formula in term.cases:
            for one in formula.numbers:
                if one not in there:
                    yield Finding(family.name, term.source, "number_not_there", _plain(one))


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def cited(entry: Entry) -> list[str]:
    """Every path the rules of an entry come from, each once, in order."""
    return list(dict.fromkeys(node.path for node in entry.nodes() if node.path))
