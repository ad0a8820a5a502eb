"""Text of a lesson: Markdown, translated paragraph by paragraph."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_localize.segments import StringSegmentValue

from theme.blocks import CalloutBlock, MarkdownBlock

_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
HELP = _(
    "[[term-key]] links to the glossary, [[list:3A225]] to the control list, "
    "[[source:key]] to a source. Put another text after a bar: [[term-key|shown text]]."
)


def paragraphs(text: str) -> list[str]:
    """Paragraphs and the gaps between them, in turn; joined again they are the text."""
    return _GAP.split(text.replace("\r\n", "\n"))


def _path(paragraph: str) -> str:
    """A paragraph keeps its translation wherever it moves in the text."""
    return sha256(paragraph.encode()).hexdigest()[:16]


class LessonText(MarkdownBlock):
    """Markdown whose paragraphs go to translators one by one, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": HELP, **kwargs})

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        unique = dict.fromkeys(part for part in paragraphs(value or "")[::2] if part.strip())
        return [StringSegmentValue(_path(part), part) for part in unique]

    def restore_translated_segments(
        self, value: str, segments: Sequence[StringSegmentValue]
    ) -> str:
        translated = {segment.path: segment.render_text() for segment in segments}
        return "".join(translated.get(_path(part), part) for part in paragraphs(value or ""))


class LessonCallout(CalloutBlock):
    text = LessonText(label=_("Text"))

    class Meta:
        label = _("Callout")
