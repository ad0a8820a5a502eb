from typing import Any

import structlog

from certification.models import Award
from certification.services import EVALUATE, ISSUE, award_what_is_earned, issue
from jobs.registry import handler
from people.models import User

log = structlog.get_logger("certification")


@handler(EVALUATE)
def evaluate_person(subject: str, payload: dict[str, Any]) -> None:
    person = User.objects.filter(actor=subject, is_active=True).first()
    if person is None:
        log.info("person gone", actor=subject)
        return
    award_what_is_earned(person=person)


@handler(ISSUE)
def issue_certificate(subject: str, payload: dict[str, Any]) -> None:
    rows = Award.objects.unguarded("background work")
    award = rows.select_related("person__institution", "version__scheme").filter(pk=subject).first()
    if award is None:
        log.info("award gone", award=subject)
        return
    issue(award=award)
