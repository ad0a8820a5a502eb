"""An installation of its own for a campaign: temporary folder, free port, real processes.

Only processes that were started here are ended, by their process group.
"""

import contextlib
import http.client
import os
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
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


class Process:
    """A server or worker in a process group of its own, which can be killed and started again."""

    def __init__(self, *command: str) -> None:
        self.command = [sys.executable, "-m", *command]
        self.running: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def start(self) -> None:
        self.running = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=os.environ.copy(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing gets a chance to tidy up."""
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.kills += 1

    def stop(self) -> None:
        if self.running and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGTERM)
            try:
                self.running.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self.running.pid, signal.SIGKILL)


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
    raise TimeoutError(f"nothing answers on port {port}")
