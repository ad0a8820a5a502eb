import pytest

from jobs.models import Heartbeat
from jobs.services import beat
from tests.factories.jobs import JobFactory


@pytest.mark.django_db
def test_job_and_heartbeat_name_themselves():
    beat("worker")
    assert str(JobFactory()) == "tests.note subject (waiting)"
    assert str(Heartbeat.objects.get()).startswith("worker 20")
