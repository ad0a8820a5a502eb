"""The Celery door: the only place that knows the broker."""

import time
from functools import cache
from typing import Any

import structlog
from celery import current_app, shared_task
from celery.signals import worker_ready
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.utils import get_random_id, normalize_json
from kombu import Connection
from kombu.exceptions import ChannelError, LimitExceeded, OperationalError
from kombu.pools import producers

from jobs import registry, services

PROBE = "jobs.probe"
LONGEST_PROBE = 120
CMS_TASK = "wagtail.task"
# A request rings: without these, a broker that is away holds it for 6 s, a mute one for ever.
QUICK = {
    "max_retries": 0,
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.5,
    "read_timeout": 0.5,
    "write_timeout": 0.5,
}
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


@cache
def _bell() -> Connection:
    return current_app.connection_for_write(connect_timeout=0.3, transport_options=QUICK)


def ring(job_id: int) -> None:
    """Send the message, or leave the job to the sweep. Neither waits nor raises."""
    global _rest_until  # noqa: PLW0603 - one bell for the process
    if time.monotonic() < _rest_until:
        return
    try:
        with producers[_bell()].acquire(block=True, timeout=1) as producer:
            run.apply_async(args=(job_id,), producer=producer, retry=False, ignore_result=True)
    except (OperationalError, ChannelError, LimitExceeded, OSError) as error:
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


class JobBackend(BaseTaskBackend):
    """Wagtail's own background tasks (indexes, deleted files) as Job rows, so none is lost."""

    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("Jobs hand no context to their handlers.")
        values = {"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))}
        job = services.enqueue(kind=CMS_TASK, subject=task.module_path, payload=values)
        return TaskResult(
            task=task,
            id=f"{job.pk}-{get_random_id()}",
            status=TaskResultStatus.READY,
            enqueued_at=job.created_at,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=values["args"],
            kwargs=values["kwargs"],
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@registry.handler(CMS_TASK)
def do_cms_task(subject: str, payload: dict[str, Any]) -> None:
    task = import_string(subject)
    if not isinstance(task, Task):
        raise TypeError("the subject names no task")
    try:
        task.call(*payload["args"], **payload["kwargs"])
    except ObjectDoesNotExist:
        # The row was deleted after the task was asked for: there is nothing left to index.
        log.info("object gone", task=subject)
