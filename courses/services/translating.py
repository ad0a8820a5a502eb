"""Keep what translators see up to date with what is published.

Wagtail-localize keeps a copy of each source page, cut into segments, and a translation for each
segment. Nothing tells it that a page was published, and it knows nothing of translations that
came from files: both are said here.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

# A paragraph's own part of its path: it differs between the languages, its order does not.
_PARAGRAPH = re.compile(r"\.[0-9a-f]{16}$")
TOOL = "content"


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


@transaction.atomic
def adopt_translation(*, page_id: int) -> bool:
    """Make a page that was written in two languages one that translators keep: its text becomes
    the translation of its source's segments. A page whose paragraphs do not match its source's
    stays a page of its own."""
    page = Page.objects.filter(pk=page_id).select_related("locale").first()
    first = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    original = page.get_translation_or_none(first) if page else None
    if page is None or original is None or page.locale == first:
        return False
    source, _created = TranslationSource.update_or_create_from_instance(original.specific)
    segments = list(
        StringSegment.objects.filter(source=source)
        .select_related("string", "context")
        .order_by("order")
    )
    pairs = _paired(segments, extract_segments(page.specific))
    if pairs is None:
        Translation.objects.filter(source=source, target_locale=page.locale).update(enabled=False)
        return False
    Translation.objects.update_or_create(
        source=source, target_locale=page.locale, defaults={"enabled": True}
    )
    _keep(pairs, page.locale)
    return True


def _paired(
    segments: list[StringSegment], values: Iterable[object]
) -> list[tuple[StringSegment, StringSegmentValue]] | None:
    """Each source segment with its counterpart; nothing if one has none."""
    theirs: dict[str, list[StringSegmentValue]] = {}
    for value in values:
        if isinstance(value, StringSegmentValue):
            theirs.setdefault(_PARAGRAPH.sub("", value.path), []).append(value)
    ours: dict[str, list[StringSegment]] = {}
    for segment in segments:
        ours.setdefault(_PARAGRAPH.sub("", segment.context.path), []).append(segment)
    if any(len(theirs.get(path, ())) != len(group) for path, group in ours.items()):
        return None
    return [pair for path, group in ours.items() for pair in zip(group, theirs[path], strict=True)]


def _keep(pairs: list[tuple[StringSegment, StringSegmentValue]], locale: Locale) -> None:
    for segment, value in pairs:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={
                "data": value.string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": TOOL,
                "has_error": False,
            },
        )
