"""What follows when a page is published or taken down."""

from django.conf import settings
from django.db import transaction

from courses.models import LessonPage
from courses.models.pages import AcademyPage
from jobs.services import enqueue

REFRESH_SOURCE = "courses.refresh_source"
ADOPT_TRANSLATION = "courses.adopt_translation"


@transaction.atomic
def after_publishing(*, page: AcademyPage) -> None:
    """Ask for the translators' copy of the page to be brought up to date."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        enqueue(kind=REFRESH_SOURCE, subject=str(page.pk), payload={"page": page.pk})


@transaction.atomic
def after_loading(*, page: AcademyPage) -> None:
    """Ask for a translation that came from a file to be given into the translators' hands."""
    if page.locale.language_code != settings.LANGUAGE_CODE:
        enqueue(kind=ADOPT_TRANSLATION, subject=str(page.pk), payload={"page": page.pk})


@transaction.atomic
def after_unpublishing(*, page: LessonPage) -> None:
    """A lesson that is taken down cites nothing any more."""
