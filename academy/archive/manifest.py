"""What an archive says about itself."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

FORMAT = 1
NAME = "manifest.json"
MEDIA = "media"
MAX_MANIFEST = 64 * 1024 * 1024
MAX_MEMBERS = 1_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadArchive(Exception):
    """The archive is not what it should be. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    product: str
    version: str
    created: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    settings: dict[str, Any]
    tables: dict[str, Table]
    members: dict[str, Member]

    @property
    def database(self) -> str:
        return DATABASE_NAMES[self.engine]

    def dumps(self) -> bytes:
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)
        return text.encode()


DATABASE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def loads(data: bytes) -> Manifest:
    """Read a manifest; whatever is wrong with it is a `BadArchive`."""
    try:
        raw = json.loads(data)
        manifest = Manifest(
            product=str(raw["product"]),
            version=str(raw["version"]),
            created=str(raw["created"]),
            engine=str(raw["engine"]),
            migrations=tuple((str(app), str(name)) for app, name in raw["migrations"]),
            settings=dict(raw["settings"]),
            tables={str(name): Table(**table) for name, table in raw["tables"].items()},
            members={str(name): Member(**member) for name, member in raw["members"].items()},
        )
        wrong_format = raw["format"] != FORMAT
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadArchive(f"its manifest cannot be read ({type(error).__name__})") from error
    if wrong_format:
        raise BadArchive(f"its format is {raw['format']!r}; this version reads format {FORMAT}")
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    if manifest.engine not in DATABASE_NAMES:
        raise BadArchive(f"its database engine is {manifest.engine[:40]!r}")
    if manifest.database not in manifest.members:
        raise BadArchive("it holds no database")
    if len(manifest.members) > MAX_MEMBERS:
        raise BadArchive("it holds too many files")
    for name, member in manifest.members.items():
        if name != manifest.database and not is_media(name):
            raise BadArchive(f"it holds a file with the name {name[:80]!r}")
        if type(member.size) is not int or member.size < 0:
            raise BadArchive(f"the size of {name[:80]!r} is no size")
        if not _SHA256.fullmatch(str(member.sha256)):
            raise BadArchive(f"the checksum of {name[:80]!r} is no checksum")


def is_media(name: str) -> bool:
    """A plain relative path below `media/`: nothing that could land elsewhere."""
    path = PurePosixPath(name)
    plain = not any(sign in name for sign in "\\\0\r\n") and len(name) < 1000
    parts = path.parts
    return (
        plain
        and not path.is_absolute()
        and len(parts) > 1
        and parts[0] == MEDIA
        and ".." not in parts
        and str(path) == name
    )
