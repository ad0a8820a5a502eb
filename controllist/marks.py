"""What an official text marks: defined terms, its own terms, the codes it refers to.

"Double quotes" lead to the definitions of the edition, 'single quotes' to a technical note of the
same entry; `2B201`, `1C010.a. or .b.` and `6A007.b. and .c.` are codes. Pure and total.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from controllist.codes import Code, parse

MarkKind = Literal["text", "term", "own", "code"]
_STEP = r"(?:[a-zасе]{1,2}|[0-9]{1,2})(?![a-z0-9])"
_CODE = rf"(?<![\w.])[0-9][A-EАВСЕ][0-9]{{3}}(?:[a-z](?![a-z0-9]))?(?:\.{_STEP})*(?!\w)"  # noqa: RUF001
_MARKS = re.compile(
    r"[\"“«](?P<term>[^\"“”«»\n]{1,120})[\"”»]"
    r"|(?<!\w)['‘](?P<own>[^'‘’\n]{1,120})['’](?!\w)"  # noqa: RUF001
    rf"|(?P<code>{_CODE})"
)
# What may follow a code: `.a. or .b.`, `.a., b. or c.`; always a path, never a whole code.
_MORE = re.compile(
    rf"(?P<join>\.?,?(?: or| and| to)? )(?P<rest>(?:\.{_STEP}|[a-z](?=\.))(?:\.{_STEP})*)(?=\.)"
)
_LABEL = re.compile(
    r"(?P<label>(?:[a-z]|\d{1,2})(?:\.(?:[a-z]|\d{1,2}))*)\.? (?P<rest>\S.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text as it stands, and what it leads to: a term without quotes, a path."""

    kind: MarkKind
    text: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a longer text with its own label (`a.1`), or a table with a first row of heads."""

    text: str
    label: str = ""
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def marks(text: str) -> Iterator[Mark]:
    """The text in pieces that put together again are the text."""
    at = 0
    while (match := _MARKS.search(text, at)) is not None:
        if match.start() > at:
            yield Mark("text", text[at : match.start()])
        found = list(_marked(text, match))
        yield from found
        at = match.start() + sum(len(mark.text) for mark in found)
    if text[at:]:
        yield Mark("text", text[at:])


def _marked(text: str, match: re.Match[str]) -> Iterator[Mark]:
    if match["term"]:
        yield Mark("term", match[0], match["term"])
    elif match["own"]:
        yield Mark("own", match[0], match["own"])
    else:
        yield from _codes(text, match)


def _codes(text: str, match: re.Match[str]) -> Iterator[Mark]:
    """A code and the paths that lean on it."""
    code = parse(match["code"])
    if code is None:
        yield Mark("text", match["code"])
        return
    yield Mark("code", match["code"], code.text)
    at = match.end("code")
    while code.path and (more := _MORE.match(text, at)) is not None:
        code = _leaning(code, more["rest"])
        yield Mark("text", more["join"])
        yield Mark("code", more["rest"], code.text)
        at = more.end("rest")


def _leaning(code: Code, rest: str) -> Code:
    """`.b.4` after `1C002.b.3` stands for as many steps at its end."""
    steps = tuple(rest.strip(".").split("."))
    kept = code.path[: max(0, len(code.path) - len(steps))]
    return Code(code.category, code.group, code.origin, code.serial, (*kept, *steps))


def terms(texts: Iterable[str]) -> set[str]:
    """All that stands in double quotes, inside single ones too."""
    found = set()
    for text in texts:
        for mark in marks(text):
            if mark.kind == "term":
                found.add(mark.to)
            elif mark.kind == "own":
                found |= terms([mark.to])
    return found


def own_terms(text: str) -> list[str]:
    return [mark.to for mark in marks(text) if mark.kind == "own"]


def entries(texts: Iterable[str]) -> set[str]:
    """The entries that texts refer to."""
    return {mark.to[:5] for text in texts for mark in marks(text) if mark.kind == "code"}


def paragraphs(text: str) -> list[Paragraph]:
    """A text of several lines as labelled paragraphs and tables."""
    found: list[Paragraph] = []
    for is_table, lines in groupby(filter(str.strip, text.split("\n")), key=_is_row):
        if is_table:
            found.append(Paragraph("", rows=tuple(map(_cells, lines))))
        else:
            found += _labelled(lines)
    return found


def _is_row(line: str) -> bool:
    return " | " in line or line.startswith("| ")


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _labelled(lines: Iterable[str]) -> Iterator[Paragraph]:
    """A label that repeats the one before it, as `2 N.B.` after `2`, is not shown again."""
    last = ""
    for line in lines:
        match = _LABEL.fullmatch(line)
        if match is None:
            yield Paragraph(line)
            continue
        label = match["label"]
        shown = label if label != last else ""
        yield Paragraph(match["rest"], shown, min(label.count(".") + 1, 4))
        last = label
