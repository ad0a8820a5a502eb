"""The round trip on PostgreSQL: from the test database into a second one."""

from io import StringIO

import psycopg
import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from academy.archive import bundle, databases, digests
from academy.archive.manifest import BadArchive
from tests.factories.jobs import JobFactory
from tests.factories.vocabulary import TermFactory
from vocabulary.models import Term

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own round trip"),
]
SECOND = "stc_restored"


def run(command, *args, **options):
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def second():
    """`with second:` this process uses another, empty database of the same server."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    address = {name: settings[key] for name, key in names.items() if settings[key]}
    first = settings["NAME"]

    def execute(statement):
        with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
            server.execute(sql.SQL(statement).format(sql.Identifier(SECOND)))

    class Second:
        def __enter__(self):
            connection.close()
            settings["NAME"] = SECOND

        def __exit__(self, *_):
            connection.close()
            settings["NAME"] = first

    execute("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    execute("CREATE DATABASE {}")
    yield Second()
    execute("DROP DATABASE IF EXISTS {} WITH (FORCE)")


@pytest.fixture
def archive(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media").mkdir()
    get_user_model().objects.create_user(email="aida@demo.example", password="correct horse")
    TermFactory(key="licence", title_ru="Лицензия")
    JobFactory(payload={"b": 1, "a": [None, True, "ё"]})
    target = tmp_path / "stc.tar.gz"
    run("backup", target)
    return target


def test_second_database_holds_the_same(archive, second):
    wanted = bundle.verify(archive).tables
    assert "PostgreSQL dump" in run("restore", archive, verify_only=True)
    with second:
        run("restore", archive)
        found = digests.tables("default", digests.applied_migrations("default"))
        assert digests.differences(wanted, found) == []
        assert Term.objects.get().title_ru == "Лицензия"
        assert authenticate(username="aida@demo.example", password="correct horse")
        TermFactory(key="new-rows-get-new-numbers")
        with pytest.raises(CommandError, match="is not empty"):
            run("restore", archive)
        run("restore", archive, replace=True)
        assert Term.objects.get().key == "licence"


def test_failure_brings_the_old_schema_back(archive, second, monkeypatch):
    with second:
        run("restore", archive)
        Term.objects.update(title_ru="Моё")

        def differ(*_):
            raise BadArchive("its tables differ")

        monkeypatch.setattr("academy.archive.restoring._compare", differ)
        with pytest.raises(CommandError, match="tables differ"):
            run("restore", archive, replace=True)
        assert Term.objects.get().title_ru == "Моё"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname = %s", [databases.BEFORE]
            )
            assert cursor.fetchall() == []


def test_dump_that_is_none_is_refused(archive, tmp_path):
    (tmp_path / "x").write_bytes(b"no dump")
    with pytest.raises(BadArchive, match="dump cannot be read"):
        databases.check_dump(tmp_path / "x")
