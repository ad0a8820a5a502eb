from collections.abc import Callable
from typing import Any

import pytest

from jobs import registry


@pytest.fixture
def does(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[str, dict[str, Any]]]]:
    """`calls = does("kind", function)`: a handler for this test, and what it was called with."""

    def register(kind: str, function: Callable[[], None] = lambda: None) -> list[Any]:
        calls: list[tuple[str, dict[str, Any]]] = []

        def handle(subject: str, payload: dict[str, Any]) -> None:
            calls.append((subject, payload))
            function()

        monkeypatch.setitem(registry._handlers, kind, handle)
        return calls

    return register


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids for which the bell was rung."""
    ids: list[int] = []
    monkeypatch.setattr(registry, "_bells", [ids.append])
    return ids
