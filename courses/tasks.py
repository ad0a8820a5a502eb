"""Work done behind the scenes: ids in, one service called."""

from typing import Any

import structlog

from courses.services.publishing import ADOPT_TRANSLATION, REFRESH_SOURCE
from courses.services.translating import adopt_translation, refresh_source
from jobs.registry import handler

log = structlog.get_logger("courses")


@handler(REFRESH_SOURCE)
def do_refresh_source(subject: str, payload: dict[str, Any]) -> None:
    if not refresh_source(page_id=payload["page"]):
        log.info("page is not under translation", page=subject)


@handler(ADOPT_TRANSLATION)
def do_adopt_translation(subject: str, payload: dict[str, Any]) -> None:
    if not adopt_translation(page_id=payload["page"]):
        log.info("translation stays a page of its own", page=subject)
