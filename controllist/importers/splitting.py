"""Take the texts that stand outside the entries apart: one definition, note or paragraph each.

A source runs several of them together in one text. Each kind has its own way to tell where the
next one begins; a text without any stays whole. Nothing is lost or reworded: the pieces put
together again are the text, but for the heading of an article and the term of an acronym.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SCOPES = r"(?:[0-9]|GTN|GSN|NTN|NSN|GISN|All|def)"
_DEFINITION = re.compile(
    rf"[\"“«](?P<term>[^\"”»\n]{{1,160}})[\"”»](?P<also>[^\"“«\n]{{0,60}}|\s\([\"“«][^\"”»]{{1,40}}[\"”»]\)\s*)"
    rf"\((?P<about>{_SCOPES}(?:,? {_SCOPES})*)\)"
)
_ALIAS = re.compile(
    r"\A\s*(?:means|is equivalent to)? ?\(?[\"“](?P<alias>[^\"”\n]{1,80})[\"”](?=\)| -)"
)
_NAMED = re.compile(r"\((?P<short>[A-Z]{2,8})\)")
_NUMBER = re.compile(r"(?P<number>\d{1,2})(?:\.[a-z0-9]{1,2})* ")
_LETTER = re.compile(r"(?P<number>[a-z])(?:\.[a-z0-9]{1,2})* ")
_NOTE = re.compile(r"(?P<number>Note(?: \d{1,2})?|Technical Notes?|Notes)(?=[: ])")
_SEVERAL = re.compile(r"(?P<what>Technical Notes|Notes): (?=1\. )")
_LEGAL = re.compile(r"[‘'](?P<term>[^’'\n]{1,120})[’'](?: or [‘'](?P<alias>[^’'\n]{1,40})[’'])?")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    number: str = ""
    term: str = ""
    about: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A piece that further lines may still join."""

    number: str
    lines: list[str] = field(default_factory=list)


def definitions(text: str) -> list[Piece]:
    """`"Term" (2 3 6) means …`, one after the other; what stands before the first is whole."""
    found: list[list[str]] = [[]]
    for line in _lines(text):
        if _DEFINITION.match(line):
            found.append([])
        found[-1].append(line)
    return [_definition("\n".join(lines)) for lines in found if lines]


def _definition(text: str) -> Piece:
    match = _DEFINITION.match(text)
    if match is None:
        return Piece(text)
    term, also = match["term"].strip(), match["also"].strip()
    names = [term, *_short_forms(term)]
    for place in (also, text[match.end() : match.end() + 120].lstrip()):
        alias = _ALIAS.match(place)
        names += [alias["alias"]] if alias else []
    return Piece(text, term=term, about=match["about"].replace(",", ""), names=tuple(names))


def _short_forms(term: str) -> Iterator[str]:
    """`Long Name Converter (LNC)` is also called `LNC`, `States (not) party` `States party`."""
    short = _NAMED.search(term)
    if short is not None:
        words = term[: short.start()].split()
        # The words that the short form stands for: the last ones that begin with its letters.
        for start in reversed(range(len(words))):
            initials = "".join(part[0] for part in re.split(r"[ -]", " ".join(words[start:])))
            if "".join(filter(str.isupper, initials)) == short["short"]:
                yield " ".join([*words[:start], short["short"]])
                return
    elif "(" in term:
        yield " ".join(re.sub(r"\([^)]*\)", " ", term).split())


def acronyms(text: str) -> list[Piece]:
    """`ABC | What it stands for`, one a line."""
    found: list[Piece] = []
    for line in _lines(text):
        short, bar, long = line.partition(" | ")
        if bar:
            found.append(Piece(long.strip(), term=short.strip(), names=(short.strip(),)))
        elif found and not found[-1].term:
            found[-1] = Piece(f"{found[-1].text}\n{line}")
        else:
            found.append(Piece(line))
    return found


def article(text: str, number: str = "") -> list[Piece]:
    """The paragraphs `1.`, `2.` of an article, or its numbered definitions `(1) 'term' means`.

    In the source the heading runs into the text: `Article 41.An …` is paragraph 1 of article 4.
    """
    heading = rf"\A(?:Article|Статья) {number}" if number else r"\A"
    rest = re.sub(heading, "", text.strip()).strip()
    paragraphs = _numbered(rest, r"{}\. ?(?=[A-ZА-Я])")  # noqa: RUF001
    if len(paragraphs) > 1:
        return paragraphs
    legal = _numbered(rest, r"\({}\) (?=[‘'])")  # noqa: RUF001
    return [_legal(piece) for piece in legal] if len(legal) > 1 else [Piece(rest)]


def _legal(piece: Piece) -> Piece:
    match = _LEGAL.match(piece.text) if piece.number else None
    if match is None:
        return piece
    names = tuple(name for name in (match["term"], match["alias"]) if name)
    return Piece(piece.text, piece.number, match["term"], names=names)


def notes(text: str) -> list[Piece]:
    """Notes by their numbers: `1 …`, `Note 2: …`, `Technical Notes: 1. … 2. …`, `a …`."""
    lines = list(_lines(text))
    if sum(" | " in line or line.startswith("| ") for line in lines) > len(lines) / 2:
        return [Piece("\n".join(lines))]
    found: list[_Open] = []
    for line in lines:
        number = _label(line)
        if not found or (number and number != found[-1].number):
            found.append(_Open(number))
        found[-1].lines.append(line)
    return [piece for one in found for piece in _several("\n".join(one.lines), one.number)]


def _label(line: str) -> str:
    match = _NOTE.match(line) or _NUMBER.match(line) or _LETTER.match(line)
    return match["number"] if match else ""


def _several(text: str, number: str) -> list[Piece]:
    """`Technical Notes: 1. … 2. …` in one line are as many notes."""
    match = _SEVERAL.match(text)
    parts = _numbered(text[match.end() :], r"{}\. (?=\S)") if match else []
    if match is None or len(parts) < 2:
        return [Piece(text, number)]
    what = match["what"].removesuffix("s")
    return [Piece(part.text, f"{what} {part.number}") for part in parts]


def whole(text: str) -> list[Piece]:
    return [Piece("\n".join(_lines(text)))]


def _numbered(text: str, shape: str) -> list[Piece]:
    """Parts that begin with 1, 2, 3 … in turn, each at the end of a sentence before it."""
    starts: list[tuple[int, int]] = []
    at = 0
    while True:
        wanted = shape.format(len(starts) + 1)
        match = re.compile(rf"(?:\A|(?<=[.;:!?)] )){wanted}").search(text, at)
        if match is None:
            break
        starts.append((match.start(), match.end()))
        at = match.end()
    if not starts:
        return [Piece(text)]
    before = [Piece(text[: starts[0][0]].strip())] if starts[0][0] else []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return before + [
        Piece(text[start:end].strip(), str(number))
        for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())
