"""What a person answered, read from whatever arrived. Total: bad input is a value, too.

A response is a mapping with one of these keys, or with `unsure: true`:
`options` (a list of option keys), `value` and `unit` (as typed), `code` (as typed), or `steps` (a
mapping of step names to such a response each).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

MAX_TEXT = 200
MAX_OPTIONS = 50
MAX_STEPS = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Classified:
    code: str


@dataclass(frozen=True, slots=True)
class Stepwise:
    """The responses of a guided item, raw: each step reads its own."""

    steps: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unsure:
    pass


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class Unreadable:
    pass


Response: TypeAlias = Chosen | Measured | Classified | Stepwise | Unsure | Empty | Unreadable


def read(raw: Any) -> Response:
    """The response in `raw`. Wrong types, long texts and NUL bytes are `Unreadable`."""
    if raw is None or raw == {}:
        return Empty()
    if not isinstance(raw, Mapping):
        return Unreadable()
    if raw.get("unsure") is True:
        return Unsure()
    if "options" in raw:
        return _chosen(raw["options"])
    if "value" in raw:
        return _measured(raw["value"], raw.get("unit", ""))
    if "code" in raw:
        return _classified(raw["code"])
    if "steps" in raw:
        return _stepwise(raw["steps"])
    return Unreadable()


def _stepwise(value: Any) -> Response:
    if not isinstance(value, Mapping) or len(value) > MAX_STEPS:
        return Unreadable()
    steps = {name: one for name, one in value.items() if isinstance(name, str)}
    read_ = [read(one) for one in steps.values() if not _has_steps(one)]
    if any(isinstance(one, Unreadable) for one in read_) or len(read_) < len(value):
        return Unreadable()
    return Stepwise(steps) if any(not isinstance(one, Empty) for one in read_) else Empty()


def _has_steps(value: Any) -> bool:
    return isinstance(value, Mapping) and "steps" in value


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\x00" in value:
        return None
    return value.strip()


def _chosen(value: Any) -> Response:
    if not isinstance(value, list | tuple) or len(value) > MAX_OPTIONS:
        return Unreadable()
    keys = [_text(key) for key in value]
    known = tuple(dict.fromkeys(key for key in keys if key))
    if None in keys:
        return Unreadable()
    return Chosen(known) if known else Empty()


def _measured(value: Any, unit: Any) -> Response:
    typed, named = _text(value), _text(unit)
    if typed is None or named is None:
        return Unreadable()
    return Measured(typed, named) if typed else Empty()


def _classified(value: Any) -> Response:
    typed = _text(value)
    if typed is None:
        return Unreadable()
    return Classified(typed) if typed else Empty()
