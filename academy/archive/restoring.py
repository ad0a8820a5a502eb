"""Bring an archive into this installation, or find out that it should not be."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from academy.archive import bundle, databases, digests, making
from academy.archive.manifest import BadArchive, Manifest


class NotEmpty(Exception):
    """There is data in the way, and nobody said that it may be replaced."""


@dataclass(slots=True)
class Restored:
    manifest: Manifest
    kept: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(archive: Path) -> Restored:
    """Check every byte and, for SQLite, every table. Touches nothing of this installation."""
    with tempfile.TemporaryDirectory(prefix="stc-verify-") as folder:
        database = Path(folder) / "database"
        manifest = bundle.extract(archive, database=database, media=Path(folder) / "media")
        result = Restored(manifest, notes=_strange_settings(manifest))
        if manifest.engine == "sqlite":
            _check_staged_sqlite(database, manifest)
        else:
            databases.check_dump(database)
            result.notes.append("table digests of a PostgreSQL dump are compared when restoring")
    return result


def restore(archive: Path, *, replace: bool = False) -> Restored:
    """Stage, check, then swap database and media; any failure leaves what was there before."""
    now = datetime.now(UTC)
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    if not replace:
        _require_empty(media)
    with _staging(media) as (database, staged_media):
        manifest = bundle.extract(archive, database=database, media=staged_media)
        if manifest.engine != connection.vendor:
            raise BadArchive(
                f"it is of a {manifest.engine} database, and this installation uses"
                f" {connection.vendor} (DATABASE_URL)"
            )
        result = Restored(manifest, notes=_strange_settings(manifest))
        with _database_replaced(database, manifest, now) as kept:
            old_media = media / f".before-restore-{now:%Y%m%d-%H%M%S}"
            _swap_media(media, staged_media, old_media)
        result.kept = [path for path in (kept, old_media) if path and path.exists()]
    if digests.disk_migrations() - set(manifest.migrations):
        call_command("migrate", verbosity=0)
        result.notes.append("the archive was of an older version: its database was migrated")
    return result


def _require_empty(media: Path) -> None:
    found = []
    if count := databases.table_count():
        found.append(f"the database has {count} tables")
    if files := sum(1 for _ in making.media_files(media)):
        found.append(f"{media} has {files} files")
    if found:
        raise NotEmpty("; ".join(found))


@contextmanager
def _staging(media: Path) -> Iterator[tuple[Path, Path]]:
    """Folders on the same disks as their targets, so that the swap is a rename."""
    beside = (
        Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else None
    )
    if beside:
        beside.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".restore-", dir=beside) as database,
        tempfile.TemporaryDirectory(prefix=".restore-", dir=media) as files,
    ):
        yield Path(database) / "database", Path(files)


@contextmanager
def _database_replaced(staged: Path, manifest: Manifest, now: datetime) -> Iterator[Path | None]:
    if manifest.engine == "sqlite":
        _check_staged_sqlite(staged, manifest)
        with databases.sqlite_replaced(staged, at=now) as kept:
            _compare("default", manifest)
            yield kept
        return
    databases.check_dump(staged)
    with databases.postgresql_replaced(staged):
        _compare("default", manifest)
        yield None


def _check_staged_sqlite(path: Path, manifest: Manifest) -> None:
    databases.check_sqlite(path)
    with databases.opened(path) as alias:
        _compare(alias, manifest)


def _compare(alias: str, manifest: Manifest) -> None:
    wrong = digests.differences(manifest.tables, digests.tables(alias, manifest.migrations))
    if wrong:
        raise BadArchive("its tables differ from its manifest: " + "; ".join(wrong[:5]))


def _swap_media(media: Path, staged: Path, old: Path) -> None:
    """Move entry by entry, since the media folder itself may be a mount; undo on failure."""
    moved: list[tuple[Path, Path]] = []
    try:
        for entry in sorted(media.iterdir()):
            if entry.name not in making.SHIPPED and not entry.name.startswith("."):
                old.mkdir(exist_ok=True)
                moved.append((entry, entry.rename(old / entry.name)))
        for entry in sorted(staged.iterdir()):  # one by one: each move must be known to the undo
            moved += [(entry, entry.rename(media / entry.name))]
    except OSError:
        for before, after in reversed(moved):
            after.rename(before)
        with suppress(OSError):
            old.rmdir()
        raise


def _strange_settings(manifest: Manifest) -> list[str]:
    here = making.fingerprint()
    notes = []
    if manifest.settings.get("secret_key") != here["secret_key"]:
        notes.append(
            "SECRET_KEY differs from the one the archive was made with: people sign in again,"
            " and links in letters already sent no longer work"
        )
    if manifest.settings.get("site_url") != here["site_url"]:
        notes.append(
            f"SITE_URL is {here['site_url']}; the archive was made at"
            f" {manifest.settings.get('site_url')}, which printed QR codes name"
        )
    return notes
