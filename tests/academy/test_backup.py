"""Backup and restore: real archives, made in one directory and brought back in another."""

import gzip
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from academy.archive import bundle, databases, digests, manifest
from academy.archive.manifest import BadArchive, Member, Table
from certification.documents import certificate_pdf
from certification.selectors import by_token
from jobs.models import Job
from records.models import Record
from tests.factories import certification as make_certificate
from tests.factories.jobs import JobFactory
from tests.factories.people import PASSWORD, person
from tests.factories.vocabulary import TermFactory
from vocabulary.models import Term


class House:
    """An installation of its own: a database file and a media folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database, self.media = folder, folder / "db.sqlite3", folder / "media"
        self.media.mkdir(parents=True)

    def names(self) -> list[str]:
        """Everything in its folder, the write-ahead log apart."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))
        return sorted(name for name in found if not name.endswith(("-wal", "-shm")))


@pytest.fixture(autouse=True)
def _on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own round trip below")


@pytest.fixture
def move(django_db_setup, django_db_blocker, monkeypatch, tmp_path):
    """`move("name")`: from now on this process is the installation in that folder."""
    here, template = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    houses: dict[str, House] = {}

    def move_to(name: str, *, empty: bool = False) -> House:
        connection.close()
        if name not in houses:
            houses[name] = House(tmp_path / name)
            if not empty:
                with sqlite3.connect(template) as source:
                    source.execute("VACUUM INTO ?", [str(houses[name].database)])
                source.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", str(houses[name].database))
        monkeypatch.setattr(settings, "MEDIA_ROOT", houses[name].media)
        return houses[name]

    with django_db_blocker.unblock():
        yield move_to
        connection.close()
        connection.settings_dict["NAME"] = here


def run(command, *args, **options):
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


_made: list[bytes] = []


@pytest.fixture
def archive(move, tmp_path):
    """An archive of an installation with a person, a term, a job and two files (made once)."""
    target = tmp_path / "backups" / "stc.tar.gz"
    if not _made:
        _fill(move("first"))
        run("backup", target)
        _made.append(target.read_bytes())
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(_made[0])
    return target


def _fill(house):
    get_user_model().objects.create_user(email="aida@demo.example", password="correct horse")
    TermFactory(key="licence", title_ru="Лицензия")
    JobFactory(payload={"b": 1, "a": [None, True, "ё"]})
    (house.media / "documents").mkdir()
    (house.media / "documents/пример 1.pdf").write_bytes(b"%PDF" + bytes(range(256)) * 5000)
    (house.media / "images").mkdir()
    (house.media / "images/x.png").write_bytes(b"png")
    (house.media / "README.md").write_text("shipped")
    (house.media / ".hidden").write_text("hidden")


def members_of(path):
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def rewrite(path, members, order=None):
    with tarfile.open(path, "w:gz") as tar:
        for name in order or members:
            info = tarfile.TarInfo(name)
            info.size = len(members[name])
            tar.addfile(info, io.BytesIO(members[name]))


def edited(path, change):
    """The archive with its manifest changed by hand."""
    members = members_of(path)
    raw = json.loads(members["manifest.json"])
    change(raw)
    members["manifest.json"] = json.dumps(raw).encode()
    rewrite(path, members)


class TestRoundTrip:
    def test_second_directory_holds_the_same(self, archive, move):
        before = bundle.verify(archive).tables
        second = move("second", empty=True)
        said = run("restore", archive)
        assert digests.tables("default", digests.applied_migrations("default")) == before
        assert before["people_user"].rows == 1
        assert authenticate(username="aida@demo.example", password="correct horse")
        assert Term.objects.get().title_ru == "Лицензия"
        assert Job.objects.get().payload == {"a": [None, True, "ё"], "b": 1}
        assert (second.media / "images/x.png").read_bytes() == b"png"
        assert (second.media / "documents/пример 1.pdf").stat().st_size == 1_280_004
        assert said.startswith("restored: stc-academy 0.1.0 of 20")
        assert second.names() == [
            "db.sqlite3",
            "media",
            "media/documents",
            "media/documents/пример 1.pdf",
            "media/images",
            "media/images/x.png",
        ]

    def test_ledger_is_still_append_only(self, archive, move):
        move("second", empty=True)
        run("restore", archive)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
            assert cursor.fetchone()[0] > 0
        assert not Record._base_manager.exists()

    def test_certificate_verifies_and_its_holder_signs_in(self, move, tmp_path):
        move("issued")
        certificate = make_certificate.certificate(person(email="holder@example.org"))
        before = certificate_pdf(certificate)
        run("backup", tmp_path / "issued.tar.gz")
        move("second", empty=True)
        run("restore", tmp_path / "issued.tar.gz")
        page = Client().get(f"/en/v/{certificate.token}/")
        assert "This certificate is valid" in page.text
        assert certificate.name_cyrillic in page.text
        assert certificate_pdf(by_token(certificate.token)) == before
        client = Client()
        assert client.login(request=None, email="holder@example.org", password=PASSWORD)
        assert certificate.number in client.get("/en/certificates/").text

    def test_archive_is_private_and_holds_no_secret(self, archive, move):
        move("second")
        run("backup", archive, replace=True)
        assert archive.stat().st_mode & 0o777 == 0o600
        raw = members_of(archive)["manifest.json"].decode()
        assert settings.SECRET_KEY not in raw
        assert "correct horse" not in raw
        assert [path.name for path in archive.parent.iterdir()] == ["stc.tar.gz"]

    def test_verify_only_says_what_it_holds_and_touches_nothing(self, archive, move):
        second = move("second", empty=True)
        said = run("restore", archive, verify_only=True)
        assert said.startswith("checked: stc-academy 0.1.0")
        assert "2 media files" in said
        assert second.names() == ["media"]

    def test_other_secret_key_is_told(self, archive, move, settings):
        settings.SECRET_KEY = "another-key-another-key-another-key-another"
        move("second", empty=True)
        assert "SECRET_KEY differs" in run("restore", archive)

    def test_archive_of_an_older_version_is_migrated(self, move, tmp_path):
        move("old")
        call_command("migrate", "vocabulary", "zero", verbosity=0)
        run("backup", tmp_path / "old.tar.gz")
        move("second", empty=True)
        assert "was migrated" in run("restore", tmp_path / "old.tar.gz")
        assert Term.objects.count() == 0


class TestTargetInTheWay:
    def test_data_is_not_replaced_unasked(self, archive, move):
        second = move("second")
        TermFactory(key="mine")
        (second.media / "mine.png").write_text("mine")
        before = second.names()
        with pytest.raises(CommandError, match=r"is not empty.*tables.*1 files.*--replace"):
            run("restore", archive)
        assert Term.objects.get().key == "mine"
        assert second.names() == before

    def test_replaced_data_is_kept_beside(self, archive, move):
        second = move("second")
        TermFactory(key="mine")
        (second.media / "mine.png").write_text("mine")
        (second.media / "README.md").write_text("shipped")
        said = run("restore", archive, replace=True)
        assert Term.objects.get().key == "licence"
        (old_database,) = second.folder.glob("db.sqlite3.before-restore-*")
        (old_media,) = second.media.glob(".before-restore-*")
        assert str(old_database) in said
        with sqlite3.connect(old_database) as old:
            assert old.execute("SELECT key FROM vocabulary_term").fetchall() == [("mine",)]
        old.close()
        assert [path.name for path in old_media.iterdir()] == ["mine.png"]
        assert (second.media / "README.md").read_text() == "shipped"

    def test_failure_in_the_middle_puts_everything_back(self, archive, move, monkeypatch):
        second = move("second")
        TermFactory(key="mine")
        (second.media / "mine.png").write_text("mine")
        before, rename = second.names(), Path.rename

        def full_disk(path, target):
            if Path(target) == second.media / "images":
                raise OSError(28, "No space left on device")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", full_disk)
        with pytest.raises(CommandError, match="No space left"):
            run("restore", archive, replace=True)
        monkeypatch.undo()
        move("second")
        assert Term.objects.get().key == "mine"
        assert second.names() == before


class TestBadArchives:
    @pytest.fixture
    def refused(self, archive, move):
        """Restoring the archive is refused, and the installation is as before."""
        second = move("second")
        TermFactory(key="mine")
        before = second.names()

        def check(why):
            for options in ({"replace": True}, {"verify_only": True}):
                with pytest.raises(CommandError, match=why):
                    run("restore", archive, **options)
                assert Term.objects.get().key == "mine"
                assert second.names() == before

        return check

    def test_cut_off(self, archive, refused):
        archive.write_bytes(archive.read_bytes()[:-2000])
        refused("damaged or cut off|is damaged|are missing")

    @pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"no tar", mtime=0)])
    def test_something_else(self, archive, refused, content):
        archive.write_bytes(content)
        refused("was not restored")

    def test_absent(self, archive, refused):
        archive.unlink()
        refused("No such file")

    def test_changed_media_file(self, archive, refused):
        members = members_of(archive)
        members["media/images/x.png"] = b"gnp"
        rewrite(archive, members)
        refused("checksum of 'media/images/x.png' is wrong")

    def test_changed_row_with_right_checksums(self, archive, refused, tmp_path):
        members = members_of(archive)
        loose = tmp_path / "loose.sqlite3"
        loose.write_bytes(members["database.sqlite3"])
        with sqlite3.connect(loose) as database:
            database.execute("UPDATE vocabulary_term SET title_ru = 'Изменено'")
        database.close()
        members["database.sqlite3"] = loose.read_bytes()
        raw = json.loads(members["manifest.json"])
        described = bundle.describe(loose)
        raw["members"]["database.sqlite3"] = {"size": described.size, "sha256": described.sha256}
        members["manifest.json"] = json.dumps(raw).encode()
        rewrite(archive, members)
        refused("vocabulary_term: same number of rows, other contents")

    def test_database_that_is_none(self, archive, refused, tmp_path):
        members = members_of(archive)
        members["database.sqlite3"] = b"x" * 5000
        raw = json.loads(members["manifest.json"])
        (tmp_path / "x").write_bytes(b"x" * 5000)
        described = bundle.describe(tmp_path / "x")
        raw["members"]["database.sqlite3"] = {"size": 5000, "sha256": described.sha256}
        members["manifest.json"] = json.dumps(raw).encode()
        rewrite(archive, members)
        refused("its database cannot be opened")

    def test_missing_member(self, archive, refused):
        members = members_of(archive)
        del members["media/images/x.png"]
        rewrite(archive, members)
        refused("1 files are missing, one is 'media/images/x.png'")

    def test_member_the_manifest_does_not_name(self, archive, refused):
        rewrite(archive, {**members_of(archive), "media/extra": b"x"})
        refused("does not name: 'media/extra'")

    def test_manifest_not_first(self, archive, refused):
        members = members_of(archive)
        rewrite(archive, members, order=sorted(members, reverse=True))
        refused("does not begin with a manifest")

    @pytest.mark.parametrize(
        "name", ["../evil", "/etc/evil", "media/../../evil", "media\\evil", "media/a/./b", "evil"]
    )
    def test_name_that_leads_elsewhere(self, archive, refused, name):
        members = {**members_of(archive), name: b"evil"}
        raw = json.loads(members["manifest.json"])
        raw["members"][name] = raw["members"]["media/images/x.png"]
        members["manifest.json"] = json.dumps(raw).encode()
        rewrite(archive, members)
        refused("a file with the name")

    @pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
    def test_link_in_place_of_a_file(self, archive, refused, kind):
        members = members_of(archive)
        with tarfile.open(archive, "w:gz") as tar:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                if name == "media/images/x.png":
                    info.type, info.linkname = kind, "/etc/passwd"
                    tar.addfile(info)
                else:
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))
        refused("does not name")

    def test_more_bytes_than_the_disk_has(self, archive, refused):
        edited(archive, lambda raw: raw["members"]["media/images/x.png"].update(size=10**18))
        refused("needs 1,000,0.* bytes")

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda raw: raw.update(format=99), "reads format 1"),
            (lambda raw: raw.update(engine="oracle"), "engine is 'oracle'"),
            (lambda raw: raw["members"].pop("database.sqlite3"), "holds no database"),
            (lambda raw: raw.pop("tables"), "manifest cannot be read"),
            (lambda raw: raw.update(members=[]), "manifest cannot be read"),
            (lambda raw: raw["members"]["media/images/x.png"].update(size="3"), "is no size"),
            (lambda raw: raw["members"]["media/images/x.png"].update(size=True), "is no size"),
            (lambda raw: raw["members"]["media/images/x.png"].update(sha256=""), "no checksum"),
            (lambda raw: raw["migrations"].append(["people", "9999_x"]), "newer version"),
            (lambda raw: raw["tables"].pop("people_user"), "people_user: not in the manifest"),
            (lambda raw: raw["tables"].update(ghost={"rows": 1, "sha256": ""}), "ghost: missing"),
            (lambda raw: raw["tables"]["people_user"].update(rows=2), "1 rows instead of 2"),
        ],
    )
    def test_manifest_that_does_not_fit(self, archive, refused, change, why):
        edited(archive, change)
        refused(why)

    def test_random_damage_is_always_seen(self, archive):
        good, dice = archive.read_bytes(), random.Random(20261123)
        for _ in range(60):
            broken = bytearray(good)
            # The first ten bytes hold gzip's time and flags, which mean nothing.
            broken[dice.randrange(10, len(good))] ^= 1 << dice.randrange(8)
            archive.write_bytes(broken)
            with pytest.raises(BadArchive):
                bundle.verify(archive)

    def test_bytes_after_the_end(self, archive, refused):
        with tarfile.open(archive) as tar:
            infos = [(info, tar.extractfile(info).read()) for info in tar]
        with gzip.open(archive, "wb") as zipped:
            with tarfile.open(fileobj=zipped, mode="w") as tar:
                for info, data in infos:
                    tar.addfile(info, io.BytesIO(data))
            zipped.write(bytes(10**6))
        refused("goes on after its end")


class TestNoPartialArchive:
    @pytest.fixture(autouse=True)
    def house(self, archive, move):
        house = move("second")
        (house.media / "x.png").write_text("x")

    def test_existing_file_is_not_replaced_unasked(self, archive):
        before = archive.read_bytes()
        with pytest.raises(CommandError, match="exists"):
            run("backup", archive)
        assert archive.read_bytes() == before

    def test_failed_backup_leaves_the_old_archive_and_nothing_else(self, archive, monkeypatch):
        before = archive.read_bytes()

        def damaged(_path):
            raise BadArchive("it is damaged")

        monkeypatch.setattr(bundle, "verify", damaged)
        with pytest.raises(CommandError, match="no backup was written"):
            run("backup", archive, replace=True)
        assert archive.read_bytes() == before
        assert [path.name for path in archive.parent.iterdir()] == ["stc.tar.gz"]

    def test_file_that_changes_meanwhile_is_noticed(self, archive, monkeypatch):
        original = bundle.describe

        def hasty(path):
            described = original(path)
            return Member(described.size, "0" * 64) if path.name == "x.png" else described

        monkeypatch.setattr(bundle, "describe", hasty)
        with pytest.raises(CommandError, match=r"checksum of 'media/x\.png'"):
            run("backup", archive.with_name("next.tar.gz"))
        assert [path.name for path in archive.parent.iterdir()] == ["stc.tar.gz"]

    def test_folder_that_cannot_be_written_is_told(self, archive, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="no backup was written"):
            run("backup", tmp_path / "file" / "x.tar.gz")


class TestDigests:
    def test_every_kind_of_change_shows(self, move):
        move("first")
        applied = digests.applied_migrations("default")
        first = TermFactory(key="a")
        before = digests.tables("default", applied)["vocabulary_term"]
        Term.objects.filter(pk=first.pk).update(title_ru="Другое")
        reworded = digests.tables("default", applied)["vocabulary_term"]
        Term.objects.filter(pk=first.pk).update(title_ru=first.title_ru)
        assert digests.tables("default", applied)["vocabulary_term"] == before
        assert reworded.rows == before.rows
        assert reworded.sha256 != before.sha256

    def test_differences_are_named_by_table(self):
        same, other = Table(1, "a"), Table(1, "b")
        assert digests.differences({"x": same, "y": same}, {"x": same, "y": other}) == [
            "y: same number of rows, other contents"
        ]

    def test_join_tables_count_too(self, move):
        move("first")
        found = digests.tables("default", digests.applied_migrations("default"))
        assert {"auth_group_permissions", "wagtailcore_page"} <= set(found)


def test_manifest_survives_its_own_round_trip(archive):
    data = members_of(archive)["manifest.json"]
    assert manifest.loads(data).dumps() == data


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"\xff", b'{"a": ' * 5000])
def test_manifest_of_any_shape_is_refused_in_words(data):
    with pytest.raises(BadArchive):
        manifest.loads(data)


def test_cannot_run_says_which_program_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(databases.CannotRun, match="pg_restore is not installed"):
        databases._run("pg_restore", ["--list"], connect=False)


@pytest.mark.slow
def test_commands_as_an_operator_runs_them(archive, tmp_path):
    """Another process, other settings, an empty directory."""
    home = tmp_path / "elsewhere"
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "academy.settings.local",
        "STC_VAR_DIR": str(home),
        "MEDIA_ROOT": str(home / "media"),
        "REDIS_URL": "",
        "CELERY_BROKER_URL": "filesystem://localhost",
    }

    def manage(*args):
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "2 media files" in manage("restore", str(archive))
    manage("backup", str(tmp_path / "again.tar.gz"))
    first, again = bundle.verify(archive), bundle.verify(tmp_path / "again.tar.gz")
    assert digests.differences(first.tables, again.tables) == []
