"""The task pages of sets."""

from exercises.views.tasks import draft, index, result, start, task

__all__ = ["draft", "index", "result", "start", "task"]
