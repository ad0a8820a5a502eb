"""The lines of an entry as they hang together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from controllist.codes import parse
from controllist.enums import Kind
from controllist.models import UNPLACED, Entry, Line


@dataclass(slots=True)
class Node:
    """A paragraph with what stands under it; notes come apart from provisions."""

    line: Line
    notes: list[Line] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def leading(self) -> list[Line]:
        """Notes that the text puts before what stands under the paragraph, such as an N.B."""
        first = self.children[0].line.position if self.children else UNPLACED
        return [note for note in self.notes if self.children and note.position < first]

    @property
    def closing(self) -> list[Line]:
        leading = self.leading
        return [note for note in self.notes if note not in leading]


def tree(entry: Entry) -> list[Node]:
    """The entry's lines as they hang together. One query."""
    lines = Line.objects.filter(edition=entry.edition_id, code=entry.code)
    return grow(lines.order_by("position", "path", "kind", "ordinal"))


def _natural(line: Line) -> tuple[Any, ...]:
    code = parse(line.path)
    return line.position, code.sort_key() if code else ()


def grow(lines: Iterable[Line]) -> list[Node]:
    """Each paragraph under the nearest one above it that is there; notes to their paragraph.

    A note whose paragraph is missing stands with the nearest one above, too.
    """
    ordered = sorted(lines, key=_natural)
    roots: list[Node] = []
    nodes: dict[str, Node] = {}
    for line in _from_the_root(ordered):
        above = _nearest(nodes, line.path, itself=False)
        node = Node(line)
        (above.children if above else roots).append(node)
        nodes.setdefault(line.path, node)
    for line in ordered:
        if line.kind == Kind.PROVISION:
            continue
        home = _nearest(nodes, line.path, itself=True)
        if home is None:
            home = Node(line)
            roots.append(home)
            continue
        home.notes.append(line)
    return roots


def _from_the_root(lines: list[Line]) -> list[Line]:
    """Provisions with parents before children, otherwise in the order of the text."""
    provisions = [line for line in lines if line.kind == Kind.PROVISION]
    return sorted(provisions, key=lambda line: line.path.count("."))


def _nearest(nodes: dict[str, Node], path: str, *, itself: bool) -> Node | None:
    above = path if itself else path.rpartition(".")[0]
    while above:
        if above in nodes:
            return nodes[above]
        above = above.rpartition(".")[0]
    return None


def lines_of(nodes: Iterable[Node]) -> Iterator[Line]:
    """Every line of a tree, notes with their paragraphs."""
    for node in nodes:
        yield node.line
        yield from node.notes
        yield from lines_of(node.children)
