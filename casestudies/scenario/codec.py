"""Plain data (YAML, JSON) to a `Case` and back, exactly.

The dataclasses are the schema: an unknown key, a missing key or a wrong type is refused with
its place (`stages[2].links[0].to`) and, where the reader kept it, the line of the file.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from casestudies.scenario.spec import LANGUAGES, Case, Text

Kind = TypeVar("Kind")
LONGEST = 4000


class BadSpec(ValueError):
    def __init__(self, place: str, reason: str, path: str = "", line: int | None = None) -> None:
        self.place, self.reason, self.path, self.line = place, reason, path, line
        super().__init__(f"{place}: {reason}" if place else reason)


def read_case(data: object) -> Case:
    return read(Case, data, "")


def read(kind: type[Kind], data: object, place: str) -> Kind:
    """One value of a schema class from plain data."""
    return cast(Kind, _dataclass(kind, data, place))


def write(value: object) -> Any:
    """Plain JSON data from which `read` makes an equal value."""
    if is_dataclass(value):
        return {
            item.name: write(getattr(value, item.name))
            for item in fields(value)
            if getattr(value, item.name) is not None
        }
    if isinstance(value, Mapping):
        return {key: write(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [write(entry) for entry in value]
    if isinstance(value, Fraction | date):
        return str(value)
    return value


def decode(hint: Any, data: object, place: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if data is None else decode(get_args(hint)[0], data, place)
    if hint == Text:
        return _text(data, place)
    if origin is tuple:
        return _tuple(get_args(hint)[0], data, place)
    if origin is Literal:
        return _choice(get_args(hint), data, place)
    if is_dataclass(hint):
        return _dataclass(hint, data, place)
    if hint == Mapping[str, int]:
        return _counts(data, place)
    return _scalar(hint, data, place)


@cache
def _schema(kind: type) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(kind)
    return {
        item.name: (hints[item.name], item.default is MISSING and item.default_factory is MISSING)
        for item in fields(kind)
    }


def _dataclass(kind: Any, data: object, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise BadSpec(place, f"expected a mapping, found {_shown(data)}")
    schema = _schema(kind)
    for key in data:
        if key not in schema:
            known = ", ".join(sorted(schema))
            raise _bad(data, f"{place}.{key}".lstrip("."), f"unknown key (known: {known})", key)
    values = {}
    for name, (hint, required) in schema.items():
        here = f"{place}.{name}".lstrip(".")
        if name in data:
            try:
                values[name] = decode(hint, data[name], here)
            except BadSpec as bad:
                if bad.line is None:
                    raise _bad(data, bad.place, bad.reason, name) from bad
                raise
        elif required:
            raise _bad(data, here, "is missing")
    return kind(**values)


def _bad(data: Mapping[str, Any], place: str, reason: str, key: str | None = None) -> BadSpec:
    lines: Mapping[str, int] = getattr(data, "lines", {})
    line = lines.get(key, getattr(data, "line", None)) if key else getattr(data, "line", None)
    return BadSpec(place, reason, getattr(data, "path", ""), line)


def _text(data: object, place: str) -> Text:
    if not isinstance(data, Mapping) or set(data) != set(LANGUAGES):
        raise BadSpec(place, f"needs exactly the languages {', '.join(LANGUAGES)}")
    for language, value in data.items():
        if not isinstance(value, str) or not value.strip():
            raise BadSpec(f"{place}.{language}", "must be a text that is not empty")
        if len(value) > LONGEST:
            raise BadSpec(f"{place}.{language}", f"is longer than {LONGEST} characters")
    return {language: data[language].strip() for language in LANGUAGES}


def _tuple(hint: Any, data: object, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise BadSpec(place, f"expected a list, found {_shown(data)}")
    return tuple(decode(hint, entry, f"{place}[{index}]") for index, entry in enumerate(data))


def _choice(choices: tuple[str, ...], data: object, place: str) -> str:
    if not isinstance(data, str) or data not in choices:
        raise BadSpec(place, f"must be one of {', '.join(choices)}")
    return data


def _counts(data: object, place: str) -> dict[str, int]:
    if not isinstance(data, Mapping):
        raise BadSpec(place, "must be a mapping of names to whole numbers")
    return {str(key): _scalar(int, value, f"{place}.{key}") for key, value in data.items()}


def _scalar(hint: Any, data: object, place: str) -> Any:
    if hint is Fraction and isinstance(data, str | int) and not isinstance(data, bool):
        return _fraction(data, place)
    if hint is date and isinstance(data, str):
        return _date(data, place)
    if hint is int and isinstance(data, bool):
        raise BadSpec(place, "must be a whole number")
    if not isinstance(data, hint):
        raise BadSpec(place, f"must be {_named(hint)}, found {_shown(data)}")
    if hint is int and abs(data) > 10_000:
        raise BadSpec(place, "is out of all measure")
    return data


def _fraction(data: str | int, place: str) -> Fraction:
    text = str(data)
    if len(text) > 20 or "e" in text.lower():
        raise BadSpec(place, "must be a fraction such as 1/2")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadSpec(place, "must be a fraction such as 1/2") from None


def _date(data: str, place: str) -> date:
    try:
        return date.fromisoformat(data)
    except ValueError:
        raise BadSpec(place, "must be a date such as 2026-03-02") from None


def _named(hint: Any) -> str:
    names = {str: "text", int: "a whole number", bool: "true or false", date: "a date"}
    return names.get(hint, "a fraction such as 1/2")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return f"“{str(value)[:40]}”"
