"""An entry as rules, and the order in which entries are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from controllist.criteria.facts import Texts
from controllist.criteria.nodes import Node, Specified


@dataclass(frozen=True, slots=True)
class Rule:
    """One paragraph of an entry as a tree, for the kinds of item that it speaks of."""

    kinds: frozenset[str]
    node: Node

    def nodes(self) -> Iterator[Node]:
        return walk(self.node)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in one edition. `questions` are what no parameter decides: for the authority.

    `complete` is False where paragraphs of the entry are left out; `scope` says in words which.
    """

    code: str
    rules: tuple[Rule, ...]
    questions: tuple[Texts, ...] = ()
    complete: bool = True
    scope: Texts = field(default_factory=dict)
    reads_after: frozenset[str] = frozenset()

    def nodes(self) -> Iterator[Node]:
        for rule in self.rules:
            yield from walk(rule.node)


def walk(node: Node) -> Iterator[Node]:
    """A node, what stands below it, and what its notes ask."""
    yield node
    for part in node.parts():
        yield from walk(part)
    for release in node.releases:
        yield from walk(release.when)


def reading_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as a classifier reads them: what another says “other than” goes first, then by code.

    Entries that refer to each other in a circle keep the order of their codes.
    """
    waiting = {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}
    ordered: list[Entry] = []
    while waiting:
        free = next(
            (code for code, entry in waiting.items() if not (entry.reads_after & waiting.keys())),
            next(iter(waiting)),
        )
        ordered.append(waiting.pop(free))
    return ordered


def read_before(nodes: Iterable[Node], code: str) -> frozenset[str]:
    """The entries that these nodes name as “other than specified in”."""
    named = (
        path for node in nodes if isinstance(node, Specified) and node.other for path in node.paths
    )
    return frozenset(path.partition(".")[0] for path in named) - {code}
