"""A template is proven before anybody is given it: every wanted outcome can be drawn, no figure is
drawn where no threshold lies, and no two variants tell the answer by being all alike."""

from fractions import Fraction

from controllist.criteria.nodes import Compare
from controllist.criteria.rulebook import Rulebook
from controllist.datasheets.drawing import NothingDrawn, draw, keyed
from controllist.datasheets.templates import BadTemplate, Row, Template

DRAWS = 40


def prove(template: Template, book: Rulebook) -> None:
    """Raises `BadTemplate` with what cannot be reached."""
    if template.entry not in {entry.code for entry in book.competing(template.kind)}:
        raise BadTemplate(f"no rule of {template.entry} speaks of {template.kind}")
    for row in template.rows:
        _straddles(row, template, book)
        if row.spec is not None and row.silent - {row.spec.presumed}:
            raise BadTemplate(f"{row.fact}: only what is presumed may be left unsaid")
    answers: set[str] = set()
    outcomes = set()
    try:
        for number in range(DRAWS):
            variant = draw(template, book, f"proof-{number}")
            outcomes.add(variant.outcome)
            answers.add(keyed(template, variant.lines, book).line)
    except NothingDrawn:
        raise BadTemplate("no draw can be decided: rows for some facts are missing") from None
    missing = [one for one in dict.fromkeys(template.mix) if one not in outcomes]
    if missing:
        raise BadTemplate(f"no draw is {', '.join(missing)}")
    if len(answers) < 2:
        raise BadTemplate(f"every draw has the same answer: {answers.pop() or 'not listed'}")


def _straddles(row: Row, template: Template, book: Rulebook) -> None:
    """A drawn figure lies on both sides of a threshold, unless it is said to be `plain`."""
    if row.spec is None or row.step is None or row.plain:
        return
    if _feeds_a_term(row.fact, template.kind, book):
        return  # the draws themselves show whether its thresholds are reached
    bounds = _thresholds(row.fact, template.kind, book)
    if bounds and not any(row.low <= bound <= row.high for bound in bounds):
        raise BadTemplate(f"{row.fact}: the range reaches no threshold of a competing entry")


def _thresholds(fact: str, kind: str, book: Rulebook) -> set[Fraction]:
    found = set()
    for entry in book.competing(kind):
        for node in entry.nodes():
            if isinstance(node, Compare) and node.fact == fact and isinstance(node.bound, Fraction):
                found.add(node.bound)
    return found


def _feeds_a_term(fact: str, kind: str, book: Rulebook) -> bool:
    terms = book.family_of[kind].terms.values()
    return any(fact in formula.names for term in terms for _when, formula in term.cases)
