"""`make run`: bring this machine to a working installation and keep it running until Ctrl-C.

Everything here may run again: what is done already is seen and skipped, and no data is lost.
"""

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.local")
PORT = os.environ.get("PORT", "8000")
HOST = os.environ.get("HOST", "127.0.0.1")


def main() -> int:
    started = time.monotonic()
    prepare()
    processes = [start(command) for command in (server(), worker())]
    wait_until_it_answers(processes[0])
    print(f"\nReady in {time.monotonic() - started:.0f} s: http://localhost:{PORT}/")
    print_demo_people()
    print("Stop with Ctrl-C.", flush=True)
    return keep(processes)


def prepare() -> None:
    """Catalogues, database, curriculum, control list, demo people."""
    from academy.management.commands.messages import compile_all  # noqa: PLC0415

    os.environ.setdefault("STC_VAR_DIR", "var")
    Path(os.environ["STC_VAR_DIR"]).mkdir(parents=True, exist_ok=True)

    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    say("Compiling translations")
    settings.LOCALE_PATHS  # noqa: B018  (reading a setting loads them all)
    compile_all()
    django.setup()
    say("Preparing the database")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for path, command in ((settings.CONTENT_DIR, "load_content"), (None, "load_demo")):
        stamp = settings.VAR_DIR / f"{command}.stamp"
        digest = digest_of(path or Path(__file__).parent / "management" / "commands")
        if stamp.exists() and stamp.read_text() == digest:
            continue
        say(f"Running {command.replace('_', ' ')}")
        call_command(command)
        stamp.write_text(digest)
    import_official_lists()


def import_official_lists() -> None:
    """Lay the official list texts over the catalogue, where this machine has them."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    for edition in ("2025-11-15", "2021-05-20"):
        for what, name in (("list", "annex_i"), ("notes", "notes")):
            path = settings.LIST_DATA_DIR / f"{name}_{edition}.jsonl"
            stamp = settings.VAR_DIR / f"{what}-{edition}.stamp"
            if not path.exists() or stamp.exists():
                continue
            say(f"Importing the {what} of {edition}")
            call_command("import_control_list", str(path), edition=edition)
            stamp.write_text(hashlib.sha256(path.read_bytes()).hexdigest())


def digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def server() -> list[str]:
    return [
        *("granian", "--interface", "wsgi", "academy.wsgi:application"),
        *("--host", HOST, "--port", PORT, "--workers", "1", "--blocking-threads", "4"),
        *("--respawn-failed-workers", "--log-level", "warning"),
    ]


def worker() -> list[str]:
    return [
        *("celery", "-A", "academy", "worker", "--beat", "--pool", "prefork", "--concurrency", "1"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
    ]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    name, *arguments = command
    # In a session of its own, so that Ctrl-C reaches us first and each is ended in good order.
    return subprocess.Popen(
        [sys.executable, "-m", name, *arguments], env=os.environ.copy(), start_new_session=True
    )


def wait_until_it_answers(web: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """The server listens some seconds before it can answer: say "ready" only when it does."""
    until = time.monotonic() + seconds
    while web.poll() is None and time.monotonic() < until:
        probe = http.client.HTTPConnection("127.0.0.1", int(PORT), timeout=seconds)
        try:
            probe.request("GET", "/healthz", headers={"Host": "localhost"})
            probe.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            probe.close()


def keep(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait until somebody stops us or one of the two processes ends; then end both."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    return 0 if stopping else 1


def print_demo_people() -> None:
    from academy.demo import PASSWORD, sign_ins  # noqa: PLC0415

    print(f"Demo data only. Password of all demo people: {PASSWORD}")
    for email, role in sign_ins():
        print(f"  {email:42} {role}")


def say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
