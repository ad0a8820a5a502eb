"""Ask for work, do it, and find again what was lost.

A job is claimed by one conditional UPDATE, held by a lease that its worker renews, tried
again with growing pauses, and in the end `done` or `failed`. The broker is only the bell.
"""

import re
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs import registry
from jobs.enums import State
from jobs.models import Heartbeat, Job

# A killed worker's job is free again after a lease and the next sweep: within a minute.
LEASE = timedelta(seconds=25)
RENEW_SECONDS = 8.0
RING_AGAIN = timedelta(seconds=25)
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800))
MAX_ATTEMPTS = len(PAUSES) + 1
SWEEP_LIMIT = 500
KEEP_DONE = timedelta(days=14)

log = structlog.get_logger("jobs")


class NoHandler(Exception):
    """No room registered a handler for jobs of this kind."""


@transaction.atomic
def enqueue(
    *,
    kind: str,
    subject: str,
    owner: str = "",
    country: str = "",
    payload: dict[str, Any] | None = None,
    key: str | None = None,
) -> Job:
    """Ask for background work in the caller's transaction. The same `key` twice is one job."""
    values = {
        "kind": kind,
        "subject": subject,
        "owner": owner,
        "country": country,
        "payload": payload or {},
    }
    if key is None:
        job, created = Job.objects.create(**values), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=values)
    if created:
        # robust: what is committed stays acknowledged, whatever the bell says. (A lambda: Django
        # asks a failing hook for its name, which a partial does not have.)
        transaction.on_commit(lambda: registry.ring(job.pk), robust=True)
    return job


def run(job_id: int) -> State | None:
    """Claim the job and do it. Returns its new state, or None if it was not to be had."""
    job = claim(job_id)
    if job is None:
        return None
    with structlog.contextvars.bound_contextvars(job=job.pk, kind=job.kind):
        try:
            with _lease_renewed(job):
                _handler_of(job)(job.subject, job.payload)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row must say so
            return _fail(job, error)
        return _end(job, state=State.DONE, error="")


def claim(job_id: int) -> Job | None:
    """Take the job if it is due: one UPDATE, so of two workers one wins."""
    now = timezone.now()
    taken = Job.objects.filter(_due(now), pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE
    )
    return Job.objects.get(pk=job_id) if taken else None


def sweep() -> int:
    """Ring for due jobs that no worker took up, end hopeless ones, forget old ones."""
    now = timezone.now()
    _give_up(now)
    Job.objects.filter(state=State.DONE, key__isnull=True, finished_at__lt=now - KEEP_DONE).delete()
    due = list(
        Job.objects.filter(_due(now), rung_at__lte=now - RING_AGAIN)
        .order_by("available_at", "pk")
        .values_list("pk", flat=True)[:SWEEP_LIMIT]
    )
    Job.objects.filter(pk__in=due).update(rung_at=now)
    for job_id in due:
        registry.ring(job_id)
    return len(due)


def run_due() -> int:
    """Do every due job here and now, without a worker. Returns how many were done."""
    done = 0
    for job_id in (
        Job.objects.filter(_due(timezone.now()))
        .order_by("available_at", "pk")
        .values_list("pk", flat=True)
    ):
        done += run(job_id) == State.DONE
    return done


def retry(*, kind: str | None = None) -> int:
    """Let failed jobs start afresh, after their cause was mended."""
    failed = Job.objects.filter(state=State.FAILED, **({"kind": kind} if kind else {}))
    now = timezone.now()
    return failed.update(
        state=State.WAITING,
        attempts=0,
        error="",
        finished_at=None,
        lease_until=None,
        available_at=now,
        rung_at=now - RING_AGAIN,
    )


def beat(name: str = Heartbeat.WORKER) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def _due(now: datetime) -> Q:
    return Q(state=State.WAITING, available_at__lte=now) | Q(
        state=State.RUNNING, lease_until__lt=now
    )


def _handler_of(job: Job) -> registry.Handler:
    found = registry.find(job.kind)
    if found is None:
        raise NoHandler(f"no room does jobs of kind {job.kind}")
    return found


def _give_up(now: datetime) -> None:
    Job.objects.filter(state=State.RUNNING, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED,
        finished_at=now,
        lease_until=None,
        error=f"The worker was lost in each of {MAX_ATTEMPTS} attempts.",
    )


def _fail(job: Job, error: Exception) -> State:
    hopeless = isinstance(error, NoHandler) or job.attempts >= MAX_ATTEMPTS
    text = describe(error)
    log.warning("job failed", attempt=job.attempts, final=hopeless, error=text)
    if hopeless:
        return _end(job, state=State.FAILED, error=text)
    _hold(job).update(
        state=State.WAITING,
        lease_until=None,
        error=text,
        available_at=timezone.now() + PAUSES[job.attempts - 1],
    )
    return State.WAITING


def _end(job: Job, *, state: State, error: str) -> State:
    _hold(job).update(state=state, error=error, lease_until=None, finished_at=timezone.now())
    return state


def _hold(job: Job) -> Any:
    """The row, as long as this attempt still holds it."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


@contextmanager
def _lease_renewed(job: Job) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(job: Job, stop: threading.Event) -> None:
    used = False
    while not stop.wait(RENEW_SECONDS):
        used = True
        try:
            now = timezone.now()
            _hold(job).update(lease_until=now + LEASE)
            # A worker that is busy for minutes is not silent; where none reports, none appears.
            Heartbeat.objects.filter(name=Heartbeat.WORKER).update(at=now)
        except DatabaseError:
            # The handler's own long transaction may hold the lock: nobody else can claim then.
            log.warning("lease not renewed", job=job.pk)
    if used:
        connection.close()


_PERSONAL = (
    (re.compile(r"=\s*\([^)]*\)"), "=[value]"),
    (re.compile(r"\S+@\S+"), "[mail]"),
    (re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»|“[^”]*”"), "[value]"),
    (re.compile(r"\+?\d[\d\s-]{5,}"), "[number]"),
)


def describe(error: BaseException) -> str:
    """Class, place and first line of an error, without values that may be personal."""
    message = (str(error).splitlines() or [""])[0][:1000]
    for pattern, instead in _PERSONAL:
        message = pattern.sub(instead, message)
    place = _place(error)
    return f"{type(error).__name__}{place}: {message[:300]}".rstrip(": ")


def _place(error: BaseException) -> str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts:
            return f" ({path.relative_to(settings.BASE_DIR)}:{frame.lineno})"
    return ""
