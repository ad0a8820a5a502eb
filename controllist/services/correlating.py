"""Tables that set customs or national codes beside entries of the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from controllist.models import Correlation
from controllist.services.laying import Tally

FIELDS = ["code", "shown", "source", "as_of", "position"]


@dataclass(frozen=True, slots=True)
class CorrelationTable:
    """Which table it is: the same three again replace what it said before."""

    scheme: str
    title: str
    country: str = ""


@transaction.atomic
def put_correlations(*, table: CorrelationTable, rows: Sequence[Correlation]) -> Tally:
    """The whole table by path and foreign code; pairs it no longer has go."""
    of_table = {"scheme": table.scheme, "title": table.title, "country_id": table.country or None}
    existing = {(row.path, row.foreign): row for row in Correlation.objects.filter(**of_table)}
    tally, new = Tally(), []
    changed: list[Correlation] = []
    for row in rows:
        known = existing.pop((row.path, row.foreign), None)
        if known is None:
            row.scheme, row.title, row.country_id = table.scheme, table.title, table.country or None
            new.append(row)
        elif any(getattr(known, name) != getattr(row, name) for name in FIELDS):
            for name in FIELDS:
                setattr(known, name, getattr(row, name))
            changed.append(known)
        else:
            tally.unchanged += 1
    tally.created, tally.updated, tally.removed = len(new), len(changed), len(existing)
    Correlation.objects.filter(pk__in=[row.pk for row in existing.values()]).delete()
    Correlation.objects.bulk_create(new, batch_size=500)
    Correlation.objects.bulk_update(changed, FIELDS, batch_size=100)
    return tally
