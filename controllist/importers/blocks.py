"""A published text as headings, paragraphs, marked items and tables: what HTML and Formex share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from controllist.importers.reading import Mistake

# What may stand in the cell before a paragraph: a code, a step of a path, a note's head, a dash.
MARK = re.compile(
    r"\(?(?:[0-9][A-Ea-e][0-9]{3}[\w.]*|[a-z]{1,3}|[0-9]{1,3}(?:\.[0-9a-z]{1,3})*|[a-z](?:\.[0-9a-z]{1,3})+)"
    r"[.):]{0,2}|[—–•·-]|(?:technical\s+)?notes?\s*[0-9]*\s*[:.]?|n\.?\s?b\.?\s*[0-9]*\s*[:.]?",
    re.IGNORECASE,
)
ANNEX_I = re.compile(r"ANNEX\s+I\b(?!\s*[IVX])")
ANY_ANNEX = re.compile(r"ANNEX\b")


@dataclass(slots=True)
class Block:
    kind: Literal["heading", "text", "item", "table"]
    line: int
    text: str = ""
    children: list["Block"] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    text: str
    line: int
    blocks: list[Block]


def is_mark(text: str) -> bool:
    return len(text) <= 24 and MARK.fullmatch(text) is not None


def table(rows: Sequence[Sequence[Cell]], line: int) -> list[Block]:
    """A table that only puts marks before paragraphs, as items; any other as a table.

    Empty cells before a mark are how a table indents: such an item belongs to the one above.
    """
    trimmed = [row for row in (_trimmed(row) for row in rows) if row[1]]
    if not trimmed:
        return []
    if not all(_is_list_row(cells) for _indent, cells in trimmed):
        text = "\n".join(" | ".join(cell.text for cell in cells) for _indent, cells in trimmed)
        return [Block("table", line, text)]
    found: list[Block] = []
    for indent, cells in trimmed:
        if len(cells) == 1 and not is_mark(cells[0].text):
            new = cells[0].blocks
        else:
            content = cells[1].blocks if len(cells) > 1 else []
            new = [Block("item", cells[0].line, cells[0].text, content)]
        _home(found, indent).extend(new)
    return found


def _trimmed(row: Sequence[Cell]) -> tuple[int, list[Cell]]:
    cells = list(row)
    while cells and not cells[-1].text:
        cells.pop()
    indent = next((at for at, cell in enumerate(cells) if cell.text), 0)
    return indent, cells[indent:]


def _is_list_row(cells: list[Cell]) -> bool:
    return len(cells) == 1 or (len(cells) == 2 and is_mark(cells[0].text))


def _home(found: list[Block], indent: int) -> list[Block]:
    home = found
    for _ in range(indent):
        if not home or home[-1].kind != "item":
            break
        home = home[-1].children
    return home


def annex_one(blocks: list[Block]) -> list[Block]:
    """What stands between the heading of Annex I and that of the next annex.

    A document without any such heading is taken as a whole: it may be a part that holds the
    annex alone.
    """
    starts = [at for at, block in enumerate(blocks) if _is_annex(block)]
    if not starts:
        return blocks
    ends = [*starts[1:], len(blocks)]
    parts = [
        blocks[start + 1 : end]
        for start, end in zip(starts, ends, strict=True)
        if ANNEX_I.match(blocks[start].text)
    ]
    if not parts:
        raise Mistake("holds annexes, but no Annex I", blocks[starts[0]].line)
    return max(parts, key=len)


def _is_annex(block: Block) -> bool:
    """Cross-references to an annex stand inside sentences; a heading is short and begins so."""
    if block.kind not in {"heading", "text"} or len(block.text) > 200:
        return False
    if block.kind == "heading":
        return ANY_ANNEX.match(block.text) is not None
    return re.fullmatch(r"ANNEX\s+[IVX]+[A-Z]?", block.text) is not None


def count(blocks: Iterable[Block]) -> int:
    return sum(1 + count(block.children) for block in blocks)
