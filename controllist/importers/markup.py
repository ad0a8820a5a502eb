"""Trees of HTML and XML, bounded in size and depth, every element with its line.

HTML is read by the parser of the standard library, XML by defusedxml, which refuses entity
declarations and external entities. Nothing is fetched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Union
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from controllist.importers.reading import Mistake

MAX_DEPTH = 100
MAX_NODES = 1_000_000
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
# HTML lets these end without saying so, when the next of their kind begins or their home ends.
IMPLIED = {"p": {"p"}, "li": {"li"}, "tr": {"tr", "td", "th", "p"}, "td": {"td", "th", "p"}}
IMPLIED |= {"th": IMPLIED["td"], "div": {"p"}, "table": {"p"}}
MAY_STAY_OPEN = frozenset(
    ["p", "li", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "body", "html"]
)


@dataclass(slots=True)
class Node:
    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Union["Node", str]] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    @property
    def elements(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    def first(self, tag: str) -> "Node | None":
        return next((child for child in self.elements if child.tag == tag), None)


class Builder:
    """Grows a tree from starts, ends and data; counts depth and number."""

    def __init__(self) -> None:
        self.root = Node("", 1)
        self.open: list[Node] = [self.root]
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.count += 1
        if len(self.open) > MAX_DEPTH:
            raise Mistake(f"is nested deeper than {MAX_DEPTH} elements", line)
        if self.count > MAX_NODES:
            raise Mistake(f"has more than {MAX_NODES} elements", line)
        node = Node(tag, line, attributes)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self) -> None:
        if len(self.open) > 1:
            self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].children.append(text)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = Builder()
        self.seen: set[str] = set()
        self.closed: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        while self.builder.open[-1].tag in IMPLIED.get(tag, ()):
            self.builder.end()
        values = {name: value or "" for name, value in attrs}
        self.builder.start(tag, values, self.getpos()[0])
        if tag in VOID:
            self.builder.end()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.closed.add(tag)
        if tag in VOID or all(node.tag != tag for node in self.builder.open[1:]):
            return
        while self.builder.open[-1].tag != tag:
            self.builder.end()
        self.builder.end()

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def cut(self) -> Node | None:
        """An element that the file does not live to close."""
        missing = {"html", "body"} & self.seen - self.closed
        for node in self.builder.open[1:]:
            if node.tag in missing or node.tag not in MAY_STAY_OPEN:
                return node
        return None


def html(data: bytes) -> Node:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake("is not UTF-8 text") from error
    parser = _Html()
    try:
        parser.feed(text)
        parser.close()
    except (AssertionError, ValueError) as error:
        raise Mistake("is not HTML that can be read") from error
    cut = parser.cut()
    if cut is not None:
        raise Mistake(f"is cut off: <{cut.tag}> of this line has no end", cut.line)
    return parser.builder.root


class _XmlTarget:
    """What defusedxml tells, with the line its parser is at."""

    def __init__(self, line: Callable[[], int]) -> None:
        self.builder, self.line = Builder(), line

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.builder.start(tag.rpartition("}")[2], attributes, self.line())

    def end(self, tag: str) -> None:
        self.builder.end()

    def data(self, text: str) -> None:
        self.builder.data(text)

    def close(self) -> Node:
        return self.builder.root


def xml(data: bytes) -> Node:
    parser: Any = None
    target = _XmlTarget(lambda: int(parser.parser.CurrentLineNumber))
    try:
        parser = DefusedXMLParser(target=target, forbid_entities=True, forbid_external=True)
        parser.feed(data)
        parser.close()
        return target.builder.root
    except DefusedXmlException as error:
        raise Mistake("declares entities, which a published text never does") from error
    except ParseError as error:
        line = getattr(error, "position", (None, 0))[0]
        raise Mistake("is cut off or is not well-formed XML", line) from error
    except (LookupError, ValueError) as error:
        raise Mistake("is not XML that can be read") from error
