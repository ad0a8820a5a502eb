"""Formex 4, the XML of the Official Journal and of consolidated texts, as blocks.

Relied on, from public readers of such files: a consolidated act is `CONS.ACT/CONS.DOC` with its
annexes inside as `CONS.ANNEX`; otherwise each annex is a file of its own with the root `ANNEX`.
An annex has `TITLE/TI` and `CONTENTS`; a group is `GR.SEQ` with a `TITLE` (whose number may stand
in `NP/NO.P`) or a `NO.GR.SEQ`; a list is `LIST/ITEM/NP` with `NO.P` (the mark), `TXT` and what
stands under it; tables are `TBL/CORPUS/ROW/CELL`; exponents are `HT TYPE="SUP"` or `IND LOC="SUP"`;
quotation marks are `QUOT.START` and `QUOT.END` with a code; footnotes are `NOTE` inside a text.

Not verified on Regulation (EU) 2021/821 itself: which of these its Annex I uses for the
paragraphs of an entry and for its notes. A `NOTE` between paragraphs is read as a note of the
list when it begins as one, and as a footnote otherwise.
"""

import re

from controllist.importers.blocks import Block, Cell, table
from controllist.importers.markup import Node, xml
from controllist.importers.reading import Mistake
from controllist.importers.wording import wording

ANNEXES = {"ANNEX", "CONS.ANNEX"}
ACTS = {"ACT", "CONS.ACT", "CONS.DOC", "GENERAL", "COMB.FMX"} | ANNEXES
HOMES = {
    "CONTENTS", "GR.SEQ", "DIVISION", "LIST", "QUOT.S", "ANNEX", "CONS.ANNEX", "GR.NOTES", "DLIST",
    "CONS.LIST", "CONS.LIST.ITEM", "GR.ANNOTATION", "ANNOTATION",
}  # fmt: skip
BLOCK_TAGS = HOMES | {"TITLE", "NP", "ITEM", "P", "ALINEA", "TBL", "NOTE", "TXT", "PARAG"}
NOTE_HEAD = re.compile(r"(?:Technical\s+)?Notes?\b|N\.?\s?B\b", re.IGNORECASE)


def blocks(data: bytes) -> list[Block]:
    root = next(iter(xml(data).elements), None)
    if root is None or root.tag not in ACTS:
        named = root.tag[:30] if root else "nothing"
        raise Mistake(f"is no text in Formex: its root is {named}, not ANNEX or CONS.ACT")
    annexes = list(_annexes(root))
    if not annexes:
        raise Mistake("holds no annex")
    return [block for annex in annexes for block in _annex(annex)]


def _annexes(node: Node) -> list[Node]:
    if node.tag in ANNEXES:
        return [node]
    return [annex for child in node.elements for annex in _annexes(child)]


def _annex(node: Node) -> list[Block]:
    """Its title first, so that the annexes of an act can be told apart."""
    title = node.first("TITLE")
    heading = [Block("heading", title.line, wording(title.children).text)] if title else []
    rest = [child for child in node.children if child is not title]
    return heading + _blocks(rest, node.line)


def _blocks(children: list[Node | str], line: int) -> list[Block]:
    found: list[Block] = []
    loose: list[Node | str] = []
    for child in children:
        if isinstance(child, Node) and child.tag in BLOCK_TAGS and not _is_footnote(child):
            found += _text(loose, line)
            loose = []
            found += _block(child)
        else:
            loose.append(child)
    return found + _text(loose, line)


def _is_footnote(node: Node) -> bool:
    return node.tag == "NOTE" and NOTE_HEAD.match(_note(node)) is None


def _note(node: Node) -> str:
    return wording(node.children).text


def _text(children: list[Node | str], line: int) -> list[Block]:
    words = wording(children)
    return [Block("text", line, words.text, doubts=words.doubts)] if words.text else []


def _block(node: Node) -> list[Block]:
    if node.tag == "TITLE":
        text = wording(node.children).text
        return [Block("heading", node.line, text)] if text else []
    if node.tag == "GR.SEQ" and node.first("NO.GR.SEQ"):
        return [_marked(node, "NO.GR.SEQ")]
    if node.tag in {"NP", "PARAG"}:
        return [_marked(node, "NO.P" if node.tag == "NP" else "NO.PARAG")]
    if node.tag == "ITEM" and not any(child.tag == "NP" for child in node.elements):
        return [Block("item", node.line, "—", _blocks(node.children, node.line))]
    if node.tag == "TBL":
        return _table(node)
    return _blocks(node.children, node.line)


def _marked(node: Node, tag: str) -> Block:
    mark = node.first(tag)
    rest = [child for child in node.children if child is not mark]
    content = _blocks(rest, node.line)
    return Block("item", node.line, wording(mark.children).text if mark else "—", content)


def _table(node: Node) -> list[Block]:
    rows = [[_cell(cell) for cell in row.elements if cell.tag == "CELL"] for row in _rows(node)]
    title = node.first("TITLE")
    heading = _text(title.children, title.line) if title else []
    return heading + table(rows, node.line)


def _rows(node: Node) -> list[Node]:
    if node.tag == "ROW":
        return [node]
    return [row for child in node.elements for row in _rows(child)]


def _cell(node: Node) -> Cell:
    words = wording(node.children)
    return Cell(words.text, node.line, _blocks(node.children, node.line))
