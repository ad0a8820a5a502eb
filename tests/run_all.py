"""`make test`: every check in one run, cheapest first, with one summary at the end.

Each step's output is shown; a failing step does not hide the later ones. The run ends with
the lines that say what ran, on which databases, and what could not run.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHROMIUM = Path("/usr/bin/chromium")


@dataclass
class Run:
    """What was run and how it went."""

    done: list[tuple[str, bool, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(self, title: str, *command: str, **environment: str) -> bool:
        print(f"\n=== {title}", flush=True)
        started = time.monotonic()
        code = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}
        ).returncode
        self.done.append((title, code == 0, time.monotonic() - started))
        return code == 0


def tool(name: str) -> str:
    return str(BIN / name)


def main() -> int:
    run = Run()
    install_system_packages(run)
    if "--pictures" in sys.argv:
        pytest(run, "Pictures", "browser", "tests/browser/test_journey.py", STC_PICTURES="1")
        return summary(run)
    static_checks(run)
    python_tests(run)
    browser_tests(run)
    second_database(run)
    return summary(run)


def install_system_packages(run: Run) -> None:
    """Debian's Chromium for browser tests, gettext for the extraction test, if to be had."""
    wanted = [
        package
        for package, there in (
            ("chromium", CHROMIUM.exists()),
            ("gettext", bool(shutil.which("xgettext"))),
        )
        if not there
    ]
    if not wanted or not shutil.which("apt-get"):
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"=== Installing {', '.join(wanted)}", flush=True)
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", *wanted]):
        subprocess.run(
            [*prefix, *command], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
        )


def static_checks(run: Run) -> None:
    run.step("Code style", tool("ruff"), "check", ".")
    run.step("Code format", tool("ruff"), "format", "--check", ".")
    run.step("Templates", tool("djlint"), "--lint", "--quiet", ".")
    run.step("Import contracts", tool("lint-imports"))
    run.step("Types", tool("mypy"))
    manage = (sys.executable, "manage.py")
    test = {"DJANGO_SETTINGS_MODULE": "academy.settings.test"}
    run.step("Migrations complete", *manage, "makemigrations", "--check", "--dry-run", **test)
    run.step(
        "Production settings",
        *manage, "check", "--deploy", "--fail-level", "WARNING",
        DJANGO_SETTINGS_MODULE="academy.settings.production",
        SECRET_KEY="x7Kq-" * 12, ALLOWED_HOSTS="academy.example", SITE_URL="https://academy.example",
    )  # fmt: skip


def pytest(run: Run, title: str, marks: str, *extra: str, **environment: str) -> bool:
    return run.step(title, sys.executable, "-m", "pytest", "-q", "-m", marks, *extra, **environment)


def python_tests(run: Run) -> None:
    pytest(run, "Unit, property and integration tests", "not browser and not slow", "-n", "2")
    pytest(run, "Servers started and killed", "slow and not browser")


def browser_tests(run: Run) -> None:
    if CHROMIUM.exists():
        pytest(run, "Browser tests", "browser")
    else:
        run.notes.append(
            "!!! THE BROWSER TESTS DID NOT RUN: Chromium is not here and could not be installed"
        )


def second_database(run: Run) -> None:
    """The marked tests again on PostgreSQL and Redis, where they are or can be started."""
    with services.postgres() as database, services.redis() as redis:
        if database and redis:
            pytest(
                run, "Marked tests on PostgreSQL and Redis", "both_databases and not browser",
                STC_TEST_DATABASE_URL=database, STC_TEST_REDIS_URL=redis,
            )  # fmt: skip
            run.notes.append(
                "Databases used: SQLite for everything; PostgreSQL and Redis for the marked set"
            )
        else:
            missing = " and ".join(
                name for name, there in (("PostgreSQL", database), ("Redis", redis)) if not there
            )
            run.notes.append(f"!!! Databases used: SQLite only; {missing} could not be had")


def summary(run: Run) -> int:
    print("\n=== Summary")
    for title, passed, seconds in run.done:
        print(f"{'ok    ' if passed else 'FAILED'} {seconds:6.1f} s  {title}")
    for note in run.notes:
        print(note)
    failed = sum(not passed for _, passed, _ in run.done)
    print(f"{len(run.done) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
