"""Markdown to sanitised HTML, in this process: only the worker and its tests call it."""

import hashlib
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

TAGS = set(
    re.findall(
        r"\w+",
        "p br hr h2 h3 h4 h5 h6 em strong b i s del ins sup sub code pre kbd blockquote ul ol li "
        "dl dt dd table caption thead tbody tr th td a span abbr div",
    )
)
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "sup": {"id"},
    "li": {"id"},
    "ol": {"start"},
    "div": {"tabindex", "role"},
    "th": {"scope"},
}
CLASSES = {
    "div": {"scroll", "footnote"},
    "a": {"footnote-ref", "footnote-backref"},
    "td": {"n"},
    "th": {"n"},
}
_ALLOWED_VALUES = {
    "lang": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"),
    "id": re.compile(r"fn(ref\d*)?-[A-Za-z0-9_-]{1,40}"),
    "tabindex": re.compile(r"0"),
    "role": re.compile(r"group"),
    "start": re.compile(r"\d{1,6}"),
    "scope": re.compile(r"col|row"),
}


class _Shape(Treeprocessor):
    """Headings below the page's own, tables that scroll, alignment as a class."""

    def run(self, root: Element) -> None:
        self._shift_headings(root)
        self._wrap_tables(root)

    def _shift_headings(self, root: Element) -> None:
        levels = {f"h{level}": level for level in range(1, 7)}
        if root.find(".//h1") is None:
            return
        for element in root.iter():
            if element.tag in levels:
                element.tag = f"h{min(levels[element.tag] + 1, 6)}"

    def _wrap_tables(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[index] = self._wrapped(child)

    def _wrapped(self, table: Element) -> Element:
        for cell in table.iter():
            if cell.tag in {"td", "th"} and cell.attrib.pop("align", "") == "right":
                cell.set("class", "n")
        for head in table.findall("./thead//th"):
            head.set("scope", "col")
        wrapper = Element("div", {"class": "scroll", "tabindex": "0", "role": "group"})
        wrapper.tail, table.tail = table.tail, None
        wrapper.append(table)
        return wrapper


class _ShapeExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        md.treeprocessors.register(_Shape(md), "shape", 5)


def _reader() -> Markdown:
    return Markdown(
        extensions=["tables", "footnotes", "def_list", "sane_lists", _ShapeExtension()],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "footnotes": {"SEPARATOR": "-", "BACKLINK_TEXT": "↑", "BACKLINK_TITLE": ""},
        },
        output_format="html",
    )


_MARKDOWN = _reader()


def _attribute_filter(text: str) -> Callable[[str, str, str], str | None]:
    """Footnote anchors carry the text's digest: two texts may stand on one page."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]

    def keep(tag: str, name: str, value: str) -> str | None:
        pattern = _ALLOWED_VALUES.get(name)
        if pattern and not pattern.fullmatch(value):
            return None
        if name == "title" and not value:
            return None
        if name == "id" or (name == "href" and value.startswith("#fn")):
            return f"{value}-{digest}"
        return value

    return keep


def convert(text: str) -> str:
    """The cleaner runs last: nothing touches its output."""
    html = _MARKDOWN.reset().convert(text)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_attribute_filter(text),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
