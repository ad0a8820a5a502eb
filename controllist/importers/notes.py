"""Load the definitions, acronyms, notes and articles of an edition: all of them or nothing.

The file has one JSON object a line with `kind`, `title` and `text` (and `text_ru`, where there is a
Russian text of the same parts). Each text holds many definitions or notes; `splitting` takes them
apart, and what it cannot take apart stays one text.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from controllist.enums import PassageKind
from controllist.importers import splitting
from controllist.importers.jsonl import json_object, numbered_lines, texts
from controllist.importers.outcome import Row
from controllist.importers.reading import MAX_MISTAKES, AnotherKind, Mistake, whole
from controllist.importers.splitting import Piece
from controllist.models import Edition, Passage
from controllist.services import OutsideText, Tally, put_passages
from vocabulary.reports import FileReport, Refused

MAX_TEXT = 200_000
MAX_PIECE = 50_000
REQUIRED = {"kind", "title", "text"}
OPTIONAL = {"text_ru"}
# A file without these is cut off, or no such file.
EXPECTED = ("general_notes", "definitions_annex")
WHOLE = {
    "general_software_note": PassageKind.GENERAL_SOFTWARE_NOTE,
    "general_technology_note": PassageKind.GENERAL_TECHNOLOGY_NOTE,
    "information_security_note": PassageKind.INFORMATION_SECURITY_NOTE,
    "nuclear_software_note": PassageKind.NUCLEAR_SOFTWARE_NOTE,
    "nuclear_technology_note": PassageKind.NUCLEAR_TECHNOLOGY_NOTE,
}
SPLIT: dict[str, tuple[PassageKind, Callable[[str], list[Piece]]]] = {
    "acronyms": (PassageKind.ACRONYM, splitting.acronyms),
    "definitions_annex": (PassageKind.DEFINITION, splitting.definitions),
    "general_notes": (PassageKind.GENERAL_NOTE, splitting.notes),
    "category_note": (PassageKind.CATEGORY_NOTE, splitting.notes),
    "section_note": (PassageKind.SECTION_NOTE, splitting.notes),
    **{kind: (ours, splitting.whole) for kind, ours in WHOLE.items()},
}
OF_A_CATEGORY = {"category_note", "section_note"}
_ARTICLE_KIND = re.compile(r"article_(\d{1,2})")
_ARTICLE = re.compile(r"Article (\d{1,2})\b")
_CATEGORY = re.compile(r"Category ([0-9])\b")
_SECTION = re.compile(r"— ([0-9][A-E])\b")
_PART = re.compile(r"\bPart ([12])\b")
# The table of coating techniques and what belongs to it: entries under technology only.
_TECHNOLOGY = re.compile(r"DEPOSITION TECHNIQUES", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the file, and how many texts it holds."""

    line: int
    kind: str
    title: str
    pieces: int


@dataclass(frozen=True, slots=True)
class NotesReport:
    edition: str
    tally: Tally
    found: tuple[Found, ...]
    written: bool = True
    rows: tuple[Row, ...] = field(default=(), repr=False)


@dataclass(slots=True)
class _Reading:
    rows: list[OutsideText] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    mistakes: list[tuple[int | None, str]] = field(default_factory=list)


def import_notes(path: Path, *, edition: str, dry_run: bool = False) -> NotesReport:
    """Raises Refused with file, line and reason; then nothing is written."""
    chosen = Edition.objects.filter(key=edition).first()
    reading = _read(path)
    if chosen is None:
        reading.mistakes.insert(0, (None, f"there is no edition {edition[:20]}"))
    if chosen is None or reading.mistakes:
        raise Refused(
            [FileReport(path.name, "refused", reason, line) for line, reason in reading.mistakes]
        )
    before = dict(Passage.objects.filter(edition=chosen).values_list("anchor", "text"))
    with transaction.atomic():
        tally = put_passages(edition=chosen, rows=reading.rows)
        transaction.set_rollback(dry_run)
    rows = tuple(_outcome(reading, before))
    return NotesReport(edition, tally, tuple(reading.found), not dry_run, rows)


def _outcome(reading: _Reading, before: dict[str, str]) -> Iterator[Row]:
    """What became of each text, with the line of the file that holds it."""
    lines = (one.line for one in reading.found for _ in range(one.pieces))
    for line, row in zip(lines, reading.rows, strict=True):
        was = before.pop(row.anchor, None)
        state = "new" if was is None else "as before" if was == row.text else "changed"
        yield Row(line, row.anchor, row.kind, state, row.term or row.number)
    for anchor in before:
        yield Row(None, anchor, "", "gone")


def looks_like_notes(path: Path) -> bool:
    """Whether the first line is of this form; the other forms have other keys."""
    try:
        with path.open("rb") as file:
            first = next(numbered_lines(file.read(MAX_TEXT)), (0, b""))[1]
        return json_object(first, last=False).keys() >= REQUIRED - {"text"}
    except (OSError, ValueError, Mistake):
        return False


def _read(path: Path) -> _Reading:
    reading, taken = _Reading(), set[str]()
    try:
        lines = list(numbered_lines(whole(path)))
    except Mistake as mistake:
        reading.mistakes.append((None, str(mistake)))
        return reading
    for number, raw in lines:
        try:
            row = _row(raw, last=number == lines[-1][0])
            rows = list(_texts(row, taken))
        except Mistake as mistake:
            reading.mistakes.append((number, str(mistake)))
            if number == lines[0][0] and isinstance(mistake, AnotherKind):
                return reading
            if len(reading.mistakes) >= MAX_MISTAKES:
                reading.mistakes.append((None, f"reading stopped after {MAX_MISTAKES} mistakes"))
                return reading
            continue
        reading.rows += rows
        reading.found.append(Found(number, row["kind"], row["title"], len(rows)))
    reading.mistakes += _missing(reading, empty=not lines)
    return reading


def _missing(reading: _Reading, *, empty: bool) -> Iterator[tuple[int | None, str]]:
    if empty:
        yield None, "the file is empty"
        return
    absent = [kind for kind in EXPECTED if kind not in {one.kind for one in reading.found}]
    if absent and not reading.mistakes:
        yield None, f"no {' and no '.join(absent)}: the file is cut off or of another kind"


def _row(raw: bytes, *, last: bool) -> dict[str, str]:
    row = json_object(raw, last=last)
    missing, unknown = REQUIRED - row.keys(), row.keys() - REQUIRED - OPTIONAL
    if missing or unknown:
        named = ", ".join(sorted(str(key)[:20] for key in (missing or unknown)))
        what = "lacks" if missing else "has unknown"
        raise AnotherKind(f"is not a line of notes: it {what} {named} (expected kind, title, text)")
    checked = texts(row)
    if not checked["text"].strip():
        raise Mistake("the text is empty")
    if max(len(checked["text"]), len(checked.get("text_ru", ""))) > MAX_TEXT:
        raise Mistake(f"the text is longer than {MAX_TEXT} characters")
    if len(checked["title"]) > 300:
        raise Mistake("the title is longer than 300 characters")
    return checked


def _texts(row: dict[str, str], taken: set[str]) -> Iterator[OutsideText]:
    """What a line holds, piece by piece, each with an anchor of its own in the edition."""
    kind, scope = row["kind"], _scope(row)
    ours, split = _how(row)
    pieces = split(row["text"])
    russian = split(row["text_ru"]) if row.get("text_ru") else [Piece("")] * len(pieces)
    if len(russian) != len(pieces):
        parts = f"{len(russian)} parts, the English one {len(pieces)}"
        raise Mistake(f"the Russian text of “{kind[:40]}” has {parts}")
    for piece, other in zip(pieces, russian, strict=True):
        if len(piece.text) > MAX_PIECE or len(piece.term) > 200:
            raise Mistake(f"a part of “{kind[:40]}” is longer than {MAX_PIECE} characters")
        of_piece = _kind(ours, piece)
        yield OutsideText(
            anchor=_anchor(of_piece, scope, row["title"], piece, taken),
            kind=of_piece,
            scope=scope,
            title=row["title"].removesuffix(" — notes"),
            text=piece.text,
            text_ru=other.text,
            number=piece.number,
            term=piece.term,
            term_ru=other.term if other.term != piece.term else "",
            about=piece.about,
            names=piece.names,
        )


def _how(row: dict[str, str]) -> tuple[PassageKind, Callable[[str], list[Piece]]]:
    kind = row["kind"]
    if kind in SPLIT:
        return SPLIT[kind]
    number, titled = _ARTICLE_KIND.fullmatch(kind), _ARTICLE.match(row["title"])
    if number is None and kind != "definitions":
        known = ", ".join(sorted([*SPLIT, "article_N", "definitions"]))
        raise Mistake(f"“{kind[:40]}” is not a kind of notes (known: {known})")
    written = number[1] if number else titled[1] if titled else ""
    return PassageKind.ARTICLE, lambda text: splitting.article(text, written)


def _kind(kind: PassageKind, piece: Piece) -> PassageKind:
    """An article of definitions holds definitions of its own kind."""
    return PassageKind.LEGAL_DEFINITION if kind == PassageKind.ARTICLE and piece.term else kind


def _scope(row: dict[str, str]) -> str:
    """`2`, `2B` or `5 part 2`: the entries that a note belongs to; '' for all."""
    if row["kind"] not in OF_A_CATEGORY:
        return ""
    title = row["title"]
    category, section, part = _CATEGORY.match(title), _SECTION.search(title), _PART.search(title)
    if category is None:
        raise Mistake(f"the title “{title[:60]}” does not say of which category the note is")
    if section is not None and section[1][0] == category[1]:
        return section[1]
    if _TECHNOLOGY.search(title):
        return f"{category[1]}E"
    return f"{category[1]} part {part[1]}" if part else category[1]


def _anchor(kind: PassageKind, scope: str, title: str, piece: Piece, taken: set[str]) -> str:
    """A name that stays when the file is loaded again; repeats are numbered."""
    article = _ARTICLE.match(title)
    parts: tuple[str, ...] = (kind.value.replace("_", "-"), scope, piece.number)
    if piece.term and kind in {PassageKind.DEFINITION, PassageKind.ACRONYM}:
        parts = (kind.value, piece.term)
    elif article is not None:
        parts = ("article", article[1], piece.number)
    name = slugify("-".join(filter(None, parts)))[:90]
    tries = itertools.chain([name], (f"{name}-n{count}" for count in itertools.count(2)))
    free = next(tried for tried in tries if tried not in taken)
    taken.add(free)
    return free
