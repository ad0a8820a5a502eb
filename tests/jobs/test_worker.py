"""A real worker on the file broker, killed in the middle of a job."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from jobs import services
from jobs.enums import State
from jobs.models import Heartbeat, Job
from jobs.tasks import PROBE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(settings.BASE_DIR)
PATIENCE = 120


def until(true: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def kill_group(worker: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and every child: nobody gets to tidy up."""
    family = [worker.pid, *(c.pid for c in psutil.Process(worker.pid).children(recursive=True))]
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    worker.wait(timeout=30)


def age(job: Job, **fields: timedelta) -> None:
    """Turn the clock of a job back, so that the test need not wait for it."""
    for name, span in fields.items():
        Job.objects.filter(pk=job.pk).update(**{name: timezone.now() - span})


@pytest.fixture
def start_worker(tmp_path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Workers on this test's database, with a queue folder of their own."""
    database = connections["default"].settings_dict
    if not database["ENGINE"].endswith("sqlite3"):
        pytest.skip("this test hands its SQLite file to another process")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.local",
        "STC_VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{database['NAME']}",
        "CELERY_BROKER_URL": "filesystem://localhost",
        "REDIS_URL": "",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "academy", "worker", "--beat", "-c", "1"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
        with (tmp_path / "worker.log").open("ab") as log:
            started.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            )
        return started[-1]

    yield start
    for worker in started:
        if worker.poll() is None:
            kill_group(worker)
    shutil.rmtree(tmp_path / "queue", ignore_errors=True)


def test_job_of_a_killed_worker_is_done_exactly_once_by_the_next(start_worker):
    name = "probe:killed"
    job = services.enqueue(kind=PROBE, subject=name, payload={"hold": 100})
    age(job, rung_at=services.RING_AGAIN)
    first = start_worker()
    until(lambda: Job.objects.get(pk=job.pk).state == State.RUNNING, first)
    kill_group(first)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.RUNNING, 1)
    assert not Heartbeat.objects.filter(name=name).exists()
    assert services.claim(job.pk) is None, "the lease still holds"

    Job.objects.filter(pk=job.pk).update(payload={"hold": 0})
    age(job, rung_at=services.RING_AGAIN, lease_until=services.LEASE)
    second = start_worker()
    until(lambda: Job.objects.get(pk=job.pk).state == State.DONE, second)
    job.refresh_from_db()
    assert (job.attempts, job.error) == (2, "")
    assert Heartbeat.objects.filter(name=name).count() == 1
    assert Heartbeat.objects.filter(name=Heartbeat.WORKER).exists()
