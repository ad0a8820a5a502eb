"""The rules of one edition, and `classify`: which entries catch an item, and by which line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from controllist.criteria.entries import Entry, Rule, reading_order, walk
from controllist.criteria.facts import Facts, FactSpec, Family, Mistake
from controllist.criteria.formula import Formula
from controllist.criteria.joining import AnyOf, Every
from controllist.criteria.nodes import Lookup, Node, Specified
from controllist.criteria.verdicts import Status, Trace, Value, either, together


@dataclass(slots=True)
class Candidate:
    """An entry that speaks of this kind of item, and what became of it."""

    entry: Entry
    status: Status
    _line: str
    _case: "_Case" = field(repr=False)

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def line(self) -> str:
        """The one deciding line: the first that catches the item; the entry where none does."""
        return self._line or self.entry.code

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line that catches the item, the deciding one first; empty where none does."""
        if not self._line:
            return ()
        rules = self._case.rules_of(self.entry)
        caught = [rule.node for rule in rules if rule.node.status(self._case) is self.status]
        found = (line for node in caught for line in node.all_lines(self._case))
        return tuple(dict.fromkeys((self._line, *found)))

    @property
    def trace(self) -> tuple[Trace, ...]:
        """Every criterion with what became of it, a tree for each paragraph."""
        return tuple(rule.node.trace(self._case) for rule in self._case.rules_of(self.entry))

    def released_by(self) -> tuple[Trace, ...]:
        """The notes that took the item out."""
        return tuple(
            release
            for trace in self.trace
            for release in _releases(trace)
            if release.status is Status.MET
        )


def _releases(trace: Trace) -> Iterator[Trace]:
    if trace.status is Status.RELEASED:
        yield from trace.releases
        for child in trace.children:
            yield from _releases(child)


@dataclass(frozen=True, slots=True)
class Result:
    """All candidates in reading order."""

    kind: str
    edition: str
    candidates: tuple[Candidate, ...]

    @property
    def caught(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if one.status is Status.MET)

    @property
    def status(self) -> Status:
        """Of the whole: caught by an entry, released, undecided, or not listed."""
        return either([one.status for one in self.candidates])

    @property
    def line(self) -> str:
        """The line that decides; empty when no entry catches the item."""
        caught = self.caught
        return caught[0].line if caught else ""


class Rulebook:
    """Families and entries of one edition. Built once, asked often; nothing in it changes."""

    def __init__(self, edition: str, families: Iterable[Family], entries: Iterable[Entry]) -> None:
        self.edition = edition
        self.families = {family.name: family for family in families}
        self.family_of = {
            kind: family for family in self.families.values() for kind in family.kinds
        }
        self.entries = {entry.code: entry for entry in entries}
        self._by_kind = self._index()

    def _index(self) -> dict[str, tuple[tuple[Entry, tuple[Rule, ...]], ...]]:
        index: dict[str, list[tuple[Entry, tuple[Rule, ...]]]] = {}
        for entry in reading_order(self.entries.values()):
            for kind in frozenset().union(*(rule.kinds for rule in entry.rules)):
                rules = tuple(rule for rule in entry.rules if kind in rule.kinds)
                index.setdefault(kind, []).append((entry, rules))
        return {kind: tuple(rows) for kind, rows in index.items()}

    def competing(self, kind: str) -> tuple[Entry, ...]:
        """The entries that speak of this kind, in reading order."""
        return tuple(entry for entry, _rules in self._by_kind.get(kind, ()))

    def rules(self, entry: Entry, kind: str) -> tuple[Rule, ...]:
        rows = self._by_kind.get(kind, ())
        return next((rules for one, rules in rows if one is entry), ())

    def classify(self, kind: str, facts: Facts) -> Result:
        """Candidates in reading order. Facts are in the units of their family. Never raises."""
        case = _Case(self, kind, facts)
        candidates = []
        for entry, rules in self._by_kind.get(kind, ()):
            statuses = [(rule.node.status(case), rule) for rule in rules]
            status = either([one for one, _rule in statuses])
            line = ""
            if status in (Status.MET, Status.RELEASED):
                line = next(rule.node.line(case) for one, rule in statuses if one is status)
            candidates.append(Candidate(entry, status, line, case))
        return Result(kind, self.edition, tuple(candidates))

    def asks(self, kind: str) -> tuple[FactSpec, ...]:
        """The facts that decide about this kind of item, in the order of its family."""
        family = self.family_of.get(kind)
        if family is None:
            return ()
        needed: set[str] = set()
        for _entry, rules in self._by_kind.get(kind, ()):
            for rule in rules:
                self._needs(rule.node, kind, needed, set())
        return tuple(spec for name, spec in family.facts.items() if name in needed)

    def _needs(self, node: Node, kind: str, needed: set[str], seen: set[tuple[str, str]]) -> None:
        for part in walk(node):
            for name in part.facts():
                self._add_fact(name, kind, needed)
            if not isinstance(part, Specified):
                continue
            for path in part.paths:
                key = (path, part.kind or kind)
                entry = self.entries.get(path.partition(".")[0])
                if entry is None or key in seen:
                    continue
                seen.add(key)
                for rule in self.rules(entry, key[1]):
                    self._needs(rule.node, key[1], needed, seen)

    def _add_fact(self, name: str, kind: str, needed: set[str]) -> None:
        family = self.family_of.get(kind)
        term = family.terms.get(name) if family else None
        if term is None:
            needed.add(name)
            return
        for condition, formula in term.cases:
            for part in walk(condition) if condition else ():
                for other in part.facts():
                    self._add_fact(other, kind, needed)
            for other in formula.names:
                self._add_fact(other, kind, needed)

    def contradictions(self, kind: str, facts: Facts) -> list[Mistake]:
        """Checks of the family that these facts break."""
        family = self.family_of.get(kind)
        case = _Case(self, kind, facts)
        return [
            Mistake("contradiction", getattr(check, "fact", ""))
            for check in (family.checks if family else ())
            if check.status(case) is Status.MISSED
        ]


class _Case:
    """One item during one call: facts, computed terms, and what was found out already."""

    __slots__ = ("_seen", "book", "facts", "family", "kind", "terms")

    def __init__(
        self,
        book: Rulebook,
        kind: str,
        facts: Facts,
        seen: dict[tuple[str, str], Status] | None = None,
    ) -> None:
        self.book, self.kind, self.facts = book, kind, facts
        self.family = book.family_of.get(kind)
        self.terms: dict[str, Fraction | None] = {}
        self._seen = {} if seen is None else seen

    def value(self, name: str) -> Value | None:
        found = self.facts.get(name)
        if found is not None or self.family is None:
            return found
        if name in self.family.terms:
            return self._term(name)
        spec = self.family.facts.get(name)
        return spec.presumed if spec else None

    def presumed(self, name: str) -> bool:
        if self.family is None or name in self.facts:
            return False
        spec = self.family.facts.get(name)
        return spec is not None and spec.presumed is not None

    def numbers(self, formula: Formula) -> Fraction | None:
        values: dict[str, Fraction] = {}
        for name in formula.names:
            value = self.value(name)
            if not isinstance(value, Fraction):
                return None
            values[name] = value
        return formula.value(values)

    def _term(self, name: str) -> Fraction | None:
        if name not in self.terms:
            self.terms[name] = None  # a term that needs itself has no value
            self.terms[name] = self._computed(name)
        return self.terms[name]

    def _computed(self, name: str) -> Fraction | None:
        assert self.family is not None  # noqa: S101 - only reached through a family's term
        for condition, formula in self.family.terms[name].cases:
            status = Status.MET if condition is None else condition.status(self)
            if status is Status.MET:
                return self.numbers(formula)
            if status is Status.UNDECIDED:
                return None
        return None

    def rules_of(self, entry: Entry) -> tuple[Rule, ...]:
        return self.book.rules(entry, self.kind)

    def specified(self, path: str, kind: str) -> Status:
        """Whether the item, or the item as another kind, is specified at this path or below it."""
        key = (path, kind or self.kind)
        if key not in self._seen:
            self._seen[key] = Status.UNDECIDED  # entries that refer to each other decide nothing
            self._seen[key] = self._specified(path, kind)
        return self._seen[key]

    def _specified(self, path: str, kind: str) -> Status:
        entry = self.book.entries.get(path.partition(".")[0])
        if entry is None:
            return Status.UNDECIDED
        case = self
        if kind not in ("", self.kind):
            case = _Case(self.book, kind, self.facts, self._seen)
        found = [_within(rule.node, path, case) for rule in case.rules_of(entry)]
        return either([status for status in found if status is not None])


def _within(node: Node, path: str, case: _Case) -> Status | None:
    """Whether that part of a rule which stands at the path catches the item, with all that is asked
    above it; None where the rule has nothing there."""
    if _stands_in(node.path, path):
        return node.status(case)
    inside = _inside(node, path, case)
    if inside is Status.MET and any(one.when.status(case) is Status.MET for one in node.releases):
        return Status.RELEASED
    return inside


def _inside(node: Node, path: str, case: _Case) -> Status | None:
    match node:
        case Lookup(lines=lines):
            if not any(_stands_in(line, path) for line in lines.values()):
                return None
            status = node.holds(case)
            there = status is not Status.MET or _stands_in(node.line(case), path)
            return status if there else Status.MISSED
        case Every():
            if not any(_reaches(part, path) for part in node.parts()):
                return None
            status = node.holds(case)
            there = status is not Status.MET or _stands_in(node.line(case), path)
            return status if there else Status.MISSED
    found = [(part, _within(part, path, case)) for part in node.parts()]
    known = [status for _part, status in found if status is not None]
    if not known:
        return None
    if isinstance(node, AnyOf):
        return either(known)
    return together([part.status(case) if status is None else status for part, status in found])


def _reaches(node: Node, path: str) -> bool:
    return any(_stands_in(part.path, path) for part in walk(node))


def _stands_in(line: str, path: str) -> bool:
    return line == path or line.startswith(f"{path}.")
