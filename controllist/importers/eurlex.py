"""EUR-Lex HTML, consolidated or from the Official Journal, as blocks.

Relied on, from public readers of such pages: consolidated texts mark annex titles with
`p.title-annex-1`, headings with `p.title-gr-seq-level-1` to `-5`, paragraphs with `p.norm` or
`div.list`, and marked items with `div.grid-container.grid-list` that holds `div.grid-list-column-1`
(the mark) and `div.grid-list-column-2` (the content, in which further grids nest); the Official
Journal uses `p.oj-ti-grseq-1`, `p.oj-doc-ti`, `p.oj-normal` and a table of two cells for an item.
Exponents are `sup`, `span.superscript` or `span.oj-super`; marks of amendments are `p.modref`,
`p.arrow` and ►M1 … ◄; footnotes are `p.footnote` or `p.oj-note` with calls `a[href^="#"]`.

Not verified on the page of Regulation (EU) 2021/821 itself: whether the paragraphs of an entry
nest in its cell or follow it as rows, and how its notes are marked. Both ways are read (see
`annex`), and a place that had to be guessed is marked doubtful.
"""

from controllist.importers.blocks import Block, Cell, table
from controllist.importers.markup import Node, html
from controllist.importers.reading import Mistake
from controllist.importers.wording import SKIPPED_CLASSES, SKIPPED_TAGS, clean, wording

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HEADING_STARTS = ("title-", "stitle-", "oj-ti-", "ti-", "oj-doc-ti", "doc-ti", "oj-sti-", "sti-")
BLOCK_TAGS = HEADINGS | {
    "p", "div", "table", "ul", "ol", "li", "dl", "dt", "dd", "tbody", "thead", "tr", "td", "th",
    "section", "article", "blockquote", "hr",
}  # fmt: skip
FURNITURE = SKIPPED_CLASSES | {
    "separator", "separator-annex", "separator-short", "toc-1", "toc-2", "toc-3", "toc-4",
    "hd-modifiers", "hd-toc-1", "hd-toc-2", "hd-toc-3", "hd-date", "hd-lg", "hd-ti", "hd-oj",
    "oj-hd-date", "oj-hd-lg", "oj-hd-ti", "oj-hd-oj", "doc-end", "oj-doc-end",
}  # fmt: skip


def blocks(data: bytes) -> list[Block]:
    root = html(data)
    page = root.first("html") or root
    found = _blocks((page.first("body") or page).children, page.line)
    if not found:
        raise Mistake("holds no text")
    return found


def _blocks(children: list[Node | str], line: int) -> list[Block]:
    found: list[Block] = []
    loose: list[Node | str] = []
    loose_line = line
    for child in children:
        if isinstance(child, Node) and child.tag in BLOCK_TAGS:
            found += _text(loose, loose_line)
            loose = []
            if not _is_furniture(child):
                found += _block(child)
            continue
        if not loose and isinstance(child, Node):
            loose_line = child.line
        loose.append(child)
    return _numbered(found + _text(loose, loose_line), children)


def _is_furniture(node: Node) -> bool:
    return node.tag in SKIPPED_TAGS or bool(node.classes & FURNITURE)


def _text(children: list[Node | str], line: int) -> list[Block]:
    words = wording(children)
    return [Block("text", line, words.text, doubts=words.doubts)] if words.text else []


def _block(node: Node) -> list[Block]:
    if "grid-list" in node.classes or "grid-container" in node.classes:
        return _grid(node)
    if node.tag == "table":
        return _table(node)
    if _is_heading(node):
        words = wording(node.children)
        return [Block("heading", node.line, words.text)] if words.text else []
    return _blocks(node.children, node.line)


def _is_heading(node: Node) -> bool:
    marked = any(name.startswith(HEADING_STARTS) for name in node.classes)
    return node.tag in HEADINGS or (node.tag in {"p", "span"} and marked)


def _grid(node: Node) -> list[Block]:
    """Each first column with the second one that follows it; whatever else stands between."""
    found: list[Block] = []
    mark: Node | None = None
    for child in node.elements:
        if "grid-list-column-1" in child.classes:
            found += [_item(mark, [])] if mark else []
            mark = child
        elif "grid-list-column-2" in child.classes and mark:
            found.append(_item(mark, _blocks(child.children, child.line)))
            mark = None
        elif not _is_furniture(child):
            found += _block(child)
    return [*found, _item(mark, [])] if mark else found


def _item(mark: Node, content: list[Block]) -> Block:
    return Block("item", mark.line, wording(mark.children).text, content)


def _numbered(found: list[Block], children: list[Node | str]) -> list[Block]:
    """`<span class="no-parag">1. </span>` marks all that stands beside it."""
    mark = next(
        (child for child in children if isinstance(child, Node) and "no-parag" in child.classes),
        None,
    )
    if mark is None or not found or found[0].kind != "text":
        return found
    shown = wording(mark.children).text
    rest = found[0].text.removeprefix(shown).strip()
    content = [Block("text", found[0].line, rest, doubts=found[0].doubts)] if rest else []
    return [Block("item", mark.line, shown, content + found[1:])]


def _table(node: Node) -> list[Block]:
    rows = [[_cell(cell) for cell in row if cell.tag in {"td", "th"}] for row in _rows(node)]
    return table(rows, node.line)


def _rows(node: Node) -> list[list[Node]]:
    rows: list[list[Node]] = []
    for child in node.elements:
        if child.tag == "tr":
            rows.append(child.elements)
        elif child.tag in {"tbody", "thead", "tfoot"}:
            rows += _rows(child)
    return rows


def _cell(node: Node) -> Cell:
    words = wording(node.children)
    return Cell(clean(words.text), node.line, _blocks(node.children, node.line))
