import time
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from jobs import services
from jobs.enums import State
from jobs.models import Heartbeat, Job
from jobs.tasks import LONGEST_PROBE, PROBE

LOOK_SECONDS = 0.2


class Command(BaseCommand):
    help = "Send a probe through the broker and a worker, and say how long it took."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=float, default=60, help="seconds to wait")
        parser.add_argument(
            "--hold",
            type=float,
            default=0,
            help=f"seconds for which the probe keeps its worker busy, at most {LONGEST_PROBE}:"
            " time to kill the worker and see the job taken up again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"probe:{uuid.uuid4()}"
        start = time.monotonic()
        job = services.enqueue(kind=PROBE, subject=name, payload={"hold": options["hold"]})
        while time.monotonic() - start < options["timeout"] and job.state != State.DONE:
            time.sleep(LOOK_SECONDS)
            job.refresh_from_db()
        if job.state != State.DONE:
            raise CommandError(
                f"no worker did the probe within {options['timeout']:g} s (it is {job.state}"
                f"{', ' + job.error if job.error else ''}). Is the worker running, and does it"
                " use the same database and CELERY_BROKER_URL?"
            )
        Heartbeat.objects.filter(name=name).delete()
        Job.objects.filter(pk=job.pk).delete()
        seconds = time.monotonic() - start
        self.stdout.write(f"the worker answered in {seconds:.1f} s, attempt {job.attempts}")
