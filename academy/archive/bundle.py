"""The tar file: written member by member with checksums, read with distrust."""

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from academy.archive.manifest import (
    MAX_MANIFEST,
    NAME,
    BadArchive,
    Manifest,
    Member,
    loads,
)

BLOCK = 1024 * 1024
MAX_PADDING = 64 * 1024


def describe(path: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return Member(size, digest.hexdigest())


def write(target: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    """Write beside the target, read back, then rename: the target is whole or not there."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as raw:
            part.chmod(0o600)
            with _compressing(raw) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
                _add(tar, NAME, manifest.dumps())
                for name in sorted(manifest.members):
                    tar.add(files[name], arcname=name, recursive=False, filter=_anonymous)
            raw.flush()
            os.fsync(raw.fileno())
        verify(part)
        part.rename(target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def verify(path: Path) -> Manifest:
    """Read the whole archive and compare every member with the manifest."""
    with _reading(path) as (manifest, members):
        for _name, _source in members:
            pass
    return manifest


def extract(path: Path, *, database: Path, media: Path) -> Manifest:
    """Write the members into two folders of ours, checked on the way."""
    with _reading(path) as (manifest, members):
        _require_room(manifest, database.parent)
        for name, source in members:
            target = database if name == manifest.database else media.joinpath(*name.split("/")[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for block in source:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
    return manifest


def _compressing(raw: IO[bytes]) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw)


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if not info.isreg():
        raise BadArchive(f"{info.name} is not a plain file")
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


@contextmanager
def _reading(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[str, Iterator[bytes]]]]]:
    try:
        # Not tarfile's own `r|gz`: it ignores the checksum at the end of the file.
        with gzip.open(path, "rb") as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tar:
            first = tar.next()
            if first is None or first.name != NAME or not first.isreg():
                raise BadArchive("it does not begin with a manifest")
            if first.size > MAX_MANIFEST:
                raise BadArchive("its manifest is too large")
            manifest = loads(_file(tar, first).read())
            yield manifest, _members(tar, manifest)
            if len(unzipped.read(MAX_PADDING + 1)) > MAX_PADDING:
                raise BadArchive("it goes on after its end")
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the disk, not the archive
        raise BadArchive(f"it is damaged or cut off ({error})") from error


def _members(tar: tarfile.TarFile, manifest: Manifest) -> Iterator[tuple[str, Iterator[bytes]]]:
    waiting = dict(manifest.members)
    while info := tar.next():
        wanted = waiting.pop(info.name, None)
        if wanted is None or not info.isreg():
            raise BadArchive(f"it holds a file its manifest does not name: {info.name[:80]!r}")
        if info.size != wanted.size:
            raise BadArchive(f"{info.name!r} has {info.size} bytes instead of {wanted.size}")
        blocks = _checked(_file(tar, info), info.name, wanted)
        yield info.name, blocks
        for _rest in blocks:  # a reader that looked away still has every byte checked
            pass
    if waiting:
        raise BadArchive(f"{len(waiting)} files are missing, one is {min(waiting)[:80]!r}")


def _checked(file: IO[bytes], name: str, wanted: Member) -> Iterator[bytes]:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
        yield block
    if digest.hexdigest() != wanted.sha256:
        raise BadArchive(f"the checksum of {name!r} is wrong")


def _file(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(info)
    if file is None:
        raise BadArchive(f"{info.name!r} cannot be read")
    return file


def _require_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(member.size for member in manifest.members.values())
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BadArchive(f"it needs {needed:,} bytes, and the disk has {free:,} left")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
