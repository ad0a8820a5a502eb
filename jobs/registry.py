"""Who does the work, and who rings the bell. Rooms above register here; nothing is imported."""

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import autodiscover_modules

Handler = Callable[[str, dict[str, Any]], None]
Bell = Callable[[int], None]

_handlers: dict[str, Handler] = {}
_bells: list[Bell] = []


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind: `(subject, payload) -> None`.

    A job may be handed out twice (its worker died, or was slow), so a handler must bring
    about the same end state when it runs again.
    """

    def register(function: Handler) -> Handler:
        known = _handlers.setdefault(kind, function)
        if known is not function:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        return function

    return register


def find(kind: str) -> Handler | None:
    if kind not in _handlers:
        # Outside a worker nobody may have imported the rooms' `tasks` yet.
        autodiscover_modules("tasks")
    return _handlers.get(kind)


def set_bell(bell: Bell) -> None:
    _bells[:] = [bell]


def ring(job_id: int) -> None:
    """Tell a worker that a job waits. Losing the message delays the job, never loses it."""
    for bell in _bells:
        bell(job_id)
