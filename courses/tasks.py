"""Work done behind the scenes: ids in, one service called."""

from typing import Any

import structlog

from courses.services.publishing import SYNC_TRANSLATION
from courses.services.translating import refresh_source
from jobs.registry import handler

log = structlog.get_logger("courses")


@handler(SYNC_TRANSLATION)
def sync_translation(subject: str, payload: dict[str, Any]) -> None:
    if not refresh_source(page_id=payload["page"]):
        log.info("page has no translation source", page=subject)
