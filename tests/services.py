"""PostgreSQL and Redis for the marked tests: found running, or started for the run.

Only loopback; a server started here is ended here, by its own process.
"""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CLUSTERS = Path("/usr/lib/postgresql")


def answers(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(port):
            return True
        time.sleep(0.2)
    return False


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """Yield a database address, or None. A running server must let us in without a password."""
    import psycopg

    for user in ("postgres", "root"):
        address = f"postgres://{user}@127.0.0.1:5432/postgres"
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address, connect_timeout=2).close()
            yield address
            return
    binaries = sorted(CLUSTERS.glob("*/bin/postgres")) if CLUSTERS.exists() else []
    if not binaries:
        yield None
        return
    yield from _own_postgres(binaries[-1].parent)


def _own_postgres(binaries: Path) -> Iterator[str | None]:
    """A throw-away cluster. PostgreSQL refuses to run as root, so it runs as its own user then."""
    as_user = ["runuser", "-u", "postgres", "--"] if Path("/root").owner() == _me() else []
    with tempfile.TemporaryDirectory(prefix="stc-pg-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        port, data = free_port(), f"{folder}/data"
        made = subprocess.run(
            [*as_user, str(binaries / "initdb"), "-A", "trust", "-U", "postgres", "-D", data],
            capture_output=True,
        )
        if made.returncode:
            yield None
            return
        server = subprocess.Popen(
            [*as_user, str(binaries / "postgres"), "-D", data, "-p", str(port), "-k", folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            up = _wait(port)
            yield f"postgres://postgres@127.0.0.1:{port}/postgres" if up else None
        finally:
            server.terminate()
            server.wait(timeout=20)


def _me() -> str:
    import getpass

    return getpass.getuser()


@contextlib.contextmanager
def redis() -> Iterator[str | None]:
    if answers(6379):
        yield "redis://127.0.0.1:6379/9"
        return
    binary = shutil.which("redis-server")
    if not binary:
        yield None
        return
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"redis://127.0.0.1:{port}/0" if _wait(port) else None
    finally:
        server.terminate()
        server.wait(timeout=10)
