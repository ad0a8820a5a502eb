"""What the marks in official texts lead to, looked up once for a whole page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from controllist import marks
from controllist.enums import Kind, PassageKind
from controllist.models import Edition, Entry, Line, Passage
from vocabulary.spelling import search_key

MAX_SHOWN = 700
_DEFINES = re.compile(
    r"['’](?: \([^)\n]{1,60}\))?\s*(?::|=|,? ?(?:means?|is|are|refers?|includes?|consists?|equals"
    r"|implies|do(?:es)? not include)\b)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term as it stands on a page: its definitions, of which there may be several."""

    passages: tuple[Passage, ...]

    @property
    def id(self) -> str:
        return f"term-{self.passages[0].pk}"

    @property
    def title(self) -> str:
        return self.passages[0].term

    @property
    def language(self) -> str:
        return self.passages[0].language

    @property
    def lines(self) -> list[str]:
        """The definitions, as far as a small window holds them."""
        kept: list[str] = []
        room = MAX_SHOWN
        for line in (line for passage in self.passages for line in passage.shown_text.split("\n")):
            if room <= 0:
                break
            kept.append(line if len(line) <= room + 80 else f"{line[:room].rpartition(' ')[0]} …")
            room -= len(line)
        return kept


@dataclass(frozen=True, slots=True)
class Marking:
    """What the texts of one page lead to. Without any of it they are plain text."""

    edition: str = ""
    entry: str = ""
    terms: dict[str, Term] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    popups: bool = True

    def term(self, text: str) -> Term | None:
        return self.terms.get(search_key(text))

    def own_anchor(self, text: str) -> str:
        return self.own.get(search_key(text), "")

    @property
    def windows(self) -> list[Term]:
        """Each definition that the page needs, once."""
        return list({term.id: term for term in self.terms.values()}.values())


def marking(
    edition: Edition,
    *,
    entry: Entry | None = None,
    lines: Sequence[Line] = (),
    passages: Sequence[Passage] = (),
    popups: bool = True,
) -> Marking:
    """Three queries, however many lines there are."""
    rows: list[Line | Passage] = [*lines, *passages]
    texts = [text for row in rows for text in (row.text, row.text_ru) if text]
    category = entry.category if entry else ""
    return Marking(
        edition=edition.key,
        entry=entry.code if entry else "",
        terms=_terms(edition, marks.terms(texts), category),
        own=_own(lines, passages),
        entries=_entries(edition, marks.entries(texts)),
        popups=popups,
    )


def _terms(edition: Edition, quoted: Iterable[str], category: str) -> dict[str, Term]:
    wanted = {search_key(text) for text in quoted}
    defined = Passage.objects.filter(edition=edition, kind=PassageKind.DEFINITION)
    keys: dict[str, list[int]] = {}
    for pk, names in defined.exclude(names="").values_list("pk", "names"):
        for key in wanted.intersection(names.strip("|").split("|")):
            keys.setdefault(key, []).append(pk)
    rows = Passage.objects.in_bulk({pk for pks in keys.values() for pk in pks}) if keys else {}
    return {key: Term(_fitting([rows[pk] for pk in pks], category)) for key, pks in keys.items()}


def _fitting(defined: list[Passage], category: str) -> tuple[Passage, ...]:
    """Of several definitions those that the entry's category uses, if any does."""
    fitting = [row for row in defined if category and category in row.about.split()]
    return tuple(fitting or defined)


def _entries(edition: Edition, codes: set[str]) -> frozenset[str]:
    if not codes:
        return frozenset()
    known = Entry.objects.filter(edition=edition, code__in=codes)
    return frozenset(known.values_list("code", flat=True))


def _own(lines: Sequence[Line], passages: Sequence[Passage]) -> dict[str, str]:
    """Where each term in single quotes is explained: a note that says what it means first."""
    found: dict[str, tuple[int, str]] = {}
    notes = [(line.text, line.anchor, line.kind) for line in lines if line.kind != Kind.PROVISION]
    notes += [(passage.text, passage.anchor, passage.kind) for passage in passages]
    for text, anchor, kind in notes:
        for term in marks.own_terms(text):
            rank = 2 * (not _defines(text, term)) + (kind != Kind.TECHNICAL_NOTE)
            key = search_key(term)
            if key and (key not in found or rank < found[key][0]):
                found[key] = rank, anchor
    return {key: anchor for key, (_rank, anchor) in found.items()}


def _defines(text: str, term: str) -> bool:
    at = text.find(term)
    return at >= 0 and _DEFINES.match(text, at + len(term)) is not None
