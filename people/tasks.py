from typing import Any

import structlog

from jobs.registry import handler
from people.letters import JOB, send
from people.models import Letter

log = structlog.get_logger("people.letters")


@handler(JOB)
def send_letter(subject: str, payload: dict[str, Any]) -> None:
    letter = Letter.objects.select_related("to").filter(pk=subject).first()
    if letter is None:
        log.info("letter gone", letter=subject)
        return
    send(letter)
