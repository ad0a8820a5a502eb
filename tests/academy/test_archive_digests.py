"""The same rows have the same digest on every database: the figures below were made on SQLite."""

from datetime import UTC, datetime

import pytest

from academy.archive import digests
from jobs.models import Job
from tests.factories.jobs import JobFactory
from tests.factories.vocabulary import SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
AT = datetime(2026, 11, 23, 8, 30, 0, 120_000, tzinfo=UTC)
WANTED = {"jobs_job": "a5af8761aa9bcb8d", "vocabulary_source": "226032eb0bfe3612"}


def test_digest_does_not_depend_on_the_database():
    JobFactory(pk=7, payload={"b": 1.5, "a": [None, True, "ё"]}, key=None)
    Job.objects.update(created_at=AT, available_at=AT, rung_at=AT, lease_until=AT)
    SourceFactory(pk=3, key="law", title_ru="Закон № 1")
    found = digests.tables("default", digests.applied_migrations("default"))
    assert {name: found[name].sha256[:16] for name in WANTED} == WANTED
