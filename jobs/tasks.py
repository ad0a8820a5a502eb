"""The Celery door: the only place that knows the broker."""

import time
from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready
from kombu.exceptions import ChannelError, OperationalError

from jobs import registry, services

PROBE = "jobs.probe"
LONGEST_PROBE = 120
# While the broker is away, one request in this many seconds pays for finding out.
BELL_REST_SECONDS = 10

log = structlog.get_logger("jobs")
_rest_until = 0.0


@shared_task(name="jobs.run")
def run(job_id: int) -> None:
    services.run(job_id)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    services.sweep()


@shared_task(name="jobs.heartbeat")
def heartbeat() -> None:
    services.beat()


def ring(job_id: int) -> None:
    """Send the message, or leave the job to the sweep. Neither waits nor raises."""
    global _rest_until  # noqa: PLW0603 - one bell for the process
    if time.monotonic() < _rest_until:
        return
    try:
        run.apply_async(args=[job_id], retry=False, ignore_result=True)
    except (OperationalError, ChannelError, OSError) as error:
        _rest_until = time.monotonic() + BELL_REST_SECONDS
        log.warning("broker away, the sweep will find the job", job=job_id, error=repr(error)[:200])


@worker_ready.connect
def look_round(**_kwargs: Any) -> None:
    """A worker that starts takes up what its predecessor left, and reports at once."""
    sweep.apply_async(retry=False)
    heartbeat.apply_async(retry=False)


@registry.handler(PROBE)
def answer_probe(subject: str, payload: dict[str, Any]) -> None:
    """Sign a probe's own heartbeat row: proof that a job went all the way through a worker."""
    time.sleep(min(float(payload.get("hold", 0)), LONGEST_PROBE))
    services.beat(subject)
