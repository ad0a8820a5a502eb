"""What is asked of an item: kinds of item, their facts, computed terms; and facts read as typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from controllist.criteria.formula import Formula
from controllist.criteria.quantities import BadQuantity, written
from controllist.criteria.verdicts import Value

if TYPE_CHECKING:
    from controllist.criteria.nodes import Node

Texts = Mapping[str, str]
Facts = Mapping[str, Value]
MAX_CHOSEN = 40


class FactKind(StrEnum):
    NUMBER = "number"  # a measured or counted quantity
    CHOICE = "choice"  # one of a list
    MANY = "many"  # several of a list
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact of a family.

    `presumed` counts where a datasheet is silent (a purpose nobody mentions is not there).
    `judgement` marks what parameters cannot decide: the question goes to the authority.
    `better` says which way a number improves: `less` or `more`.
    """

    name: str
    label: Texts
    kind: FactKind
    unit: str = ""
    units: tuple[str, ...] = ()
    choices: Mapping[str, Texts] = field(default_factory=dict)
    presumed: Value | None = None
    judgement: bool = False
    better: str = "less"
    hint: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """A computed term: its formula and the line or definition it comes from.

    The first case whose condition is met counts; a case without a condition always is.
    """

    name: str
    label: Texts
    unit: str
    cases: tuple[tuple["Node | None", Formula], ...]
    source: str = ""
    better: str = "more"


@dataclass(frozen=True, slots=True)
class ItemKind:
    """What an item is, before any figure: `valve`, `machine-tool`."""

    name: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of item that compete for the same entries, and the facts they share.

    `checks` must hold for facts to make sense: an inner diameter is less than an outer one.
    """

    name: str
    label: Texts
    kinds: Mapping[str, ItemKind]
    facts: Mapping[str, FactSpec]
    terms: Mapping[str, Term]
    checks: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a fact cannot be taken: `code` for feedback to word, `fact` and `shown` as parameters."""

    code: str
    fact: str
    shown: str = ""


def read_facts(family: Family, raw: Any) -> tuple[dict[str, Value], list[Mistake]]:
    """Facts as typed (`{"full_scale": "1,33 kPa", "element": "alumina"}`). Never raises."""
    facts: dict[str, Value] = {}
    mistakes: list[Mistake] = []
    for name, typed in raw.items() if isinstance(raw, Mapping) else ():
        spec = family.facts.get(name) if isinstance(name, str) else None
        if spec is None:
            mistakes.append(Mistake("unknown_fact", str(name)[:40]))
            continue
        if typed in (None, "", [], ()):
            continue
        read = _READERS[spec.kind](spec, typed)
        if isinstance(read, Mistake):
            mistakes.append(read)
        else:
            facts[name] = read
    return facts, mistakes


def _number(spec: FactSpec, typed: Any) -> Fraction | Mistake:
    if isinstance(typed, bool) or not isinstance(typed, str | int | Fraction):
        return Mistake("not_a_number", spec.name)
    if isinstance(typed, Fraction):
        return typed
    try:
        return written(str(typed), spec.unit).to(spec.unit)
    except BadQuantity as bad:
        return Mistake(bad.reason, spec.name, bad.shown)


def _choice(spec: FactSpec, typed: Any) -> str | Mistake:
    if not isinstance(typed, str) or typed not in spec.choices:
        return Mistake("unknown_choice", spec.name, str(typed)[:40])
    return typed


def _many(spec: FactSpec, typed: Any) -> frozenset[str] | Mistake:
    values = [typed] if isinstance(typed, str) else typed
    if not isinstance(values, list | tuple | set | frozenset) or len(values) > MAX_CHOSEN:
        return Mistake("unknown_choice", spec.name)
    for value in values:
        if not isinstance(value, str) or value not in spec.choices:
            return Mistake("unknown_choice", spec.name, str(value)[:40])
    return frozenset(values)


def _yes_no(spec: FactSpec, typed: Any) -> bool | Mistake:
    known = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    try:
        return known[typed]
    except (KeyError, TypeError):
        return Mistake("not_yes_or_no", spec.name, str(typed)[:40])


_READERS = {
    FactKind.NUMBER: _number,
    FactKind.CHOICE: _choice,
    FactKind.MANY: _many,
    FactKind.YES_NO: _yes_no,
}
