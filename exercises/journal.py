"""Append to a journal: once for each idempotency key, in order, never over a newer answer.

Case runs use it too: give it the parent row and its steps.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction

from exercises.models import JournalStep

StepT = TypeVar("StepT", bound=JournalStep)
MAX_KEY = 64


class StaleSequence(Exception):
    """Another window has written to this slot since the page was shown."""

    def __init__(self, newest: JournalStep) -> None:
        super().__init__(f"slot {newest.slot} is at {newest.sequence}")
        self.newest = newest


class KeyReuse(Exception):
    """The same key came with another body."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written.

    `seen` is the newest sequence of the slot that the page knew (None: do not check). `key` is
    `<window>.<number>`: steps that the same window wrote meanwhile do not make it stale.
    """

    kind: str
    key: str
    slot: int = 0
    data: dict[str, Any] | None = None
    seen: int | None = None

    @property
    def window(self) -> str:
        return self.key.partition(".")[0] + "."

    @property
    def digest(self) -> str:
        body = json.dumps([self.kind, self.slot, self.data or {}], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()


class Journal(Generic[StepT]):
    """The steps of one parent row, read once. Make it inside the transaction that writes."""

    def __init__(self, model: type[StepT], parent: str, owner: models.Model) -> None:
        self.model, self.parent, self.owner = model, parent, owner
        self.steps: list[StepT] = list(
            model._default_manager.filter(**{parent: owner}).order_by("sequence")
        )

    def newest(self, slot: int) -> StepT | None:
        return next((step for step in reversed(self.steps) if step.slot == slot), None)

    def same(self, entry: Entry) -> StepT | None:
        """The step that this very request has written before, if any."""
        for step in self.steps:
            if step.idempotency_key == entry.key[:MAX_KEY]:
                if step.digest != entry.digest:
                    raise KeyReuse(entry.key)
                return step
        return None

    def check(self, entry: Entry) -> None:
        if entry.seen is None:
            return
        for step in reversed(self.steps):
            if step.sequence <= entry.seen:
                return
            if step.slot == entry.slot and not step.idempotency_key.startswith(entry.window):
                raise StaleSequence(step)

    def append(self, entry: Entry, outcome: dict[str, Any] | None = None) -> StepT:
        """Write the entry after `same` and `check`; a racing twin makes it stale."""
        step = self.model(
            **{self.parent: self.owner},
            sequence=self.steps[-1].sequence + 1 if self.steps else 1,
            slot=entry.slot,
            kind=entry.kind,
            data=entry.data or {},
            outcome=outcome,
            idempotency_key=entry.key[:MAX_KEY],
            digest=entry.digest,
        )
        try:
            with transaction.atomic():
                step.save(force_insert=True)
        except IntegrityError:
            rows = self.model._default_manager.filter(**{self.parent: self.owner})
            self.steps = list(rows.order_by("sequence"))
            raise StaleSequence(self.newest(entry.slot) or self.steps[-1]) from None
        self.steps.append(step)
        return step
