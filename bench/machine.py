"""An installation of its own for a campaign: temporary folder, free port, real processes.

Only processes that were started here are ended, by their process group.
"""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port below those that the system lends to clients: one that calls a dead server again and
    again would in the end be lent the server's own port, and keep it from starting."""
    while True:
        port = random.randrange(20000, 30000)
        with contextlib.closing(socket.socket()) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def own_environment(settings: str = "academy.settings.local") -> Iterator[int]:
    """Point this process and its children at a fresh folder; yields the port to listen on."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="stc-bench-", ignore_cleanup_errors=True) as folder:
        os.environ |= {
            "STC_VAR_DIR": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "PORT": str(port),
            "SITE_URL": f"http://localhost:{port}",
            "DJANGO_SETTINGS_MODULE": settings,
        }
        yield port


def prepare() -> None:
    """Catalogues, migrations, cache table."""
    import django
    from django.core.management import call_command

    from academy.management.commands.messages import compile_all

    django.setup()
    compile_all()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def log_file() -> Path:
    """What the processes had to say; shown when one of them does not come up."""
    return Path(os.environ["STC_VAR_DIR"]) / "processes.log"


class Process:
    """A server or worker in a process group of its own, which can be killed and started again."""

    def __init__(self, *command: str) -> None:
        self.command = [sys.executable, "-m", *command]
        self.running: subprocess.Popen[bytes] | None = None
        self.kills, self.started = 0, 0.0

    def start(self) -> None:
        self.started = time.time()
        with log_file().open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=os.environ.copy(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing gets a chance to tidy up."""
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            _wait_until_gone(self.running.pid)
            self.kills += 1

    def stop(self) -> None:
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGTERM)
            try:
                self.running.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self.running.pid, signal.SIGKILL)


def _wait_until_gone(group: int, seconds: float = 0.1) -> None:
    """The children die a moment after their parent; what they write until then is still theirs.
    No longer than so: dead orphans that nobody collects stay in the group."""
    until = time.monotonic() + seconds
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(0.001)


def server(port: int, application: str = "academy.wsgi:application") -> Process:
    return Process(
        *("granian", "--interface", "wsgi", application, "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--log-level", "error"),
    )


def worker() -> Process:
    return Process(
        *("celery", "-A", "academy", "worker", "--beat", "--pool", "prefork", "--concurrency", "1"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"),
    )


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the application answers: the server listens some seconds before it can."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        probe = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            probe.request("GET", "/healthz", headers={"Host": "localhost"})
            if probe.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            probe.close()
    said = log_file().read_text(errors="replace")[-2000:]
    raise TimeoutError(f"nothing answers on port {port}; the processes said: {said}")
