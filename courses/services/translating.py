"""Keep what translators see up to date with what is published."""

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import TranslationSource


@transaction.atomic
def refresh_source(*, page_id: int) -> bool:
    """Take a published page's present text into its translation source. The segments that
    changed are open again for translators; all others keep their translation."""
    page = Page.objects.filter(pk=page_id).first()
    source = TranslationSource.objects.get_for_instance_or_none(page.specific) if page else None
    if source is None:
        return False
    source.update_from_db()
    return True
