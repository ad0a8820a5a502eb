"""Datasheets that are never twice the same: a template, a seed, and a computed key."""

from controllist.datasheets.drawing import Variant, draw, keyed
from controllist.datasheets.kinds import outcome_of
from controllist.datasheets.proving import prove
from controllist.datasheets.templates import BadTemplate, Outcome, Row, Template, load_template

__all__ = [
    "BadTemplate",
    "Outcome",
    "Row",
    "Template",
    "Variant",
    "draw",
    "keyed",
    "load_template",
    "outcome_of",
    "prove",
]
