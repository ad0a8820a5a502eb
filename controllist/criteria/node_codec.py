"""Rule trees from plain data. A node is a mapping with one way of asking; see docs/criteria.md."""

from collections.abc import Callable, Mapping, Set
from typing import Any

from controllist.codes import parse
from controllist.criteria.facts import FactKind, FactSpec, Family
from controllist.criteria.formula import BadFormula, Formula
from controllist.criteria.formula import parse as parse_formula
from controllist.criteria.joining import AllOf, AnyOf, Count, Every, Not
from controllist.criteria.nodes import Always, Among, Compare, Is, Lookup, Node, Release, Specified
from controllist.criteria.place import BadCriteria, Spec
from controllist.criteria.quantities import BadQuantity, written

COMMON = {"path", "stands_at", "released_by", "since", "until"}
COMPARISONS = {
    "more_than": "more_than",
    "at_least": "at_least",
    "less_than": "less_than",
    "at_most": "at_most",
    "better_than": "better",
    "good_as": "good",
}
RANGES = {"between", "equals"}
CHOICES = {"is", "has", "only", "named"}
NOTE_KINDS = ("note", "technical_note", "section_note", "nb")
WAYS = ("all", "any", "not", "count", "fact", "every", "specified_in", "other_than", "always")


class NodeReader:
    """Reads the nodes of one family in one edition."""

    def __init__(
        self, family: Family, edition: str, families: Mapping[str, Family] | None = None
    ) -> None:
        self.family, self.edition, self.families = family, edition, families or {}
        self.readers: dict[str, Callable[[Spec, dict[str, Any]], Node]] = {
            "all": self._all,
            "any": self._any,
            "not": self._not,
            "count": self._count,
            "fact": self._fact,
            "every": self._every,
            "specified_in": self._specified,
            "other_than": self._specified,
            "always": self._always,
        }

    def node(
        self, spec: Spec, above: str, *, stands_at: str = "", extra: Set[str] = frozenset()
    ) -> Node:
        """A node; `above` is the path it inherits, with where that stands. Raises `BadCriteria`."""
        ways = [way for way in WAYS if way in spec.data]
        if len(ways) != 1:
            raise BadCriteria(f"a criterion has one of {', '.join(WAYS)}", spec.data)
        way = ways[0]
        known = {way, *COMMON, *extra, *ALONGSIDE.get(way, set())}
        spec.only({way}, known)
        path = self._path(spec, "path")
        stands_at = self._path(spec, "stands_at") or ("" if path else stands_at)
        common: dict[str, Any] = {
            "path": path or above,
            "stands_at": stands_at,
            "releases": self.releases(spec, path or above),
        }
        return self.readers[way](spec, common)

    def nodes(self, spec: Spec, key: str, common: Mapping[str, Any]) -> tuple[Node, ...]:
        above, stands_at = common["path"], common["stands_at"]
        found = tuple(self.node(row, above, stands_at=stands_at) for row in spec.rows(key))
        if not found:
            raise BadCriteria(f"“{key}” has nothing in it for this edition", spec.data, key)
        return found

    def releases(self, spec: Spec, above: str) -> tuple[Release, ...]:
        return tuple(self._release(row, above) for row in spec.rows("released_by", optional=True))

    def _release(self, row: Spec, above: str) -> Release:
        row.only({"when"}, {"path", "kind", "number", "title", "since", "until"})
        kind = str(row.get("kind") or "note")
        if kind not in NOTE_KINDS:
            raise BadCriteria(f"a note is one of {', '.join(NOTE_KINDS)}", row.data, "kind")
        path = self._path(row, "path") or above
        title = row.texts("title") if "title" in row.data else {}
        when = self.node(row.child("when"), path)
        return Release(path, when, kind, str(row.get("number") or ""), title)

    def _path(self, spec: Spec, key: str) -> str:
        value = spec.get(key)
        if value is None:
            return ""
        code = parse(str(value))
        if code is None or code.text != str(value):
            raise BadCriteria(f"“{str(value)[:40]}” is no path of the list", spec.data, key)
        return code.text

    # --- joined ---------------------------------------------------------------------------

    def _all(self, spec: Spec, common: dict[str, Any]) -> Node:
        return AllOf(**common, nodes=self.nodes(spec, "all", common))

    def _any(self, spec: Spec, common: dict[str, Any]) -> Node:
        return AnyOf(**common, nodes=self.nodes(spec, "any", common))

    def _not(self, spec: Spec, common: dict[str, Any]) -> Node:
        return Not(
            **common,
            node=self.node(spec.child("not"), common["path"], stands_at=common["stands_at"]),
        )

    def _count(self, spec: Spec, common: dict[str, Any]) -> Node:
        least = spec.get("count")
        if isinstance(least, bool) or not isinstance(least, int) or least < 1:
            raise BadCriteria("count is a whole number", spec.data, "count")
        return Count(**common, least=least, nodes=self.nodes(spec, "of", common))

    def _always(self, spec: Spec, common: dict[str, Any]) -> Node:
        return Always(**common)

    def _specified(self, spec: Spec, common: dict[str, Any]) -> Node:
        key = "other_than" if "other_than" in spec.data else "specified_in"
        value = spec.get(key)
        paths = []
        for path in value if isinstance(value, list) else [value]:
            code = parse(str(path))
            if code is None or code.text != str(path):
                raise BadCriteria(f"“{str(path)[:40]}” is no path of the list", spec.data, key)
            paths.append(code.text)
        kind = str(spec.get("as") or "")
        if kind and self.families and kind not in self.families:
            raise BadCriteria(f"no family has the kind “{kind[:40]}”", spec.data, "as")
        return Specified(**common, paths=tuple(paths), kind=kind, other=key == "other_than")

    # --- of one fact ----------------------------------------------------------------------

    def _fact(self, spec: Spec, common: dict[str, Any]) -> Node:
        asked = [key for key in spec.data if key in {*COMPARISONS, *RANGES, *CHOICES}]
        if not asked:
            raise BadCriteria("a fact is compared with something", spec.data, "fact")
        name = spec.text("fact")
        if asked[0] in CHOICES:
            if len(asked) > 1:
                raise BadCriteria("a choice is asked in one way", spec.data, asked[1])
            return self._choice(spec, common, name, asked[0])
        self.number_of(name, spec, "fact")
        found = [node for key in asked for node in self._comparisons(spec, common, name, key)]
        if len(found) == 1:
            return found[0]
        bare = {**common, "releases": ()}
        parts = [self._compare(spec, bare, node.fact, node.op, node) for node in found]
        return AllOf(**common, nodes=tuple(parts))

    def _comparisons(
        self, spec: Spec, common: dict[str, Any], name: str, key: str
    ) -> list[Compare]:
        if key in COMPARISONS:
            op = COMPARISONS[key]
            if op in ("better", "good"):
                op = f"{op}_{self._better(name)}"
            return [self._bound(spec, common, (name, op, key), spec.get(key))]
        if key == "equals":
            pairs = [("at_least", spec.get(key)), ("at_most", spec.get(key))]
        else:
            both = spec.get(key)
            if not isinstance(both, list) or len(both) != 2:
                raise BadCriteria("between has two values", spec.data, key)
            pairs = [("at_least", both[0]), ("at_most", both[1])]
        return [self._bound(spec, common, (name, op, key), value) for op, value in pairs]

    def _compare(
        self, spec: Spec, common: dict[str, Any], name: str, op: str, node: Compare
    ) -> Compare:
        return Compare(**common, fact=name, op=op, bound=node.bound, shown=node.shown)

    def _bound(
        self, spec: Spec, common: dict[str, Any], ask: tuple[str, str, str], value: Any
    ) -> Compare:
        name, op, key = ask
        text = str(spec.pick(value)) if value is not None else ""
        if text.startswith("="):
            return Compare(**common, fact=name, op=op, bound=self._formula(spec, key, text[1:]))
        try:
            unit = self.unit_of(name)
            shown = written(text, like=unit)
            if shown.unit == "" and unit != "":
                raise BadCriteria(f"“{text[:40]}” needs its unit", spec.data, key)
            return Compare(**common, fact=name, op=op, bound=shown.to(unit), shown=shown)
        except BadQuantity as bad:
            raise BadCriteria(
                f"“{text[:40]}”: {bad.reason.replace('_', ' ')}", spec.data, key
            ) from bad

    def _formula(self, spec: Spec, key: str, text: str) -> Formula:
        try:
            formula = parse_formula(text)
        except BadFormula as bad:
            raise BadCriteria(str(bad), spec.data, key) from bad
        for used in formula.names:
            self.number_of(used, spec, key)
        return formula

    def _choice(self, spec: Spec, common: dict[str, Any], name: str, way: str) -> Node:
        fact = self.family.facts.get(name)
        if fact is None:
            raise BadCriteria(f"the family has no fact “{name[:40]}”", spec.data, "fact")
        if way == "named":
            return self._named(spec, common, fact)
        value = spec.get(way)
        values = value if isinstance(value, list) else [value]
        if fact.kind is FactKind.YES_NO:
            values = [{"yes": True, "no": False}.get(one, one) for one in values]
        known: set[Any] = {True, False} if fact.kind is FactKind.YES_NO else set(fact.choices)
        unknown = [one for one in values if one not in known]
        if unknown or not known:
            raise BadCriteria(f"“{name}” has no value “{unknown[:1]}”", spec.data, way)
        if (way == "is") is (fact.kind is FactKind.MANY):
            raise BadCriteria("several choices: has or only; one: is", spec.data, way)
        if way == "is":
            return Is(**common, fact=name, values=frozenset(values))
        return Among(**common, fact=name, values=frozenset(values), only=way == "only")

    def _named(self, spec: Spec, common: dict[str, Any], fact: FactSpec) -> Node:
        rows = spec.get("named")
        if not isinstance(rows, Mapping) or not rows:
            raise BadCriteria("named is a mapping of choices to paths", spec.data, "named")
        for choice, path in rows.items():
            code = parse(str(path))
            if choice not in fact.choices or code is None or code.text != path:
                raise BadCriteria(f"“{choice}: {path}” is no choice with its path", rows, choice)
        return Lookup(**common, fact=fact.name, lines=dict(rows))

    def _every(self, spec: Spec, common: dict[str, Any]) -> Node:
        name = spec.text("every")
        fact = self.family.facts.get(name)
        if fact is None or fact.kind is not FactKind.MANY:
            raise BadCriteria(f"“{name[:40]}” is no fact of several choices", spec.data, "every")
        ways = []
        for row in spec.rows("by"):
            members = row.get("of")
            names = members if isinstance(members, list) else [members]
            if not names or not set(names) <= set(fact.choices):
                raise BadCriteria(f"“{name}” has not all of {names}", row.data, "of")
            bare = any(way in row.data for way in WAYS)
            body = row if bare else Spec({**row.data, "always": True}, self.edition)
            ways.append(
                (
                    frozenset(names),
                    self.node(body, common["path"], stands_at=common["stands_at"], extra={"of"}),
                )
            )
        return Every(**common, fact=name, ways=tuple(ways))

    # --- what a number is -----------------------------------------------------------------

    def number_of(self, name: str, spec: Spec, key: str) -> None:
        """Refuses what is neither a measured fact nor a term of the family."""
        fact = self.family.facts.get(name)
        if name in self.family.terms or (fact and fact.kind is FactKind.NUMBER):
            return
        raise BadCriteria(f"the family measures no “{name[:40]}”", spec.data, key)

    def unit_of(self, name: str) -> str:
        term = self.family.terms.get(name)
        return term.unit if term else self.family.facts[name].unit

    def _better(self, name: str) -> str:
        term = self.family.terms.get(name)
        return term.better if term else self.family.facts[name].better


ALONGSIDE: dict[str, set[str]] = {
    "count": {"of"},
    "fact": {*COMPARISONS, *RANGES, *CHOICES},
    "every": {"by"},
    "specified_in": {"as"},
    "other_than": {"as"},
}
