from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from jobs import registry, services
from jobs.enums import State
from jobs.models import Heartbeat, Job
from tests.factories.jobs import JobFactory


def output(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db(transaction=True)
def test_check_worker_times_the_round_trip_and_leaves_no_trace(monkeypatch):
    monkeypatch.setattr(registry, "_bells", [services.run])
    assert output("check_worker").startswith("the worker answered in ")
    assert (Job.objects.count(), Heartbeat.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_check_worker_says_what_to_look_at_when_nobody_answers(rung):
    with pytest.raises(CommandError, match=r"Is the worker running.*CELERY_BROKER_URL"):
        call_command("check_worker", timeout=0.1)
    assert Job.objects.get().state == State.WAITING


@pytest.mark.django_db
def test_retry_jobs_counts(rung):
    JobFactory(state=State.FAILED, finished_at=timezone.now())
    assert output("retry_jobs", kind="tests.other").startswith("0 failed jobs")
    assert output("retry_jobs").startswith("1 failed jobs")


@pytest.mark.django_db
def test_run_jobs_does_what_is_due(does):
    calls = does("tests.note")
    JobFactory()
    assert output("run_jobs") == "1 jobs done"
    assert len(calls) == 1
