from typing import Any

import structlog

from jobs.registry import handler
from people.letters import INVITED_JOB, JOB, send, send_invited
from people.models import InvitedPerson, Letter
from people.services import forget_stale

log = structlog.get_logger("people.letters")


@handler(JOB)
def send_letter(subject: str, payload: dict[str, Any]) -> None:
    letter = Letter.objects.select_related("to").filter(pk=subject).first()
    if letter is None:
        log.info("letter gone", letter=subject)
        return
    send(letter)


@handler(INVITED_JOB)
def write_to_invited(subject: str, payload: dict[str, Any]) -> None:
    forget_stale()
    invited = InvitedPerson.objects.select_related("group").filter(key=subject).first()
    if invited is None:
        log.info("invitation gone", invited=subject)
        return
    send_invited(invited)
