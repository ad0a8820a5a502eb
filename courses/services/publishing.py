"""What follows when a page is published or taken down."""

from django.conf import settings
from django.db import transaction

from courses.models import LessonPage
from courses.models.pages import AcademyPage
from jobs.services import enqueue

SYNC_TRANSLATION = "courses.translation_source"


@transaction.atomic
def after_publishing(*, page: AcademyPage) -> None:
    """Ask for the translators' copy of the page to be brought up to date. Wagtail-localize
    compares with its last look at the page, not with the page, so somebody has to look."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        enqueue(kind=SYNC_TRANSLATION, subject=str(page.pk), payload={"page": page.pk})


def after_unpublishing(*, page: LessonPage) -> None:
    """A lesson that is taken down cites nothing any more."""
