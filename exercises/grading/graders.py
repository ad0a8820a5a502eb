"""One grader for each kind of item, and the door that picks it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from controllist.codes import NOT_LISTED, Code, parse
from exercises.grading.guided import CODE, GuidedItem
from exercises.grading.items import ChoiceItem, ClassificationItem, Item, NumericItem, Tolerance
from exercises.grading.outcomes import Finding, Outcome, scored, unmarked
from exercises.grading.responses import (
    Chosen,
    Classified,
    Empty,
    Measured,
    Response,
    Stepwise,
    Unsure,
    read,
)
from exercises.grading.states import State
from vocabulary.spelling import parse_decimal

# What each part of a code is worth; the path counts only where the key has one.
CATEGORY, GROUP, ORIGIN, ENTRY, PATH = 10, 10, 10, 30, 20
RIGHT_VALUE_WRONG_UNIT = Fraction(1, 2)


def grade(item: Item | GuidedItem, response: Any) -> Outcome:
    """Grade a raw response against an item. Never raises."""
    answer = read(response)
    if isinstance(answer, Unsure):
        return unmarked(State.UNSURE, "unsure")
    if isinstance(answer, Empty):
        return unmarked(State.EMPTY, "nothing_answered")
    return _graded(item, answer) or unmarked(State.INVALID, "not_an_answer")


def _graded(item: Item | GuidedItem, answer: Response) -> Outcome | None:
    if isinstance(item, ChoiceItem) and isinstance(answer, Chosen):
        return _choice(item, answer)
    if isinstance(item, NumericItem) and isinstance(answer, Measured):
        return _numeric(item, answer)
    if isinstance(item, ClassificationItem) and isinstance(answer, Classified):
        return _classification(item, answer)
    if isinstance(item, GuidedItem) and isinstance(answer, Stepwise):
        return _guided(item, answer)
    return None


# --- Steps ------------------------------------------------------------------------------


def _guided(item: GuidedItem, answer: Stepwise) -> Outcome:
    """The weighted mean of the steps; a finding for each, and the first where the road was left."""
    outcomes = [(step, grade(step.item, answer.steps.get(step.name))) for step in item.steps]
    whole = sum(step.weight for step in item.steps)
    earned = sum((step.weight * one.fraction for step, one in outcomes), Fraction(0))
    findings = []
    for step, one in outcomes:
        findings.append(Finding("step", {"step": step.name, "fraction": str(one.fraction)}))
        findings += [
            Finding(found.code, {**found.params, "step": step.name})
            for found in one.findings
            if step.name == CODE
        ]
    left = next((step.name for step, one in outcomes if one.fraction < 1), None)
    if left:
        findings.append(Finding("left_the_road", {"step": left}))
    return scored(earned / whole if whole else Fraction(0), tuple(findings))


# --- Choice -----------------------------------------------------------------------------


def _choice(item: ChoiceItem, answer: Chosen) -> Outcome | None:
    credits = {option.key: option.credit for option in item.options}
    if not set(answer.options) <= set(credits) or (not item.multiple and len(answer.options) > 1):
        return None
    findings = tuple(Finding("chose", {"option": key}) for key in answer.options)
    if not item.multiple:
        return scored(credits[answer.options[0]], findings)
    whole = sum((credit for credit in credits.values() if credit > 0), Fraction(0))
    right = [key for key, credit in credits.items() if credit > 0]
    missed = [key for key in right if key not in answer.options]
    # A wrong option without a cost of its own takes away what one right option earns.
    price = whole / len(right) if right else Fraction(0)
    earned = sum((_worth(credits[key], price) for key in answer.options), Fraction(0))
    if missed:
        findings += (Finding("missed_options", {"count": str(len(missed))}),)
    return scored(earned / whole if whole else Fraction(0), findings)


def _worth(credit: Fraction, price: Fraction) -> Fraction:
    return credit or -price


# --- Numeric ----------------------------------------------------------------------------


def within(value: Fraction, wanted: Decimal, tolerance: Tolerance) -> bool:
    """Whether a value is near enough; the edge itself still counts. Exact: nothing is rounded."""
    goal = Fraction(wanted)
    room = max(Fraction(tolerance.absolute), abs(goal) * Fraction(tolerance.relative))
    return abs(value - goal) <= room


def _numeric(item: NumericItem, answer: Measured) -> Outcome:
    number = parse_decimal(answer.value)
    if number is None:
        return unmarked(State.WRONG, "not_a_number")
    factors = dict(item.units)
    unit = answer.unit or item.unit
    if unit not in factors:
        return unmarked(State.WRONG, "unknown_unit")
    typed = Fraction(number)
    value = typed * Fraction(factors[unit])
    if within(value, item.value, item.tolerance):
        return scored(Fraction(1), (Finding("right_value"),))
    for slip in item.slips:
        if within(value, slip.value, slip.tolerance):
            return scored(Fraction(0), (Finding("slip", {"slip": slip.finding}),))
    if any(
        within(typed * Fraction(factor), item.value, item.tolerance) for factor in factors.values()
    ):
        return scored(RIGHT_VALUE_WRONG_UNIT, (Finding("unit_mismatch", {"unit": unit}),))
    return scored(
        Fraction(0), (Finding("too_high" if value > Fraction(item.value) else "too_low"),)
    )


# --- Classification ---------------------------------------------------------------------


def _classification(item: ClassificationItem, answer: Classified) -> Outcome:
    if answer.code.casefold() == NOT_LISTED:
        return _said_not_listed(item)
    given = parse(answer.code)
    if given is None:
        return unmarked(State.WRONG, "not_a_code")
    keys = [code for code in map(parse, item.accept) if code]
    near = tuple(
        Finding("near_answer", {"code": near.code})
        for near in item.near
        if (tempting := parse(near.code)) and given.is_within(tempting)
    )
    if not keys:
        return scored(Fraction(0), (*near, Finding("is_not_listed")))
    return max((_against(given, key, near) for key in keys), key=lambda outcome: outcome.fraction)


def _said_not_listed(item: ClassificationItem) -> Outcome:
    if NOT_LISTED in item.accept:
        return scored(Fraction(1), (Finding("right_not_listed"),))
    near = (Finding("near_answer", {"code": n.code}) for n in item.near if n.code == NOT_LISTED)
    return scored(Fraction(0), (*near, Finding("is_listed")))


def _against(given: Code, key: Code, near: tuple[Finding, ...]) -> Outcome:
    """Credit along the hierarchy, up to the first part that differs."""
    parts = (
        (CATEGORY, "right_category", given.category == key.category),
        (GROUP, "right_group", given.group == key.group),
        (ORIGIN, "right_origin", given.origin == key.origin),
        (ENTRY, "right_entry", given.serial == key.serial),
    )
    earned, reached = Fraction(0), "wrong_category"
    for worth, name, agrees in parts:
        if not agrees:
            break
        earned, reached = earned + worth, name
    else:
        return _path(given, key, earned, near)
    whole = sum(worth for worth, _, _ in parts) + (PATH if key.path else 0)
    code = "wrong_category" if reached == "wrong_category" else f"{reached}_wrong_entry"
    return scored(earned / whole, (*near, Finding(code)))


def _path(given: Code, key: Code, earned: Fraction, near: tuple[Finding, ...]) -> Outcome:
    """The entry is right: what is left is the line that decides."""
    if not key.path:
        deeper = given.path and not key.path
        return scored(Fraction(1), (Finding("right_entry_deeper" if deeper else "right_code"),))
    whole = earned + PATH
    agree = 0
    for left, right in zip(given.path, key.path, strict=False):
        if left != right:
            break
        agree += 1
    if agree == len(key.path):
        return scored(Fraction(1), (Finding("right_code"),))
    fraction = (earned + Fraction(PATH * agree, len(key.path))) / whole
    stopped = agree == len(given.path)
    return scored(fraction, (*near, Finding("stopped_early" if stopped else "wrong_path")))


# --- The best answer --------------------------------------------------------------------


def best_response(item: Item | GuidedItem) -> dict[str, Any]:
    """A response that earns everything: for feedback after the answer, and for tests."""
    if isinstance(item, GuidedItem):
        return {"steps": {step.name: best_response(step.item) for step in item.steps}}
    if isinstance(item, ChoiceItem):
        right = [option.key for option in item.options if option.credit > 0]
        best = max(item.options, key=lambda option: option.credit, default=None)
        return {"options": right if item.multiple else [best.key] if best else []}
    if isinstance(item, NumericItem):
        return {"value": str(item.value), "unit": item.unit}
    return {"code": item.accept[0] if item.accept else NOT_LISTED}
