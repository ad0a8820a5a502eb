"""Shared fixtures: a migrated database in a second, people by role, a real browser.

Migrations take half a minute, so they run once for each set of migration files; every test
process copies the result.
"""

import hashlib
import inspect
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase
from django.utils import translation
from filelock import FileLock

from records import append_only

# No test fails on a time: a busy machine is no defect of the code.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

CACHE = Path(__file__).parent / ".cache"


def pytest_configure(config: pytest.Config) -> None:
    from academy.management.commands.messages import compile_all

    # The browser's event loop runs in the test's thread; the database is used from that thread too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    CACHE.mkdir(exist_ok=True)
    with FileLock(str(CACHE / "messages.lock")):
        compile_all()


def _on_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return _on_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> None:
    if not _on_sqlite():
        return
    with django_db_blocker.unblock():
        template = _template_database()
    target = tmp_path_factory.mktemp("database") / "test.sqlite3"
    shutil.copy(template, target)
    connection = connections["default"]
    connection.settings_dict["TEST"].update({"NAME": str(target), "MIGRATE": False})


def _migrations_digest() -> str:
    digest = hashlib.sha256()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for _, migration in sorted(loader.disk_migrations.items()):
        digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    digest.update(Path(inspect.getfile(append_only)).read_bytes())
    digest.update(",".join(sorted(append_only.protected_tables())).encode())
    return digest.hexdigest()[:16]


def _template_database() -> Path:
    CACHE.mkdir(exist_ok=True)
    template = CACHE / f"{_migrations_digest()}.sqlite3"
    with FileLock(str(CACHE / "database.lock")):
        if not template.exists():
            for old in CACHE.glob("*.sqlite3*"):
                old.unlink()
            _migrate_into(template.with_suffix(".part"))
            template.with_suffix(".part").rename(template)
    return template


def _migrate_into(path: Path) -> None:
    path.unlink(missing_ok=True)
    connection = connections["default"]
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        call_command("migrate", verbosity=0)
        connection.close()
    finally:
        connection.settings_dict["NAME"] = before
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_triggers() -> Iterator[None]:
    """A transactional test empties the tables at its end: only then are the triggers lifted."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted_teardown(self: TransactionTestCase) -> None:
        with append_only.lifted(connections["default"]):
            teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted_teardown)
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language active in the thread: each test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    flags += " disable-component-update disable-sync disable-dev-shm-usage"
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [f"--{flag}" for flag in flags.split()],
    }
