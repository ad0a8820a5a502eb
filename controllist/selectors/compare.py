"""Entries side by side, and which others are worth putting beside them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import get_language

from controllist import families
from controllist.codes import ENTRY
from controllist.enums import Kind
from controllist.families import Family
from controllist.models import Edition, Entry, Line
from controllist.selectors.trees import Node, grow
from vocabulary.spelling import fold_lookalikes
from vocabulary.yamlfile import BadFile

FEWEST, MOST = 2, families.MOST
MAX_TYPED = 200
MAX_COMPANIONS = 8
# A code on the way: spaces between its signs, and the path that may follow.
HEAD = re.compile(r"(?<![0-9A-Z])[0-9] ?[A-E] ?[0-9] ?[0-9] ?[0-9](?![0-9])")
TAIL = re.compile(
    r"(?:\.?(?:[A-Z]{1,2}(?![A-Z])|[0-9]{1,2}(?![0-9])))*"
    r"(?:[.\s]+(?:[A-Z]{1,2}|[0-9]{1,2})(?![0-9A-Z]))*[.\s]*"
)
QUOTES = str.maketrans(dict.fromkeys("«»“”\"'()[]", " "))
BETWEEN = re.compile(r"[\s,;:/|+&.-]+")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Typed:
    """Codes that were read, each once, and the words that are none."""

    codes: tuple[str, ...]
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Column:
    """An entry as it stands beside others: its head, what is controlled, and notes apart."""

    entry: Entry
    head: Line | None = None
    nodes: list[Node] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Companion:
    entry: Entry
    # Codes of compared entries whose text refers to it; none when a family names it.
    named_by: tuple[str, ...] = ()


def read_codes(text: str) -> Typed:
    """Entry codes as people type them, in either alphabet and with paths, which are left out.

    Words between the codes do not matter, as long as there are codes and the words no digits.
    """
    typed = text[:MAX_TYPED].translate(QUOTES)
    folded = fold_lookalikes(typed)
    codes: dict[str, None] = {}
    unread: list[str] = []
    at = 0
    for match in HEAD.finditer(folded):
        if match.start() < at:
            continue
        unread += _words(folded, typed, at, match.start())
        codes[match[0].replace(" ", "")] = None
        tail = TAIL.match(folded, match.end())
        at = tail.end() if tail else match.end()
    unread += _words(folded, typed, at, len(folded))
    if codes:
        unread = [word for word in unread if any(sign.isdigit() for sign in word)]
    return Typed(tuple(codes), tuple(unread))


def _words(folded: str, typed: str, start: int, end: int) -> list[str]:
    """As typed where folding kept the length, which it does for all but a few odd letters."""
    shown = typed if len(folded) == len(typed) else folded
    return [word for word in BETWEEN.split(shown[start:end]) if word]


def known(edition: Edition, codes: Sequence[str]) -> list[Entry]:
    """The entries of these codes, in this order; those that the edition lacks are left out."""
    found = {row.code: row for row in Entry.objects.filter(edition=edition, code__in=codes)}
    return [found[code] for code in codes if code in found]


def columns(entries: Sequence[Entry]) -> list[Column]:
    """One query, however many entries and lines."""
    lines: dict[str, list[Line]] = defaultdict(list)
    if entries:
        rows = Line.objects.filter(
            edition=entries[0].edition_id, code__in=[entry.code for entry in entries]
        )
        for line in rows.order_by("position", "path", "kind", "ordinal"):
            lines[line.code].append(line)
    return [_column(entry, lines[entry.code]) for entry in entries]


def _column(entry: Entry, lines: list[Line]) -> Column:
    provisions = [line for line in lines if line.kind == Kind.PROVISION]
    notes = [line for line in lines if line.kind != Kind.PROVISION]
    nodes = grow(provisions)
    root = next((node for node in nodes if node.line.path == entry.code), None)
    rest = [node for node in nodes if node is not root]
    below = [*root.children, *rest] if root else rest
    return Column(entry, root.line if root else None, below, notes)


def companions(entries: Sequence[Entry]) -> list[Companion]:
    """What is read beside these: named in their N.B. texts first, then in a family with them."""
    if not entries:
        return []
    chosen = [entry.code for entry in entries]
    named = _named(entries)
    kin = [
        code
        for family in known_families()
        if set(family.codes) & set(chosen)
        for code in family.codes
    ]
    codes = [code for code in dict.fromkeys([*named, *kin]) if code not in chosen]
    found = known(entries[0].edition, codes)[:MAX_COMPANIONS]
    return [Companion(entry, tuple(named.get(entry.code, ()))) for entry in found]


def _named(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Codes in the N.B. texts of the entries, with the entries that name them."""
    found: dict[str, list[str]] = {}
    texts = Line.objects.filter(
        edition=entries[0].edition_id, code__in=[row.code for row in entries], kind=Kind.NB
    )
    for code, text in texts.order_by("position").values_list("code", "text"):
        for other in _codes_in(text):
            if code not in found.setdefault(other, []):
                found[other].append(code)
    return found


def _codes_in(text: str) -> Iterable[str]:
    return dict.fromkeys(match[0] for match in re.finditer(rf"\b{ENTRY.pattern}\b", text))


def reasons(codes: Sequence[str]) -> list[str]:
    """Why these are read together, in the reader's language: one reason for each family that has
    at least two of them, unless another has the same ones and more."""
    chosen = set(codes)
    shared = [(chosen & set(family.codes), family) for family in known_families()]
    return [
        why(family)
        for some, family in shared
        if len(some) >= FEWEST and not any(some < others for others, _family in shared)
    ]


def families_in(edition: Edition) -> list[tuple[Family, str]]:
    """The families all of whose entries the edition has, each with its reason. One query."""
    wanted = {code for family in known_families() for code in family.codes}
    there = set(
        Entry.objects.filter(edition=edition, code__in=wanted).values_list("code", flat=True)
    )
    return [(row, why(row)) for row in known_families() if set(row.codes) <= there]


def why(family: Family) -> str:
    return family.why.get(get_language() or "en") or family.why["en"]


def known_families() -> tuple[Family, ...]:
    path = Path(settings.CONTENT_DIR) / "catalogue" / "compare.yaml"
    try:
        return _families(path, path.stat().st_mtime_ns)
    except (OSError, BadFile) as error:
        # The page works without; `load_content` is where the file's mistakes are refused.
        log.warning("families_unread", reason=str(error))
        return ()


@lru_cache(maxsize=4)
def _families(path: Path, stamp: int) -> tuple[Family, ...]:
    return families.read(path)
