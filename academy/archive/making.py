"""Make an archive of this installation."""

import hashlib
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from academy.archive import bundle, databases
from academy.archive.manifest import DATABASE_NAMES, MEDIA, Manifest

PRODUCT = "stc-academy"
# Files of the product itself, which every installation has.
SHIPPED = {"README.md"}


def make(target: Path) -> Manifest:
    """The database first: a file saved a moment later is one too many, never one too few."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        database = Path(folder) / DATABASE_NAMES[connection.vendor]
        migrations, tables = databases.snapshot(database)
        files = {database.name: database, **dict(media_files(Path(settings.MEDIA_ROOT)))}
        manifest = Manifest(
            product=PRODUCT,
            version=version(),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=connection.vendor,
            migrations=migrations,
            settings=fingerprint(),
            tables=tables,
            members={name: bundle.describe(path) for name, path in files.items()},
        )
        bundle.write(target, manifest, files)
    return manifest


def media_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Uploaded files by their name in the archive; hidden entries and links stay behind."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not path.is_symlink() and not hidden and str(relative) not in SHIPPED:
            yield f"{MEDIA}/{relative.as_posix()}", path


def version() -> str:
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def fingerprint() -> dict[str, Any]:
    """What must agree for an archive to feel at home. The key itself cannot be told from it."""
    key = hashlib.sha256(b"stc-academy backup\0" + settings.SECRET_KEY.encode()).hexdigest()
    return {
        "secret_key": key[:16],
        "site_url": settings.SITE_URL,
        "languages": [code for code, _name in settings.LANGUAGES],
        "rooms": sorted(name for name in settings.INSTALLED_APPS if "." not in name),
    }
