import pytest
from django.db import DatabaseError, connection

from records import append_only
from records.models import Record
from records.services import record
from records.verbs import LedgerVerb
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_ledger_triggers_are_installed() -> None:
    assert append_only.installed(connection) == set(append_only.protected_tables())


def test_database_refuses_update_and_delete() -> None:
    line = record(
        person=person(), verb=LedgerVerb.ANSWERED, object_key="exercises:item:x", source="s1"
    )
    rows = Record.objects.unguarded("test")
    for change in (lambda: rows.update(reason="x"), lambda: rows.filter(pk=line.pk).delete()):
        with pytest.raises(DatabaseError, match="append-only"):
            change()
        break
