"""Families and entries from plain data (YAML or JSON), for one edition. Read exactly or not at all.

Any value may be given by edition: a mapping whose keys are dates stands for the value of the
edition that is read, and a part that the edition lacks is left out. See docs/criteria.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from controllist.codes import parse
from controllist.criteria.entries import Entry, Rule, read_before, walk
from controllist.criteria.facts import FactKind, FactSpec, Family, ItemKind, Term, Texts
from controllist.criteria.formula import BadFormula
from controllist.criteria.formula import parse as parse_formula
from controllist.criteria.joining import AllOf
from controllist.criteria.node_codec import NodeReader
from controllist.criteria.nodes import Node
from controllist.criteria.place import BadCriteria, Spec
from controllist.criteria.quantities import BadQuantity, unit_key
from controllist.criteria.rulebook import Rulebook
from controllist.criteria.verdicts import Value

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
ENTRY_KEYS = {"head", "released_by", "questions", "complete", "scope", "captions"}
KIND = re.compile(r"[a-z][a-z0-9-]{0,59}")
FACT_KEYS = {
    "label", "unit", "units", "choices", "many", "yes_no", "presumed", "judgement", "better",
    "hint",
}  # fmt: skip


def load_family(data: Mapping[str, Any], edition: str) -> Family:
    """Raises `BadCriteria`."""
    spec = Spec(data, edition)
    spec.only({"family", "label", "kinds", "facts"}, {"terms", "checks"})
    name = spec.name("family", KIND)
    facts = {key: _fact(key, row) for key, row in spec.named("facts", NAME)}
    kinds = {
        key: ItemKind(key, Spec(row.data, edition).texts_of(row.data))
        for key, row in spec.named("kinds", KIND)
    }
    bare = Family(name, spec.texts("label"), kinds, facts, {})
    terms: dict[str, Term] = {}
    for key, row in spec.named("terms", NAME) if "terms" in data else ():
        # A term may use those before it.
        known = Family(name, bare.label, kinds, facts, dict(terms))
        terms[key] = _term(key, row, known)
    whole = Family(name, bare.label, kinds, facts, terms)
    reader = NodeReader(whole, edition)
    checks = tuple(reader.node(row, "") for row in spec.rows("checks", optional=True))
    return Family(name, bare.label, kinds, facts, terms, checks)


def _fact(name: str, spec: Spec) -> FactSpec:
    spec.only({"label"}, FACT_KEYS)
    kind = _fact_kind(spec)
    unit = spec.unit("unit") if "unit" in spec.data else ""
    units = tuple(_unit(spec, text) for text in spec.get("units") or ())
    choices = {
        key: row.texts_of(row.data) for key, row in spec.named("choices", KIND)
    } if kind in (FactKind.CHOICE, FactKind.MANY) else {}  # fmt: skip
    better = spec.get("better") or "less"
    if better not in ("less", "more"):
        raise BadCriteria("better is less or more", spec.data, "better")
    return FactSpec(
        name=name,
        label=spec.texts("label"),
        kind=kind,
        unit=unit,
        units=units or ((unit,) if unit else ()),
        choices=choices,
        presumed=_presumed(spec, kind, choices),
        judgement=spec.flag("judgement"),
        better=better,
        hint=spec.texts("hint") if "hint" in spec.data else {},
    )


def _fact_kind(spec: Spec) -> FactKind:
    if spec.flag("yes_no"):
        return FactKind.YES_NO
    if "choices" in spec.data:
        return FactKind.MANY if spec.flag("many") else FactKind.CHOICE
    return FactKind.NUMBER


def _unit(spec: Spec, text: Any) -> str:
    try:
        return unit_key(str(text))
    except BadQuantity:
        raise BadCriteria(f"the unit “{text}” is not known", spec.data, "units") from None


def _presumed(spec: Spec, kind: FactKind, choices: Mapping[str, Texts]) -> Value | None:
    """What counts where a datasheet is silent."""
    if "presumed" not in spec.data:
        return None
    value = spec.get("presumed")
    if kind is FactKind.YES_NO and isinstance(value, bool):
        return value
    if kind is FactKind.YES_NO and value in ("yes", "no"):
        return bool(value == "yes")
    if kind is FactKind.CHOICE and value in choices:
        return str(value)
    if kind is FactKind.MANY and isinstance(value, list) and set(value) <= set(choices):
        return frozenset(value)
    raise BadCriteria("presumed is no value of this fact", spec.data, "presumed")


def _term(name: str, spec: Spec, family: Family) -> Term:
    spec.only({"label", "unit"}, {"formula", "cases", "source", "better"})
    rows: Sequence[Spec] = spec.rows("cases", optional=True) or [spec]
    reader = NodeReader(family, spec.edition)
    cases = []
    for row in rows:
        text = row.text("formula")
        try:
            formula = parse_formula(text)
        except BadFormula as bad:
            raise BadCriteria(str(bad), row.data, "formula") from bad
        for used in formula.names:
            reader.number_of(used, row, "formula")
        when = row.child("when") if "when" in row.data else None
        cases.append((reader.node(when, "") if when else None, formula))
    better = spec.get("better") or "more"
    source = str(spec.get("source") or "")
    return Term(name, spec.texts("label"), spec.unit("unit"), tuple(cases), source, better)


def editions_of(data: Mapping[str, Any]) -> list[str]:
    """The editions for which an entry's criteria were written and read against the text."""
    rows = data.get("editions")
    if not isinstance(rows, list) or not rows:
        raise BadCriteria("editions is a list of dates", data, "editions")
    return [str(row) for row in rows]


def load_entry(data: Mapping[str, Any], edition: str, families: Mapping[str, Family]) -> Entry:
    """`families` by the kinds they know. Raises `BadCriteria`."""
    spec = Spec(data, edition)
    spec.only({"entry", "editions", "rules"}, ENTRY_KEYS)
    code = parse(spec.text("entry"))
    if code is None or code.path or code.text != spec.text("entry"):
        raise BadCriteria(f"“{spec.get('entry')}” is no entry of the list", data, "entry")
    rules = tuple(_rule(row, spec, code.text, families) for row in spec.rows("rules"))
    if not rules:
        raise BadCriteria("no rule stands for this edition", data, "rules")
    nodes = [node for rule in rules for node in walk(rule.node)]
    return Entry(
        code=code.text,
        rules=rules,
        questions=tuple(row.texts_of(row.data) for row in spec.rows("questions", optional=True)),
        complete=spec.flag("complete", unsaid=True),
        scope=spec.texts("scope") if "scope" in data else {},
        reads_after=read_before(nodes, code.text),
    )


def _rule(row: Spec, entry: Spec, code: str, families: Mapping[str, Family]) -> Rule:
    kinds = row.get("kinds")
    if not isinstance(kinds, list) or not kinds:
        raise BadCriteria("a rule names its kinds of item", row.data, "kinds")
    unknown = [str(kind)[:40] for kind in kinds if kind not in families]
    if unknown:
        raise BadCriteria(f"no family has the kind “{unknown[0]}”", row.data, "kinds")
    family = families[kinds[0]]
    if any(families[kind] is not family for kind in kinds):
        raise BadCriteria("the kinds of a rule are of one family", row.data, "kinds")
    reader = NodeReader(family, entry.edition, families)
    node = reader.node(row, code, extra={"kinds"})
    if not (node.path == code or node.path.startswith(f"{code}.")):
        raise BadCriteria(f"the path {node.path} does not belong to {code}", row.data, "path")
    return Rule(frozenset(kinds), _with_head(node, entry, code, reader))


def _with_head(node: Node, entry: Spec, code: str, reader: NodeReader) -> Node:
    head = tuple(reader.node(one, code) for one in entry.rows("head", optional=True))
    releases = reader.releases(entry, code)
    if not head and not releases:
        return node
    return AllOf(path=code, nodes=(*head, node), releases=releases)


def load_book(
    families: Iterable[Mapping[str, Any]], entries: Iterable[Mapping[str, Any]], edition: str
) -> Rulebook:
    """All rules of one edition; entries that do not name it are left out. Raises `BadCriteria`."""
    read = [load_family(data, edition) for data in families]
    kinds = {kind: family for family in read for kind in family.kinds}
    found = [load_entry(data, edition, kinds) for data in entries if edition in editions_of(data)]
    return Rulebook(edition, read, found)
