"""A lesson as a file: front matter, Markdown, and directives on lines of their own.

    ---
    title: Reading an entry
    summary: How an entry is built
    minutes: 8
    ---
    Text with [[a-term]], [[list:3A225|an entry]] and [[source:reg-2021-821]].

    ::: callout kind=remember title="Parameters decide"
    Markdown
    :::
    ::: exercise set=first-steps item=converter :::

Reading is linear in the length of the text. Whatever is wrong is a `BadFile` with its line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from vocabulary import yamlfile
from vocabulary.yamlfile import BadFile, Section

MAX_CHARACTERS = 200_000
MAX_BLOCKS = 200
MAX_DIRECTIVE = 2_000
MAX_TEXT = 18_000  # one Markdown text; what references grow into still fits the renderer

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG = 80
FIGURE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.(?:svg|png|jpg|jpeg|webp)")
_OPENING = re.compile(r":::[ \t]*([A-Za-z_-]+)(.*)")
_ATTRIBUTE = re.compile(r"[ \t]*([a-z]+)=(?:\"([^\"]*)\"|([^\s\"]+))")
_REFERENCE = re.compile(r"\[\[([^\[\]|\n]{1,120})(?:\|([^\[\]|\n]{1,200}))?\]\]")
_PATH = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,59}")

FRONT_MATTER = ("title", "summary", "minutes", "objectives", "sources")
CALLOUTS = ("remember", "warning", "example")
Kind = Literal["text", "callout", "term", "exercise", "case", "figure"]
# Attributes of each directive: required, then optional.
DIRECTIVES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "callout": (("kind",), ("title",)),
    "term": (("key",), ()),
    "exercise": (("set", "item"), ()),
    "case": (("key",), ()),
    "figure": (("src", "alt"), ("caption",)),
}
# What must be equal in every language (the rest is text and is translated).
IDENTITY = ("kind", "key", "set", "item", "src")


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    line: int
    values: Mapping[str, str]

    @property
    def shape(self) -> tuple[str, ...]:
        """What this block is in any language."""
        return (self.kind, *(self.values.get(name, "") for name in IDENTITY))


@dataclass(frozen=True, slots=True)
class Lesson:
    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    kind: Literal["term", "list", "source"]
    key: str
    shown: str


class _Line(NamedTuple):
    number: int
    text: str


def parse(source: str, *, path: str) -> Lesson:
    if len(source) > MAX_CHARACTERS:
        raise BadFile(path, None, f"is longer than {MAX_CHARACTERS} characters")
    lines = [_Line(number, text) for number, text in enumerate(source.split("\n"), start=1)]
    head, body = _split(lines, path)
    blocks = tuple(_blocks(body, path))
    if not blocks:
        raise BadFile(path, None, "holds no text")
    if len(blocks) > MAX_BLOCKS:
        raise BadFile(path, blocks[MAX_BLOCKS].line, f"holds more than {MAX_BLOCKS} blocks")
    return Lesson(**_front_matter(head, path), blocks=blocks)


def references(text: str) -> list[Reference]:
    """Every well-formed `[[…]]` in a text, in order, repeats included."""
    return [found for match in _REFERENCE.finditer(text) if (found := _reference(match))]


def located(text: str) -> Iterator[tuple[Reference, int]]:
    """Each reference with the number of the line it stands in, from 0."""
    for number, line in enumerate(text.split("\n")):
        for reference in references(line):
            yield reference, number


def replace(text: str, substitute: Callable[[Reference], str]) -> str:
    """The text with each reference replaced by what `substitute` gives for it."""

    def one(match: re.Match[str]) -> str:
        found = _reference(match)
        return substitute(found) if found else match[0]

    return _REFERENCE.sub(one, text)


def malformed(text: str) -> str:
    """The first `[[` that is not a reference, as it stands in the text; else nothing."""
    rest = _REFERENCE.sub(lambda match: "" if _reference(match) else match[0], text)
    position = rest.find("[[")
    return rest[position : position + 60].split("\n")[0] if position >= 0 else ""


def difference(one: Lesson, other: Lesson) -> tuple[int, str] | None:
    """Where the second language departs from the first: its line and what is wrong there."""
    for first, second in zip(one.blocks, other.blocks, strict=False):
        if first.shape != second.shape:
            return second.line, f"expected {_name(first)} here, found {_name(second)}"
    if len(one.blocks) > len(other.blocks):
        missing = one.blocks[len(other.blocks)]
        return other.blocks[-1].line, f"{_name(missing)} is missing after this"
    if len(other.blocks) > len(one.blocks):
        extra = other.blocks[len(one.blocks)]
        return extra.line, f"{_name(extra)} stands only in this language"
    return None


def _name(block: Block) -> str:
    values = " ".join(f"{key}={block.values[key]}" for key in IDENTITY if block.values.get(key))
    return "a text" if block.kind == "text" else f"“::: {block.kind} {values}”"


def _reference(match: re.Match[str]) -> Reference | None:
    target, shown = match[1].strip(), (match[2] or "").strip()
    prefix, colon, rest = target.partition(":")
    if not colon:
        return Reference("term", target, shown) if _is_slug(target) else None
    if prefix == "source" and _is_slug(rest):
        return Reference("source", rest, shown)
    if prefix == "list" and _PATH.fullmatch(rest):
        return Reference("list", rest, shown)
    return None


def _is_slug(text: str) -> bool:
    return len(text) <= MAX_SLUG and SLUG.fullmatch(text) is not None


def _split(lines: list[_Line], path: str) -> tuple[str, list[_Line]]:
    if lines[0].text.strip() != "---":
        raise BadFile(path, 1, "must begin with front matter between two lines “---”")
    for index, line in enumerate(lines[1:], start=1):
        if line.text.strip() == "---":
            return "\n".join(item.text for item in lines[1:index]), lines[index + 1 :]
    raise BadFile(path, 1, "the front matter has no closing line “---”")


def _front_matter(source: str, path: str) -> dict[str, Any]:
    head = yamlfile.parse(source, path=path, first_line=2)
    yamlfile.require(head, allowed=FRONT_MATTER, required=("title", "summary", "minutes"))
    minutes = head["minutes"]
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 120:
        raise BadFile(path, yamlfile.line_of(head, "minutes"), "“minutes” must be from 1 to 120")
    return {
        "title": _bounded(head, "title", 200),
        "summary": _bounded(head, "summary", 500),
        "minutes": minutes,
        "objectives": keys(head, "objectives"),
        "sources": keys(head, "sources"),
    }


def _bounded(head: Section, key: str, limit: int) -> str:
    text = yamlfile.text(head, key)
    if len(text) > limit:
        where = yamlfile.line_of(head, key)
        raise BadFile(head.path, where, f"“{key}” is longer than {limit} characters")
    return " ".join(text.split())


def keys(head: Section, name: str) -> tuple[str, ...]:
    """A list of keys under `name`; an absent one is empty."""
    values = head.get(name)
    if values is None:
        return ()
    good = isinstance(values, list) and all(isinstance(v, str) and _is_slug(v) for v in values)
    if not good or len(values) > 50:
        where = yamlfile.line_of(head, name)
        raise BadFile(head.path, where, f"“{name}” must be a list of keys (a-z, 0-9, hyphen)")
    return tuple(dict.fromkeys(values))


def _blocks(lines: list[_Line], path: str) -> Iterator[Block]:
    text: list[_Line] = []
    rest = iter(lines)
    for line in rest:
        if not line.text.startswith(":::"):
            text.append(line)
            continue
        yield from _text(text, path)
        text = []
        yield _directive(line, rest, path)
    yield from _text(text, path)


def _text(lines: list[_Line], path: str) -> Iterator[Block]:
    while lines and not lines[0].text.strip():
        lines = lines[1:]
    text = "\n".join(line.text.rstrip() for line in lines).rstrip()
    if text:
        yield Block("text", lines[0].number, {"text": _checked(text, lines[0].number, path)})


def _checked(text: str, line: int, path: str) -> str:
    if len(text) > MAX_TEXT:
        raise BadFile(path, line, f"a text without a directive is longer than {MAX_TEXT}")
    wrong = malformed(text)
    if wrong:
        where = line + text[: text.find(wrong)].count("\n")
        raise BadFile(path, where, f"“{wrong}” is not a reference")
    return text


def _directive(line: _Line, rest: Iterator[_Line], path: str) -> Block:
    if len(line.text) > MAX_DIRECTIVE:
        raise BadFile(path, line.number, f"a directive is longer than {MAX_DIRECTIVE} characters")
    opening = _OPENING.fullmatch(line.text.rstrip())
    if not opening:
        raise BadFile(path, line.number, "a “:::” without a directive")
    name, tail = opening[1], opening[2].rstrip()
    if name not in DIRECTIVES:
        known = ", ".join(DIRECTIVES)
        raise BadFile(path, line.number, f"unknown directive “{name}” (known: {known})")
    closed = tail.endswith(":::")
    values = _attributes(name, tail.removesuffix(":::"), line.number, path)
    if name == "callout":
        if closed:
            raise BadFile(path, line.number, "a callout needs a text and a closing line “:::”")
        values["text"] = _inside(line, rest, path)
    elif not closed:
        raise BadFile(path, line.number, f"“::: {name}” must end with “:::” on the same line")
    return Block(name, line.number, values)  # type: ignore[arg-type]  # a key of DIRECTIVES


def _inside(opening: _Line, rest: Iterator[_Line], path: str) -> str:
    inside: list[_Line] = []
    for line in rest:
        if line.text.strip() == ":::":
            for block in _text(inside, path):
                return block.values["text"]
            raise BadFile(path, opening.number, "the callout is empty")
        if line.text.startswith(":::"):
            raise BadFile(path, line.number, "a directive inside a callout")
        inside.append(line)
    raise BadFile(path, opening.number, "the callout is never closed by a line “:::”")


def _attributes(name: str, source: str, line: int, path: str) -> dict[str, str]:
    values: dict[str, str] = {}
    position = 0
    while source[position:].strip():
        match = _ATTRIBUTE.match(source, position)
        if not match:
            wrong = source[position:].strip()[:60]
            raise BadFile(path, line, f'cannot read “{wrong}”: write name=value or name="value"')
        if match[1] in values:
            raise BadFile(path, line, f"“{match[1]}” stands twice")
        values[match[1]] = (match[2] if match[2] is not None else match[3]).strip()
        position = match.end()
    _check_attributes(name, values, line, path)
    return values


def _check_attributes(name: str, values: dict[str, str], line: int, path: str) -> None:
    required, optional = DIRECTIVES[name]
    for key in values:
        if key not in required + optional:
            raise BadFile(path, line, f"“::: {name}” knows no “{key}”")
    for key in required:
        if not values.get(key):
            raise BadFile(path, line, f"“::: {name}” needs “{key}”")
    for key, value in values.items():
        reason = _wrong_value(name, key, value)
        if reason:
            raise BadFile(path, line, f"“{key}” {reason}")


def _wrong_value(name: str, key: str, value: str) -> str:
    if key in ("alt", "caption", "title"):
        return "is longer than 250 characters" if len(value) > 250 else ""
    if key == "src":
        return "" if FIGURE.fullmatch(value) else "must be a file name like circuit.svg"
    if name == "callout":
        return "" if value in CALLOUTS else f"must be one of {', '.join(CALLOUTS)}"
    return "" if _is_slug(value) else "must be a key (a-z, 0-9, hyphen)"
