"""Item templates: what a manufacturer's sheet would say, and how its values are drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from controllist.codes import parse
from controllist.criteria.facts import FactKind, FactSpec, Family, Texts
from controllist.criteria.place import BadCriteria, Spec
from controllist.criteria.quantities import BadQuantity, Written, written
from controllist.criteria.verdicts import Value

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
MAX_STEPS = 2000
BadTemplate = BadCriteria
ROW_KEYS = {
    "fact", "range", "around", "step", "one_of", "some_of", "fixed", "units", "when", "says",
    "label", "silent", "plain", "note",
}  # fmt: skip


class Outcome(StrEnum):
    """What a variant comes to; a template names those it must be able to give."""

    LISTED = "listed"  # caught by the entry the template is about
    OTHER = "other"  # caught by another entry
    NEAR_MISS = "near_miss"  # one criterion short
    RELEASED = "released"  # taken out by a note
    NOT_LISTED = "not_listed"  # plainly outside


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet. A row without a fact is colour: it must not matter.

    Numbers are drawn as multiples of `step`, between `low` and `high`, then shown in one of
    `units`. `silent` values are left out of the sheet. `when` names values of earlier rows that
    the row needs.
    """

    fact: str
    spec: FactSpec | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    step: Written | None = None
    values: tuple[Value, ...] = ()
    some: bool = False
    units: tuple[str, ...] = ()
    when: Mapping[str, frozenset[Value]] = field(default_factory=dict)
    says: Mapping[str, Texts] = field(default_factory=dict)
    label: Texts = field(default_factory=dict)
    silent: frozenset[Value] = frozenset()
    plain: bool = False
    texts: tuple[Texts, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """An item in the abstract. `entry` is the one it teaches; `mix` the outcomes it must reach."""

    key: str
    kind: str
    entry: str
    editions: tuple[str, ...]
    title: Texts
    sheet: Texts
    rows: tuple[Row, ...]
    mix: tuple[Outcome, ...]
    story: Texts = field(default_factory=dict)
    decoys: tuple[str, ...] = ()


def load_template(data: Mapping[str, Any], families: Mapping[str, Family]) -> Template:
    """`families` by kind. Raises `BadTemplate` with the place."""
    spec = Spec(data, "")
    spec.only(
        {"template", "kind", "entry", "editions", "title", "sheet", "rows", "mix"},
        {"story", "decoys", "level", "minutes", "topic"},
    )
    kind = spec.text("kind")
    if kind not in families:
        raise BadTemplate(f"no family has the kind “{kind[:40]}”", data, "kind")
    family = families[kind]
    rows = tuple(_row(row, family) for row in spec.rows("rows"))
    named = [row.fact for row in rows if row.fact]
    if len(set(named)) < len(named):
        raise BadTemplate("a fact stands in two rows", data, "rows")
    _order(rows, data)
    return Template(
        key=spec.name("template", KEY),
        kind=kind,
        entry=_entry(spec, "entry", spec.text("entry")),
        editions=tuple(str(one) for one in _list(spec, "editions")),
        title=spec.texts("title"),
        sheet=spec.texts("sheet"),
        rows=rows,
        mix=_mix(spec),
        story=spec.texts("story") if "story" in data else {},
        decoys=tuple(_entry(spec, "decoys", str(one)) for one in spec.get("decoys") or ()),
    )


def _order(rows: Sequence[Row], data: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    for row in rows:
        unknown = set(row.when) - seen
        if unknown:
            raise BadTemplate(f"“when” names “{unknown.pop()}”, which no earlier row has", data)
        seen.add(row.fact)


def _entry(spec: Spec, key: str, text: str) -> str:
    code = parse(text)
    if code is None or code.path or code.text != text:
        raise BadTemplate(f"“{text[:40]}” is no entry of the list", spec.data, key)
    return code.text


def _list(spec: Spec, key: str) -> list[Any]:
    value = spec.get(key)
    if not isinstance(value, list) or not value:
        raise BadTemplate(f"“{key}” is a list", spec.data, key)
    return value


def _mix(spec: Spec) -> tuple[Outcome, ...]:
    try:
        mix = tuple(Outcome(str(one)) for one in _list(spec, "mix"))
    except ValueError as bad:
        known = ", ".join(Outcome)
        raise BadTemplate(f"{bad}: mix has {known}", spec.data, "mix") from None
    if len(set(mix)) < 2:
        raise BadTemplate("a mix has two outcomes at least", spec.data, "mix")
    return mix


def _row(spec: Spec, family: Family) -> Row:
    spec.only(set(), ROW_KEYS)
    if "fact" not in spec.data:
        return _colour(spec)
    name = spec.text("fact")
    fact = family.facts.get(name)
    if fact is None:
        raise BadTemplate(f"the family has no fact “{name[:40]}”", spec.data, "fact")
    common: dict[str, Any] = {
        "fact": name,
        "spec": fact,
        "when": _when(spec, family),
        "says": {key: row.texts_of(row.data) for key, row in _says(spec)},
        "label": spec.texts("label") if "label" in spec.data else fact.label,
        "silent": frozenset(_value(fact, one, spec, "silent") for one in spec.get("silent") or ()),
        "plain": spec.flag("plain"),
    }
    if fact.kind is FactKind.NUMBER:
        return _measured(spec, fact, common)
    return _chosen(spec, fact, common)


def _says(spec: Spec) -> list[tuple[str, Spec]]:
    return list(spec.named("says", re.compile(r"[a-z0-9-]{1,60}"))) if "says" in spec.data else []


def _colour(spec: Spec) -> Row:
    """A row that says something true and unimportant, in one of several wordings."""
    rows = _list(spec, "one_of")
    texts = tuple(
        spec.texts_of(one) if isinstance(one, Mapping) else {"en": str(one), "ru": str(one)}
        for one in rows
    )
    return Row(fact="", label=spec.texts("label"), texts=texts)


def _measured(spec: Spec, fact: FactSpec, common: dict[str, Any]) -> Row:
    units = tuple(str(unit) for unit in spec.get("units") or ()) or (fact.unit,)
    unknown = [unit for unit in units if unit not in (*fact.units, fact.unit)]
    if unknown:
        raise BadTemplate(f"the fact is not stated in “{unknown[0]}”", spec.data, "units")
    if "fixed" in spec.data:
        value = _number(spec, "fixed", spec.get("fixed"), fact)
        return Row(**common, low=value, high=value, units=units)
    step = _written(spec, "step", spec.get("step"), fact)
    low, high = _ends(spec, fact, step)
    if not 0 < (high - low) / step.to(fact.unit) <= MAX_STEPS:
        raise BadTemplate(f"between the ends lie 1 to {MAX_STEPS} steps", spec.data, "step")
    return Row(**common, low=low, high=high, step=step, units=units)


def _ends(spec: Spec, fact: FactSpec, step: Written) -> tuple[Fraction, Fraction]:
    if "around" in spec.data:
        middle, reach = _number(spec, "around", spec.get("around"), fact), 6
        width = (step.to(fact.unit) - Written(Fraction(0), step.unit).to(fact.unit)) * reach
        return max(middle - width, Fraction(0)) if middle >= 0 else middle - width, middle + width
    ends = spec.get("range")
    if not isinstance(ends, list) or len(ends) != 2:
        raise BadTemplate("a number has a range of two ends, or around", spec.data, "range")
    low, high = (_number(spec, "range", end, fact) for end in ends)
    if low >= high:
        raise BadTemplate("a range goes from less to more", spec.data, "range")
    return low, high


def _number(spec: Spec, key: str, value: Any, fact: FactSpec) -> Fraction:
    return _written(spec, key, value, fact).to(fact.unit)


def _written(spec: Spec, key: str, value: Any, fact: FactSpec) -> Written:
    try:
        found = written(str(value), like=fact.unit)
        if found.unit == "" and fact.unit != "":
            raise BadTemplate(f"“{value}” needs its unit", spec.data, key)
        found.to(fact.unit)
    except BadQuantity as bad:
        raise BadTemplate(f"“{value}”: {bad.reason.replace('_', ' ')}", spec.data, key) from None
    return found


def _chosen(spec: Spec, fact: FactSpec, common: dict[str, Any]) -> Row:
    ways = [way for way in ("one_of", "some_of", "fixed") if way in spec.data]
    if len(ways) != 1:
        raise BadTemplate("a choice has one_of, some_of or fixed", spec.data, "fact")
    way = ways[0]
    given = [spec.get(way)] if way == "fixed" else _list(spec, way)
    values = tuple(_value(fact, one, spec, way) for one in given)
    return Row(**common, values=values, some=way == "some_of")


def _value(fact: FactSpec, value: Any, spec: Spec, key: str) -> Value:
    if fact.kind is FactKind.YES_NO and value in ("yes", "no", True, False):
        return value in ("yes", True)
    if fact.kind is FactKind.CHOICE and value in fact.choices:
        return str(value)
    if fact.kind is FactKind.MANY:
        members = value if isinstance(value, list) else [value]
        if members and all(member in fact.choices for member in members):
            return frozenset(members)
    raise BadTemplate(f"“{fact.name}” has no value “{value}”", spec.data, key)


def _when(spec: Spec, family: Family) -> dict[str, frozenset[Value]]:
    if "when" not in spec.data:
        return {}
    found = {}
    for name, value in spec.child("when").data.items():
        fact = family.facts.get(name)
        if fact is None or fact.kind is FactKind.NUMBER:
            raise BadTemplate(f"“when” asks for a choice, not “{name}”", spec.data, "when")
        values = value if isinstance(value, list) else [value]
        found[name] = frozenset(_value(fact, one, spec, "when") for one in values)
    return found
