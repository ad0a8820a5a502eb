"""Verbs: enrol, read a lesson, follow the ledger, look after a published page."""

from courses.services.assigning import assign, welcome
from courses.services.progress import NotEnrolled, NotFound, enrol, erase, follow, read_lesson
from courses.services.publishing import after_loading, after_publishing, after_unpublishing

__all__ = [
    "NotEnrolled",
    "NotFound",
    "after_loading",
    "after_publishing",
    "after_unpublishing",
    "assign",
    "enrol",
    "erase",
    "follow",
    "read_lesson",
    "welcome",
]
