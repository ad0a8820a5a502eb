"""A sample of the campaign under SIGKILL: five saves, three answers, one issue. `make chaos` runs
the whole."""

import os
import subprocess
import sys

import pytest

from tests.house import ROOT

pytestmark = pytest.mark.slow
SAMPLE = (
    "from bench.chaos import campaign; t = campaign(saves=5, answers=3, issues=1, seed=7); print(t);"
    "assert not t.faults; assert t.acknowledged == 5; assert t.graded == 3;"
    "assert t.server_kills >= 1; assert t.worker_kills == t.kills_in_issue == 1;"
    "assert 0 < t.slowest_recovery < 60;"
    "assert len(t.controls) == 3; assert all(t.controls.values())"
)


def test_nothing_acknowledged_is_lost_or_doubled() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STC_")}
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "SITE_URL", "ALLOWED_HOSTS"):
        kept.pop(name, None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        timeout=420,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
