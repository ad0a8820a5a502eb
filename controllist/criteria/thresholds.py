"""The figures of an entry in a row, and what became of them from one edition to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from controllist.criteria.entries import Entry
from controllist.criteria.nodes import Compare
from controllist.criteria.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Threshold:
    """One comparison: `bound` as the list writes it (`number|unit`, or `=formula`)."""

    path: str
    kind: str
    fact: str
    op: str
    bound: str

    @property
    def place(self) -> tuple[str, str, str]:
        return self.path, self.fact, self.op


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that changed, came or went."""

    path: str
    kind: str
    fact: str
    op: str
    before: str
    after: str


def thresholds(entry: Entry) -> list[Threshold]:
    """Every figure once, in the order of the rules."""
    found: dict[tuple[str, str, str, str], Threshold] = {}
    for rule in entry.rules:
        kind = min(rule.kinds)
        for node in rule.nodes():
            if isinstance(node, Compare):
                one = Threshold(node.path, kind, node.fact, node.op, node.bound_text())
                found.setdefault((*one.place, one.bound), one)
    return list(found.values())


def drift(older: Rulebook, newer: Rulebook) -> dict[str, list[Drift]]:
    """By entry, the figures that differ; only entries whose rules stand for both editions."""
    changes = {
        code: list(_changes(older.entries[code], entry))
        for code, entry in sorted(newer.entries.items())
        if code in older.entries
    }
    return {code: found for code, found in changes.items() if found}


def _changes(older: Entry, newer: Entry) -> Iterator[Drift]:
    before, after = _by_place(older), _by_place(newer)
    for place in dict.fromkeys([*after, *before]):
        was, now = before.get(place, []), after.get(place, [])
        gone = [one for one in was if one.bound not in {other.bound for other in now}]
        come = [one for one in now if one.bound not in {other.bound for other in was}]
        for number in range(max(len(gone), len(come))):
            left = gone[number] if number < len(gone) else None
            right = come[number] if number < len(come) else None
            one = right or left
            assert one is not None  # noqa: S101 - one of the two lists is as long as this
            yield Drift(
                one.path, one.kind, one.fact, one.op,
                left.bound if left else "", right.bound if right else "",
            )  # fmt: skip


def _by_place(entry: Entry) -> dict[tuple[str, str, str], list[Threshold]]:
    found: dict[tuple[str, str, str], list[Threshold]] = {}
    for one in thresholds(entry):
        found.setdefault(one.place, []).append(one)
    return found
