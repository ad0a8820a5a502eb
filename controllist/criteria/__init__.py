"""Entries of the control list as rules that a program can follow: pure, total, exact.

`codec` reads families (kinds of item and the facts asked of them) and entries (rule trees) from
plain data; `Rulebook` holds those of one edition; `Rulebook.classify(kind, facts)` answers with
the entries that compete, in reading order, each with its trace and the line that decides.
"""

from controllist.criteria.entries import Entry, Rule
from controllist.criteria.facts import FactKind, FactSpec, Family, ItemKind, Term
from controllist.criteria.rulebook import Candidate, Result, Rulebook
from controllist.criteria.verdicts import Status, Trace

__all__ = [
    "Candidate",
    "Entry",
    "FactKind",
    "FactSpec",
    "Family",
    "ItemKind",
    "Result",
    "Rule",
    "Rulebook",
    "Status",
    "Term",
    "Trace",
]
