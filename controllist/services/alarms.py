"""What editors should look at again, because the text that something cites has changed."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from controllist.diff.tokens import signature
from controllist.enums import Touch
from controllist.models import Alarm
from controllist.selectors.alarms import Touched

Key = tuple[str, str, str, str, str, int]


@transaction.atomic
def raise_alarms(
    *, edition: str, touched: Sequence[Touched], now: datetime.datetime
) -> list[Alarm]:
    """Open alarms of an edition brought up to date with what its newest text touches.

    An alarm that is open keeps the text its reader knew: a second import changes what is new in
    it, and one that changes the text back takes it away. Returns the alarms of this import.
    """
    open_ones = {
        _key(alarm): alarm for alarm in Alarm.objects.filter(edition=edition, checked_at=None)
    }
    still_missing = {_key(row) for row in touched if row.how == Touch.MISSING}
    raised: list[Alarm] = []
    settled = [
        alarm.pk
        for key, alarm in open_ones.items()
        if alarm.how == Touch.MISSING and key not in still_missing
    ]
    for row in touched:
        alarm = open_ones.get(_key(row)) or Alarm(edition=edition, raised_at=now, old=row.old)
        _fill(alarm, row)
        if alarm.pk and row.how != Touch.MISSING and signature(alarm.old) == signature(alarm.new):
            settled.append(alarm.pk)
        else:
            raised.append(alarm)
    Alarm.objects.filter(pk__in=settled).delete()
    _store(raised)
    return raised


def _key(row: Alarm | Touched) -> Key:
    return row.cited_by, row.cited_in, row.cited_path, row.path, row.kind, row.ordinal


def _fill(alarm: Alarm, row: Touched) -> None:
    alarm.cited_by, alarm.room, alarm.cited_in = row.cited_by, row.room, row.cited_in
    alarm.cited_path, alarm.path, alarm.kind = row.cited_path, row.path, row.kind
    alarm.ordinal, alarm.how, alarm.new = row.ordinal, row.how, row.new


def _store(alarms: Iterable[Alarm]) -> None:
    rows = list(alarms)
    Alarm.objects.bulk_create([row for row in rows if not row.pk], batch_size=500)
    Alarm.objects.bulk_update([row for row in rows if row.pk], ["how", "new"], batch_size=200)


def settle_alarms(*, keys: Sequence[int], now: datetime.datetime) -> int:
    """An editor has looked at what these alarms name."""
    return Alarm.objects.filter(pk__in=keys, checked_at=None).update(checked_at=now)
