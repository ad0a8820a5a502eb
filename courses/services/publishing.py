"""What follows when a page is published or taken down."""

from django.conf import settings
from django.db import transaction

from controllist.selectors import current_edition
from controllist.services import cite
from courses.models import LessonPage
from courses.models.pages import AcademyPage
from jobs.services import enqueue

REFRESH_SOURCE = "courses.refresh_source"
ADOPT_TRANSLATION = "courses.adopt_translation"


@transaction.atomic
def after_publishing(*, page: AcademyPage) -> None:
    """Ask for the translators' copy of the page to be brought up to date; say what it cites."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        enqueue(kind=REFRESH_SOURCE, subject=str(page.pk), payload={"page": page.pk})
    if isinstance(page, LessonPage):
        _cite(page)


@transaction.atomic
def after_loading(*, page: AcademyPage) -> None:
    """Ask for a translation that came from a file to be given into the translators' hands."""
    if page.locale.language_code != settings.LANGUAGE_CODE:
        enqueue(kind=ADOPT_TRANSLATION, subject=str(page.pk), payload={"page": page.pk})


@transaction.atomic
def after_unpublishing(*, page: LessonPage) -> None:
    """A lesson that is taken down cites nothing any more."""
    _cite(page)


def _cite(page: LessonPage) -> None:
    """A lesson cites what its published versions cite, in whatever language."""
    edition = current_edition()
    if edition is None:
        return
    versions = LessonPage.objects.live().filter(translation_key=page.translation_key)
    paths = [path for row in versions for path in row.compiled.get("lists", [])]
    cite(object_key=f"courses:lesson:{page.key}", edition=edition.key, paths=paths)
