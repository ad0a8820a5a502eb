from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from records import append_only
from records.models import Record
from records.services import record
from records.verbs import LedgerVerb
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CHANGES: dict[str, Callable[[Record], object]] = {
    "update": lambda line: Record.objects.unguarded("test").update(reason="changed"),
    "save": lambda line: line.save(),
    "delete": lambda line: Record.objects.unguarded("test").filter(pk=line.pk).delete(),
}


@pytest.fixture
def line() -> Record:
    return record(
        person=person(), verb=LedgerVerb.ANSWERED, object_key="exercises:item:x", source="s1"
    )


def test_triggers_are_installed_on_every_protected_table() -> None:
    assert append_only.installed(connection) == set(append_only.protected_tables())
    assert Record._meta.db_table in append_only.protected_tables()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_database_refuses_changes(line: Record, change: Callable[[Record], object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(line)
    assert Record.objects.unguarded("test").get().reason == ""


def test_a_missing_trigger_is_seen_and_mended(line: Record) -> None:
    append_only.remove(connection)
    assert append_only.installed(connection) == set()
    append_only.install(connection)
    assert append_only.installed(connection) == set(append_only.protected_tables())
