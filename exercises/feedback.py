"""Findings in words. Results keep codes, so wording may change and languages may switch."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.compile import in_language
from exercises.grading.outcomes import Finding, Outcome
from exercises.grading.states import State

MARKS = 4  # a verdict such as "2 of 4" is read faster than a fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown after an answer: heading, tone, sentences, the author's own words."""

    heading: str
    tone: str  # ok, part, bad
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]
    explanation: str
    deciding: str
    best: str


def verdict(outcome: Outcome, private: dict[str, Any]) -> Verdict:
    """Turn an outcome and the private part of its version into what the person may now see."""
    whole = [finding for finding in outcome.findings if "step" not in finding.params]
    sentences = tuple(filter(None, (sentence(finding) for finding in whole)))
    reasons = tuple(filter(None, (_reason(f, private["feedback"]) for f in outcome.findings)))
    return Verdict(
        heading=heading(outcome),
        tone=_tone(outcome),
        sentences=tuple(dict.fromkeys(sentences)),
        reasons=reasons,
        explanation=in_language(private["explanation"]),
        deciding=str(private["item"].get("deciding", "")),
        best=best(private["item"]),
    )


def heading(outcome: Outcome) -> str:
    if outcome.state is State.RIGHT:
        return _("Right")
    if outcome.state is State.UNSURE:
        return _("Not sure: here is how to decide it")
    if outcome.state is State.PARTIAL:
        marks = outcome.fraction * MARKS
        if marks.denominator == 1:
            return _("Partly right: %(got)s of %(all)s points") % {"got": marks, "all": MARKS}
        return _("Partly right: %(percent)s%%") % {"percent": _percent(outcome.fraction)}
    return _("Not right yet")


def _percent(fraction: Fraction) -> int:
    return fraction.numerator * 100 // fraction.denominator


def _tone(outcome: Outcome) -> str:
    return {State.RIGHT: "ok", State.PARTIAL: "part", State.UNSURE: "part"}.get(
        outcome.state, "bad"
    )


def _reason(finding: Finding, feedback: dict[str, dict[str, str]]) -> str:
    """The author's words for an option, a slip or a near miss."""
    for name in ("option", "slip", "code"):
        if name in finding.params:
            return in_language(feedback.get(finding.params[name]))
    return ""


def best(item: dict[str, Any]) -> str:
    """The right answer of a quantity or a classification, as one writes it."""
    if item["kind"] == "numeric":
        return f"{item['value']} {item['unit']}".replace("10^6", "10⁶").replace("10^4", "10⁴")
    if item["kind"] == "classification":
        code = item["accept"][0]
        return _("not listed") if code == "not-listed" else str(code)
    return ""


STEP_HEADINGS = {
    "subject": gettext_lazy("What is it?"),
    "parameters": gettext_lazy("Which values of the sheet count?"),
    "compete": gettext_lazy("Which entries speak of such an item?"),
    "code": gettext_lazy("Which line of the list decides?"),
    "note": gettext_lazy("Does a note release it?"),
    "remains": gettext_lazy("If no entry catches it: what is still to be asked?"),
}


def remaining_questions() -> dict[str, str]:
    """What is left to ask of an item that is not listed, and what people ask instead."""
    return {
        "article-4": _(
            "Article 4: is it meant for weapons of mass destruction, for a military end-use in a "
            "country under an arms embargo, or for military goods exported without a licence?"
        ),
        "article-5": _(
            "Article 5: is it a cyber-surveillance item that may serve internal repression or "
            "serious violations of human rights?"
        ),
        "article-9": _(
            "Article 9: does a national measure for public security or human rights cover it?"
        ),
        "article-10": _(
            "Article 10: does another State's national list cover it, as the authority has said?"
        ),
        "customs-code": _("Does the customs code stand in a correlation table?"),
        "value": _("Is the value of the consignment below a limit?"),
        "shipped-before": _("Has the same item been exported before without a licence?"),
    }


def step_sentence(name: str, fraction: Fraction, outcome: Outcome) -> str:
    """What one step came to; for the code in the words of the hierarchy."""
    if name == "code":
        said = [
            sentence(finding)
            for finding in outcome.findings
            if finding.params.get("step") == name and finding.code != "left_the_road"
        ]
        return " ".join(filter(None, said))
    if fraction == 1:
        return _("Right")
    return _("Partly right") if fraction else _("Not right yet")


def sentence(finding: Finding) -> str:
    """One finding in the reader's language; empty where the author's own words say it."""
    if finding.code == "missed_options":
        count = int(finding.params["count"])
        return ngettext(
            "You left out %(n)s option that belongs to the answer.",
            "You left out %(n)s options that belong to the answer.",
            count,
        ) % {"n": count}
    known = SENTENCES.get(finding.code)
    return str(known()) % dict(finding.params) if known else ""


SENTENCES = {
    "nothing_answered": lambda: _("Nothing was answered."),
    "not_an_answer": lambda: _("This is not an answer to the question."),
    "unsure": lambda: _("You said that you are not sure. It costs nothing but the points."),
    "not_a_number": lambda: _("The answer is not a number. Write it as 13.5 or 13,5."),
    "unknown_unit": lambda: _("This unit does not measure the quantity asked for."),
    "right_value": lambda: _("The value is within the tolerance."),
    "unit_mismatch": lambda: _("The figure is right, but not in the unit you chose."),
    "too_high": lambda: _("The value is too high."),
    "too_low": lambda: _("The value is too low."),
    "not_a_code": lambda: _("This is not a control-list code. A code looks like 2B350.a.3."),
    "right_code": lambda: _("The code and the line that decides are right."),
    "right_entry_deeper": lambda: _("The entry is right; the answer does not need a longer path."),
    "right_not_listed": lambda: _("Right: no entry of the list catches this item."),
    "is_not_listed": lambda: _("No entry of the list catches this item."),
    "is_listed": lambda: _("An entry of the list does catch this item."),
    "stopped_early": lambda: _("The entry is right. Go on to the line that decides."),
    "wrong_path": lambda: _("The entry is right, but another of its lines decides."),
    "right_origin_wrong_entry": lambda: _(
        "Category, group and origin are right, but another entry catches the item."
    ),
    "right_group_wrong_entry": lambda: _(
        "Category and group are right. Look in the other origin ranges (third digit)."
    ),
    "right_category_wrong_entry": lambda: _(
        "The category is right. Ask what the item is: equipment, material, software or technology."
    ),
    "wrong_category": lambda: _("Another category of the list describes this item."),
}
