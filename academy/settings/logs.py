"""Structured logs: one JSON object a line, with the request's id and no personal data."""

from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        *SHARED,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": [*SHARED, structlog.processors.format_exc_info],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Our own request line replaces these: they would print full paths, and a path may
        # hold an invitation code or a password-reset key.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
        "_granian": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # One line for every row that the CMS indexes, and one at every start of the file broker.
        "django_tasks": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
    },
}
