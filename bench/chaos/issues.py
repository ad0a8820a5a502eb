"""Certificates issued while the worker is killed in the middle of issuing them.

Each kill is aimed: the row of the issue job is read every half millisecond, and the worker's
process group gets SIGKILL while the row says `running`. Every second kill waits for the
certificate to be there as well: then the job's work is done and its end is not yet written.
"""

import random
import time
from datetime import UTC, datetime
from typing import Any

from bench import machine
from bench.chaos.people import visitor_of
from bench.chaos.tally import Tally
from bench.visitor import Visitor

LOOK_SECONDS = 0.0005
# How long after the first look at the running job an early kill comes, at most.
LATEST = 0.01
WAIT = 120
# "Within a minute", as docs/operations.md promises.
MOST = 60
STATE = """
SELECT state, finished_at, EXISTS(SELECT 1 FROM certification_certificate WHERE award_id = %s)
FROM jobs_job WHERE kind = 'certification.issue' AND subject = %s
"""


class Issue:
    """The issue of one award: its job and its certificate as the database has them now."""

    def __init__(self, user: Any) -> None:
        from certification.models import Award

        self.user = user
        self.award = Award.objects.owned_by(user).get().pk
        self.killed = 0.0
        self.state, self.finished, self.written = "", 0.0, False

    def look(self) -> None:
        """One statement, so that job and certificate are of the same moment."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(STATE, [self.award, str(self.award)])
            state, finished, written = cursor.fetchone() or ("", None, False)
        self.state, self.written = state, bool(written)
        self.finished = _seconds(finished)

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def ended(self) -> bool:
        return self.state in {"done", "failed"}


def _seconds(at: Any) -> float:
    if at is None:
        return 0.0
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def kill_in_issues(
    tally: Tally, dice: random.Random, port: int, worker: machine.Process, holders: list[Any]
) -> list[Issue]:
    """Each person confirms the name, and the worker is killed while it issues the certificate.

    Nobody waits for the certificate here: what a dead worker left is found by a later one.
    """
    issues = [Issue(user) for user in holders]
    for number, issue in enumerate(issues):
        visitor = visitor_of(issue.user, port)
        _confirm(visitor, issue)
        _until_running(issue, written=number % 2 == 1)
        if number % 2 == 0:
            time.sleep(dice.uniform(0, LATEST))
        worker.kill()
        issue.killed = time.time()
        _count_hit(tally, issue)
        worker.start()
        # Once more, as somebody does who does not trust the button.
        _confirm(visitor, issue)
    if holders and not tally.kills_in_issue:
        tally.faults.append("no kill met a running issue job: recovery was not tried")
    return issues


def _confirm(visitor: Visitor, issue: Issue) -> None:
    path = f"/en/certificates/awards/{issue.award}/"
    visitor.insist(path, {"name_latin": "Chaos Demo", "name_cyrillic": ""})


def _until_running(issue: Issue, *, written: bool) -> None:
    """Until the job runs (and has written its certificate), or ended before anybody could look."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        issue.look()
        if issue.ended or (issue.running and issue.written >= written):
            return
        time.sleep(LOOK_SECONDS)


def _count_hit(tally: Tally, issue: Issue) -> None:
    issue.look()
    tally.kills_before_certificate += issue.running and not issue.written
    tally.kills_after_certificate += issue.running and issue.written


def check_issues(tally: Tally, worker: machine.Process, issues: list[Issue]) -> None:
    """Every job ended within a minute of the last worker's start, and everything is there once."""
    _until_ended(issues)
    for issue in issues:
        if issue.state != "done" or not issue.written:
            tally.faults.append(f"award {issue.award}: job {issue.state}, {issue.written=}")
    ends = [issue.finished for issue in issues]
    tally.slowest_recovery = max(0.0, max(ends, default=0.0) - worker.started)
    tally.slowest_after_kill = max((i.finished - i.killed for i in issues), default=0.0)
    if tally.slowest_recovery > MOST:
        tally.faults.append(f"recovery took {tally.slowest_recovery:.0f} s, over {MOST} s")
    time.sleep(1)
    for issue in issues:
        _check_once(tally, issue.user)


def _until_ended(issues: list[Issue]) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and not all(issue.ended and issue.written for issue in issues):
        time.sleep(0.2)
        for issue in issues:
            issue.look()


def _check_once(tally: Tally, user: Any) -> None:
    from certification.models import Certificate
    from people.models import Letter
    from records.selectors import lines_for

    counts = {
        "certificates": Certificate.objects.owned_by(user).count(),
        "ledger lines": lines_for(user).filter(verb="earned").count(),
        "letters": Letter.objects.filter(to=user, template="certificate_issued").count(),
    }
    for what, count in counts.items():
        if count != 1:
            tally.faults.append(f"person {user.pk} has {count} {what}")
