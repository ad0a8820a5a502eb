from datetime import timedelta

import pytest
from django.utils import timezone, translation

from jobs import selectors, services
from jobs.enums import State
from jobs.models import Heartbeat
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


def test_health_of_an_empty_house_names_the_silent_worker():
    health = selectors.health()
    assert (health.worker_alive, health.waiting, health.failed) == (False, 0, 0)
    assert health.worker_detail == "It has never reported. Start it; the jobs are kept."
    assert health.queue_detail == "waiting: 0; running: 0"


def test_health_counts_states_and_names_failed_kinds():
    now = timezone.now()
    oldest = JobFactory(available_at=now - timedelta(minutes=5))
    JobFactory(available_at=now + timedelta(minutes=5))
    JobFactory(state=State.RUNNING)
    JobFactory(state=State.DONE)
    for kind in ("people.letter", "people.letter", "certification.issue"):
        JobFactory(kind=kind, state=State.FAILED)
    health = selectors.health()
    assert (health.waiting, health.running, health.failed) == (2, 1, 3)
    assert health.oldest_due == oldest.available_at
    assert health.queue_detail == (
        "waiting: 2; running: 1; failed: certification.issue × 1, people.letter × 2"
    )


def test_worker_is_alive_until_it_is_silent_for_too_long():
    services.beat()
    assert selectors.health().worker_alive
    Heartbeat.objects.update(at=timezone.now() - selectors.SILENT_AFTER - timedelta(seconds=1))
    health = selectors.health()
    assert not health.worker_alive
    assert health.worker_detail.startswith("Silent since 20")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1 секунду назад"), (3, "3 секунды назад"), (12, "12 секунд назад")],
)
def test_worker_detail_speaks_russian(seconds, text):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=seconds))
    with translation.override("ru"):
        assert selectors.health().worker_detail == f"Выходил на связь {text}."


def test_health_takes_three_queries(django_assert_num_queries):
    for state in State:
        JobFactory(state=state)
    with django_assert_num_queries(3):
        selectors.health()
