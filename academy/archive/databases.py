"""A consistent snapshot of the database, and its way back, for SQLite and PostgreSQL."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, connections, transaction

from academy.archive import digests
from academy.archive.manifest import BadArchive, Table

SNAPSHOT = "archive_snapshot"
BEFORE = "before_restore"


class CannotRun(Exception):
    """The database, or a program it needs, does not do what was asked."""


def snapshot(target: Path) -> tuple[tuple[tuple[str, str], ...], dict[str, Table]]:
    """Write the snapshot; return its migrations and table digests, taken from the same moment."""
    if connection.vendor == "sqlite":
        return _sqlite_snapshot(target)
    return _postgresql_snapshot(target)


def table_count() -> int:
    with connection.cursor() as cursor:
        return len(connection.introspection.table_names(cursor))


# --- SQLite -----------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """An SQLite file as a read-only connection of its own; yields its alias."""
    connections.databases[SNAPSHOT] = {
        **connection.settings_dict,
        "NAME": f"file:{path}?mode=ro",
        "OPTIONS": {"uri": True},
    }
    try:
        yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _sqlite_snapshot(target: Path) -> tuple[tuple[tuple[str, str], ...], dict[str, Table]]:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with opened(target) as alias:
        applied = digests.applied_migrations(alias)
        return applied, digests.tables(alias, applied)


def check_sqlite(path: Path) -> None:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            found = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
        database.close()
    except sqlite3.DatabaseError as error:
        raise BadArchive(f"its database cannot be opened ({error})") from error
    if found != ["ok"]:
        raise BadArchive(f"its database is damaged ({found[0]})")
    if broken:
        raise BadArchive(f"its database has {len(broken)} rows that point to nothing")


@contextmanager
def sqlite_replaced(staged: Path, *, at: datetime) -> Iterator[Path | None]:
    """Put the staged file in the database's place; if the block raises, put the old one back.

    Yields where the old database is kept, or None if there was none.
    """
    current = Path(connection.settings_dict["NAME"])
    kept = current.with_name(f"{current.name}.before-restore-{at:%Y%m%d-%H%M%S}")
    existed = current.exists() and table_count() > 0
    if existed:
        # Closing takes the write-ahead log into the file, so that one file is everything.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if existed:
        current.rename(kept)
    _remove_sqlite(current)
    staged.rename(current)
    try:
        yield kept if existed else None
    except BaseException:
        connection.close()
        _remove_sqlite(current)
        if existed:
            kept.rename(current)
        raise


def _remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


# --- PostgreSQL -------------------------------------------------------------------------


def _postgresql_snapshot(target: Path) -> tuple[tuple[tuple[str, str], ...], dict[str, Table]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        _run("pg_dump", ["-Fc", "--no-owner", "--no-acl", f"--snapshot={name}", "-f", str(target)])
        applied = digests.applied_migrations("default")
        return applied, digests.tables("default", applied)


@contextmanager
def postgresql_replaced(staged: Path) -> Iterator[str | None]:
    """Restore into a fresh schema; if the block raises, the old schema comes back."""
    old = table_count() > 0
    _schemas([f"ALTER SCHEMA public RENAME TO {BEFORE}" if old else "DROP SCHEMA public CASCADE"])
    _schemas(["CREATE SCHEMA public"])
    try:
        _run("pg_restore", ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
                            "--dbname", connection.settings_dict["NAME"], str(staged)])  # fmt: skip
        yield None
    except BaseException:
        _schemas(["DROP SCHEMA public CASCADE"])
        _schemas([f"ALTER SCHEMA {BEFORE} RENAME TO public" if old else "CREATE SCHEMA public"])
        raise
    if old:
        _schemas([f"DROP SCHEMA {BEFORE} CASCADE"])


def check_dump(path: Path) -> None:
    try:
        _run("pg_restore", ["--list", str(path)], connect=False)
    except CannotRun as error:
        raise BadArchive(f"its database dump cannot be read ({error})") from error


def _schemas(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def _run(program: str, arguments: Sequence[str], *, connect: bool = True) -> None:
    settings = connection.settings_dict
    environment = dict(os.environ)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    names["PGDATABASE"] = "NAME"
    if connect:
        environment |= {name: str(settings[key]) for name, key in names.items() if settings[key]}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise CannotRun(f"{program} is not installed here (package postgresql-client)") from error
    if done.returncode:
        raise CannotRun(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[-1][:300]}")
