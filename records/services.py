"""The one way to write the ledger. Call it in the transaction of what it records."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from people.models import User
from records.models import Record
from records.signals import recorded
from records.verbs import LedgerVerb

SIX_PLACES = Decimal("0.000001")


class Details(TypedDict, total=False):
    """What a line may say beyond who did what to which thing."""

    version_hash: str
    score: Fraction | None
    success: bool | None
    completion: bool | None
    duration: timedelta | None
    language: str
    context: str
    group: str
    edition: str
    reason: str


@transaction.atomic
def record(
    *,
    person: User,
    verb: LedgerVerb,
    object_key: str,
    source: str,
    author: User | None = None,
    replaces: Record | None = None,
    **details: Unpack[Details],
) -> Record:
    """Write one line and tell the rooms above; the same `source` again returns the first line.

    `score` lies in [0, 1]; country and institution are taken from the person as of now, or
    from the line that is replaced (a correction belongs where the mistake was made).
    """
    before = _line(source)
    if before:
        return before
    score = details.pop("score", None)
    line = Record(
        actor=person.actor,
        verb=verb,
        object_key=object_key,
        source=source,
        score=None if score is None else to_decimal(score),
        country=replaces.country if replaces else person.country_id or "",
        institution=replaces.institution if replaces else _institution(person),
        author=author.actor if author else None,
        replaces=replaces,
        **details,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:
        twin = _line(source)  # somebody wrote it between our look and our insert
        if twin is None:
            raise
        return twin
    recorded.send(sender=Record, record=line)
    return line


def void(*, line: Record, person: User, author: User, reason: str) -> Record:
    """Take a line back by a new line. The old one stays as it was."""
    return record(
        person=person,
        verb=LedgerVerb.VOIDED,
        object_key=line.object_key,
        source=f"void:{line.source}",
        context=line.context,
        group=line.group,
        author=author,
        reason=reason,
        replaces=line,
    )


def to_decimal(score: Fraction) -> Decimal:
    """A score as the ledger keeps it: six places, never rounded up to a pass."""
    if not 0 <= score <= 1:
        raise ValueError(f"a score lies between 0 and 1, not {score}")
    millionths = score.numerator * 1_000_000 // score.denominator
    return Decimal(millionths).scaleb(-6).quantize(SIX_PLACES)


def _line(source: str) -> Record | None:
    line: Record | None = (
        Record.objects.unguarded("idempotency by source").filter(source=source).first()
    )
    return line


def _institution(person: User) -> str:
    return person.institution.key if person.institution else ""
