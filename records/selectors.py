"""Questions to the ledger."""

from typing import Any

from people.access import GuardedQuerySet
from people.models import User
from people.verbs import Verb
from records.models import Record
from records.verbs import LedgerVerb

Lines = GuardedQuerySet[Record]


def lines_for(user: User) -> Lines:
    """What this person did, oldest first, wherever they worked then."""
    lines: Lines = Record.objects.owned_by(user)
    return lines


def for_country(viewer: User, code: str, verb: Verb = Verb.SEE_FIGURES) -> Lines:
    """One country's lines, if `viewer` holds `verb` there; else none."""
    lines: Lines = Record.objects.visible_to(viewer, verb).filter(country=code)
    return lines


def effective(lines: Lines) -> Lines:
    """The lines that count: neither voided nor replaced, and not the voids themselves."""
    return lines.filter(replaced_by__isnull=True).exclude(verb=LedgerVerb.VOIDED)


def export(user: User) -> list[dict[str, Any]]:
    """The person's own ledger, in plain values."""
    fields = ["verb", "object_key", "score", "success", "country", "recorded_at", "source"]
    return [
        {name: None if row[name] is None else str(row[name]) for name in fields}
        for row in lines_for(user).values(*fields)
    ]


def nothing_to_erase(user: User) -> None:
    """The ledger knows a pseudonym only: emptying the account is what breaks the link."""
