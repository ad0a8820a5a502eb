"""Items and outcomes as JSON. Unknown keys are refused: a spec is read exactly or not at all."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from controllist.criteria.place import BadCriteria
from exercises.grading.guided import DatasheetItem
from exercises.grading.items import (
    ChoiceItem,
    ClassificationItem,
    Item,
    NearAnswer,
    NumericItem,
    Option,
    Slip,
    Tolerance,
)
from exercises.grading.outcomes import Finding, Outcome
from exercises.grading.states import State

# Authors' numbers are short: a long one is a slip of the pen or an attack on the arithmetic.
MAX_NUMBER, MAX_EXPONENT = 40, 30


class BadSpec(ValueError):
    """An item that cannot be read; the message names the place."""


def fraction(value: Any, place: str) -> Fraction:
    text = str(value)
    try:
        if len(text) > MAX_NUMBER or "e" in text.casefold():
            raise ValueError(text)
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadSpec(f"{place}: {text[:MAX_NUMBER]!r} is not a fraction such as 1/2") from None


def decimal(value: Any, place: str) -> Decimal:
    text = str(value)
    try:
        number = Decimal(text if len(text) <= MAX_NUMBER else "")
    except InvalidOperation:
        raise BadSpec(f"{place}: {text[:MAX_NUMBER]!r} is not a decimal number") from None
    if not number.is_finite():
        raise BadSpec(f"{place}: {text!r} is not a finite number")
    if number and abs(number.adjusted()) > MAX_EXPONENT:
        raise BadSpec(f"{place}: {text!r} is too large or too small")
    return number


def only(data: Any, place: str, known: set[str], needed: set[str]) -> Mapping[str, Any]:
    """The mapping, if it has all needed and no unknown keys."""
    if not isinstance(data, Mapping):
        raise BadSpec(f"{place}: a mapping is needed")
    unknown, missing = set(data) - known, needed - set(data)
    if unknown:
        raise BadSpec(f"{place}: unknown {', '.join(sorted(map(str, unknown)))}")
    if missing:
        raise BadSpec(f"{place}: missing {', '.join(sorted(missing))}")
    return data


def rows(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadSpec(f"{place}: a list is needed")
    return value


def dump_item(item: Item | DatasheetItem) -> dict[str, Any]:
    if isinstance(item, DatasheetItem):
        return {
            "kind": "datasheet",
            "template": dict(item.spec),
            "criteria": dict(item.criteria),
            "edition": item.edition,
            "mode": item.mode,
        }
    if isinstance(item, ChoiceItem):
        options = [{"key": o.key, "credit": str(o.credit)} for o in item.options]
        return {"kind": "choice", "multiple": item.multiple, "options": options}
    if isinstance(item, NumericItem):
        return {
            "kind": "numeric",
            "value": str(item.value),
            "unit": item.unit,
            "units": [[unit, str(factor)] for unit, factor in item.units],
            "tolerance": _dump_tolerance(item.tolerance),
            "slips": [
                {
                    "value": str(slip.value),
                    "tolerance": _dump_tolerance(slip.tolerance),
                    "finding": slip.finding,
                }
                for slip in item.slips
            ],
        }
    return {
        "kind": "classification",
        "accept": list(item.accept),
        "deciding": item.deciding,
        "near": [near.code for near in item.near],
    }


def load_item(data: Any) -> Item | DatasheetItem:
    """An item from its JSON. Raises `BadSpec`."""
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if kind == "choice":
        return _load_choice(data)
    if kind == "numeric":
        return _load_numeric(data)
    if kind == "classification":
        return _load_classification(data)
    if kind == "datasheet":
        return _load_datasheet(data)
    raise BadSpec(f"kind {kind!r} is not known")


def _load_choice(data: Any) -> ChoiceItem:
    spec = only(data, "question", {"kind", "multiple", "options"}, {"options"})
    options = []
    for number, row in enumerate(rows(spec["options"], "options"), start=1):
        place = f"option {number}"
        option = only(row, place, {"key", "credit"}, {"key", "credit"})
        options.append(Option(str(option["key"]), fraction(option["credit"], place)))
    keys = [option.key for option in options]
    if len(set(keys)) != len(keys):
        raise BadSpec("options: a key stands twice")
    if not any(option.credit > 0 for option in options):
        raise BadSpec("options: none is right")
    multiple = spec.get("multiple") is True
    if not multiple and max(option.credit for option in options) != 1:
        raise BadSpec("options: one option of a single choice has credit 1")
    return ChoiceItem(tuple(options), multiple)


def _load_numeric(data: Any) -> NumericItem:
    known = {"kind", "value", "unit", "units", "tolerance", "slips"}
    spec = only(data, "question", known, {"value", "unit", "units", "tolerance"})
    units = tuple(_load_unit(row) for row in rows(spec["units"], "units"))
    if dict(units).get(str(spec["unit"])) != 1:
        raise BadSpec("units: the canonical unit is missing or its factor is not 1")
    slips = []
    for number, row in enumerate(rows(spec.get("slips", []), "slips"), start=1):
        place = f"slip {number}"
        slip = only(row, place, {"value", "tolerance", "finding"}, {"value", "finding"})
        tolerance = _load_tolerance(slip.get("tolerance", {}), place)
        slips.append(Slip(decimal(slip["value"], place), tolerance, str(slip["finding"])))
    value, tolerance = decimal(spec["value"], "value"), _load_tolerance(spec["tolerance"], "value")
    return NumericItem(value, str(spec["unit"]), units, tolerance, tuple(slips))


def _load_unit(row: Any) -> tuple[str, Decimal]:
    if not isinstance(row, list | tuple) or len(row) != 2:
        raise BadSpec("units: each is a pair of unit and factor")
    factor = decimal(row[1], f"unit {row[0]}")
    if factor <= 0:
        raise BadSpec(f"unit {row[0]}: a factor is greater than 0")
    return str(row[0]), factor


def _load_tolerance(data: Any, place: str) -> Tolerance:
    spec = only(data, f"{place}: tolerance", {"absolute", "relative"}, set())
    tolerance = Tolerance(
        decimal(spec.get("absolute", "0"), f"{place}: absolute"),
        decimal(spec.get("relative", "0"), f"{place}: relative"),
    )
    if tolerance.absolute < 0 or tolerance.relative < 0:
        raise BadSpec(f"{place}: a tolerance is not negative")
    return tolerance


def _dump_tolerance(tolerance: Tolerance) -> dict[str, str]:
    return {"absolute": str(tolerance.absolute), "relative": str(tolerance.relative)}


def _load_classification(data: Any) -> ClassificationItem:
    spec = only(data, "question", {"kind", "accept", "deciding", "near"}, {"accept"})
    accept = tuple(str(code) for code in rows(spec["accept"], "accept"))
    if not accept:
        raise BadSpec("accept: no answer is right")
    near = tuple(NearAnswer(str(code)) for code in rows(spec.get("near", []), "near"))
    return ClassificationItem(accept, str(spec.get("deciding", "")), near)


def _load_datasheet(data: Any) -> DatasheetItem:
    keys = {"kind", "template", "criteria", "edition", "mode"}
    spec = only(data, "question", keys, keys - {"kind", "mode"})
    mode = str(spec.get("mode", "guided"))
    if mode not in ("guided", "free"):
        raise BadSpec("mode: guided or free")
    item = DatasheetItem(spec["template"], spec["criteria"], str(spec["edition"]), mode)
    try:
        known = item.edition in item.template.editions
    except (BadCriteria, KeyError, TypeError) as bad:
        raise BadSpec(f"template: {bad}") from bad
    if not known:
        raise BadSpec(f"the template is not for the edition {item.edition}")
    return item


def dump_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "fraction": str(outcome.fraction),
        "state": str(outcome.state),
        "findings": [{"code": f.code, "params": dict(f.params)} for f in outcome.findings],
    }


def load_outcome(data: Mapping[str, Any]) -> Outcome:
    findings = tuple(Finding(row["code"], dict(row["params"])) for row in data["findings"])
    return Outcome(Fraction(data["fraction"]), State(data["state"]), findings)
