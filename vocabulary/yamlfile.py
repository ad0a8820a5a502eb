"""Curriculum files in YAML: bounded, plain, and with the line number of every mistake.

The dialect is narrower than YAML 1.1, so that a file means what it shows: `no` and `on` are
text, `12:30` and `007` are text, anchors and merge keys do not exist, every key is text.
"""

import math
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
LANGUAGES = ("en", "ru")

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadFile(Exception):
    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}: {reason}" if line is None else f"{path}:{line}: {reason}")


class Section(dict[str, Any]):
    """A mapping that remembers where it and its keys stand in the file."""

    path: str = ""
    line: int | None = None
    lines: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.lines = {}


def load(path: Path | str) -> Section:
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(name, None, f"cannot be read ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        raise BadFile(name, None, f"is larger than {MAX_BYTES // 1024} KB")
    return parse(decode(data, path=name), path=name)


def decode(data: bytes, *, path: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(path, line, "is not UTF-8 text") from error
    found = _UNSTORABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise BadFile(path, line, f"holds the control character U+{ord(found[0]):04X}")
    return text


def parse(source: str, *, path: str, first_line: int = 1) -> Section:
    """Parse a text whose first line is line `first_line` of the file (front matter)."""
    loader = _Loader(source, path=path, first_line=first_line)
    try:
        node = loader.get_single_node()
        if node is None:
            raise BadFile(path, None, "is empty")
        value = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise BadFile(path, loader.error_line(error), _describe(error)) from error
    except (ValueError, OverflowError) as error:
        raise BadFile(path, loader.line + first_line, "holds an impossible character") from error
    finally:
        loader.dispose()
    if not isinstance(value, Section):
        raise BadFile(path, first_line, "must be a mapping of keys to values")
    return value


def require(
    data: object, *, allowed: Collection[str], required: Collection[str] = (), path: str = ""
) -> Section:
    """Refuse unknown and missing keys; `required` keys are allowed without being repeated."""
    if not isinstance(data, Section):
        raise BadFile(path, None, f"expected a mapping, found {_shown(data)}")
    known = {*allowed, *required}
    for key in data:
        if key not in known:
            hint = ", ".join(sorted(known))
            raise BadFile(data.path, line_of(data, key), f"unknown key “{key}” (known: {hint})")
    for key in required:
        if key not in data:
            raise BadFile(data.path, data.line, f"missing key “{key}”")
    return data


def line_of(data: object, key: str | None = None) -> int | None:
    if not isinstance(data, Section):
        return None
    return data.line if key is None else data.lines.get(key, data.line)


def text(data: Section, key: str, *, optional: bool = False) -> str:
    value = data.get(key)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise _wrong(data, key, "text")
    return value.strip()


def bilingual(data: Section, key: str, *, optional: bool = False) -> dict[str, str]:
    """Both languages, or, for an optional key that is absent, both empty."""
    value = data.get(key)
    if value is None and optional:
        return dict.fromkeys(LANGUAGES, "")
    if not isinstance(value, Section):
        raise _wrong(data, key, "a text in every language (" + ", ".join(LANGUAGES) + ")")
    require(value, allowed=LANGUAGES, required=LANGUAGES)
    return {language: text(value, language) for language in LANGUAGES}


def sections(data: Section, key: str, *, optional: bool = False) -> list[Section]:
    value = data.get(key)
    if value is None and optional:
        return []
    if not isinstance(value, list) or not all(isinstance(row, Section) for row in value):
        raise _wrong(data, key, "a list of mappings")
    return value


def _wrong(data: Section, key: str, wanted: str) -> BadFile:
    if key not in data:
        return BadFile(data.path, data.line, f"missing key “{key}”")
    found = _shown(data[key])
    return BadFile(data.path, line_of(data, key), f"“{key}” must be {wanted}, found {found}")


def _shown(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"“{str(value)[:40]}”"


def _describe(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        return "; ".join(part for part in (error.context, error.problem) if part)
    return "holds a character that YAML does not allow"


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def __init__(self, source: str, *, path: str, first_line: int) -> None:
        self.path, self.first_line, self.depth = path, first_line, 0
        try:
            super().__init__(source)
        except yaml.reader.ReaderError as error:
            line = source.count("\n", 0, error.position) + first_line
            raise BadFile(path, line, _describe(error)) from error

    def line_at(self, mark: Any) -> int:
        return int(mark.line) + self.first_line

    def error_line(self, error: yaml.YAMLError) -> int | None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return self.line_at(mark) if mark else None

    def refuse(self, node: yaml.Node | yaml.Event, reason: str) -> BadFile:
        return BadFile(self.path, self.line_at(node.start_mark), reason)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(event, "anchors and aliases are not allowed")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refuse(event, "tags are not allowed")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(event, f"is nested deeper than {MAX_DEPTH} levels")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep=deep)
        except (ValueError, OverflowError) as error:
            raise self.refuse(node, f"cannot read the value “{str(node.value)[:40]}”") from error
        if isinstance(value, float) and not math.isfinite(value):
            raise self.refuse(node, "numbers must be finite")
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise self.refuse(node, "the text holds a control character")
        return value

    def construct_section(self, node: yaml.MappingNode) -> Section:
        section = Section()
        section.path, section.line = self.path, self.line_at(node.start_mark)
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise self.refuse(key_node, f"the key {_shown(key)} must be text: quote it")
            if key in section:
                raise self.refuse(key_node, f"the key “{key}” stands twice")
            section.lines[key] = self.line_at(key_node.start_mark)
            section[key] = self.construct_object(value_node, deep=True)
        return section


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_section)
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("float", r"^(?:-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}|-?\.inf|\.nan)$", "-.0123456789"),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
