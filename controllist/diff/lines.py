"""The paragraphs of one entry in two editions: which changed, came, went or moved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from controllist.codes import parse
from controllist.diff.tokens import quantities, signature

PROVISION = "provision"
# Shorter texts, such as “Not used”, stand in many places: they do not move.
MOVES_FROM = 16


class How(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Paragraph:
    path: str
    kind: str
    ordinal: int
    text: str
    defect: str = ""

    @property
    def identity(self) -> tuple[str, str, int]:
        return self.path, self.kind, self.ordinal


@dataclass(frozen=True, slots=True)
class Change:
    how: How
    old: Paragraph | None
    new: Paragraph | None

    @property
    def here(self) -> Paragraph:
        """Where it is shown: its place in the newer text, if it has one."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def doubtful(self) -> bool:
        return any(one.defect for one in (self.old, self.new) if one)

    @property
    def numbers(self) -> bool:
        return self.how != How.MOVED and numbers_differ([self])


def numbers_differ(changes: Iterable[Change]) -> bool:
    """Whether quantities differ in all changes together: a paragraph that was split into two
    with the same numbers has none that differ."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for change in changes:
        before.update(quantities(change.old.text) if change.old else {})
        after.update(quantities(change.new.text) if change.new else {})
    return before != after


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Change]:
    """Paragraphs are matched by path, kind and ordinal. One whose text stands at another path
    of its kind has moved; only its ordinal may differ without any notice."""
    before = {one.identity: one for one in old}
    after = {one.identity: one for one in new}
    for identity in before.keys() & after.keys():
        if _alike(before[identity].text, after[identity].text):
            del before[identity], after[identity]
    moved = _take_moved(before, after)
    changes = [Change(How.MOVED, *pair) for pair in moved if pair[0].path != pair[1].path]
    for identity in before.keys() | after.keys():
        left, right = before.get(identity), after.get(identity)
        changes.append(Change(_how(left, right), left, right))
    return sorted(changes, key=_place)


def _alike(old: str, new: str) -> bool:
    return old == new or signature(old) == signature(new)


def _how(old: Paragraph | None, new: Paragraph | None) -> How:
    if old is None:
        return How.ADDED
    return How.REMOVED if new is None else How.CHANGED


Identity = tuple[str, str, int]


def _take_moved(
    before: dict[Identity, Paragraph], after: dict[Identity, Paragraph]
) -> list[tuple[Paragraph, Paragraph]]:
    """Takes out of both what has the same text at another place, where that is unambiguous."""
    origins, targets = _by_text(before.values()), _by_text(after.values())
    pairs = []
    for key in origins.keys() & targets.keys():
        is_long = len(key[1]) >= MOVES_FROM
        if is_long and len(origins[key]) == len(targets[key]) == 1:
            pair = origins[key][0], targets[key][0]
            del before[pair[0].identity], after[pair[1].identity]
            pairs.append(pair)
    return pairs


def _by_text(paragraphs: Iterable[Paragraph]) -> dict[tuple[str, str], list[Paragraph]]:
    found: dict[tuple[str, str], list[Paragraph]] = {}
    for one in paragraphs:
        found.setdefault((one.kind, signature(one.text)), []).append(one)
    return found


def _place(change: Change) -> tuple[Any, ...]:
    here = change.here
    code = parse(here.path)
    return (
        code.sort_key() if code else (here.path, ()),
        here.kind != PROVISION,
        here.kind,
        here.ordinal,
        change.how,
    )
