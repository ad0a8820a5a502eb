"""Datasheets that are never twice the same: a template, a seed, and a computed key."""

from controllist.datasheets.drawing import Line, NothingDrawn, Variant, draw, facts_of, keyed
from controllist.datasheets.kinds import outcome_of
from controllist.datasheets.proving import prove
from controllist.datasheets.templates import BadTemplate, Outcome, Row, Template, load_template

__all__ = [
    "BadTemplate",
    "Line",
    "NothingDrawn",
    "Outcome",
    "Row",
    "Template",
    "Variant",
    "draw",
    "facts_of",
    "keyed",
    "load_template",
    "outcome_of",
    "prove",
]
