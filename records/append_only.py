"""Tables that only grow: the database itself refuses UPDATE and DELETE.

Django drops SQLite's triggers silently when it rebuilds a table, so they are installed after
every `migrate`, and a test asserts that they are there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "append-only: corrections are new rows"
_protected: list[type[models.Model]] = []


def protect(model: type[models.Model]) -> None:
    """Make the model's table append-only. Call it in `apps.ready`."""
    if model not in _protected:
        _protected.append(model)


def protected_tables() -> list[str]:
    return [model._meta.db_table for model in _protected]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every protected table that exists. Running it again changes nothing."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in protected_tables():
            if table in existing:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lift the protection: only for a test's flush and for a restore into an emptied database."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in protected_tables():
            if table not in existing:
                continue
            for verb in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose two triggers are there."""
    query = (
        "SELECT event_object_table, trigger_name FROM information_schema.triggers"
        if connection.vendor == "postgresql"
        else "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {(table, name) for table, name in cursor.fetchall()}
    return {
        table
        for table in protected_tables()
        if {(table, f"{table}_no_update"), (table, f"{table}_no_delete")} <= found
    }


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def install_after_migrate(using: str = "default", **_: Any) -> None:
    install(connections[using])


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$ LANGUAGE plpgsql"
        )
        return [function] + [
            f"CREATE OR REPLACE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only_refuse()"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
