"""Drawings that come with the curriculum (SVG). Editors upload raster pictures instead."""

import re
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

DRAWING_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,200}\.svg")


class DrawingValue(blocks.StructValue):
    @property
    def url(self) -> str:
        return drawing_url(self.get("file") or "")


class DrawingBlock(blocks.StructBlock):
    """A drawing of the shipped curriculum. Its file is set by the loader and shown as a picture
    only, under a policy that lets nothing in it run."""

    # A RegexBlock and not a CharBlock: a file name is no text to translate.
    file = blocks.RegexBlock(
        regex=rf"^{DRAWING_NAME.pattern}$",
        label=_("File"),
        help_text=_("Set when the curriculum is loaded"),
    )
    alt = blocks.CharBlock(max_length=250, label=_("Text alternative"))
    caption = blocks.CharBlock(max_length=250, required=False, label=_("Caption"))
    width = blocks.IntegerBlock(min_value=1, max_value=4000, label=_("Width"))
    height = blocks.IntegerBlock(min_value=1, max_value=4000, label=_("Height"))

    class Meta:
        icon = "draw"
        label = _("Drawing of the curriculum")
        description = _("A drawing that comes with the shipped curriculum")
        template = "courses/blocks/drawing.html"
        preview_template = "courses/blocks/drawing_preview.html"
        preview_value: ClassVar[dict[str, str]] = {}
        value_class = DrawingValue


def drawing_url(name: str) -> str:
    """The drawing's address; nothing for a name that the loader cannot have given."""
    return reverse("course-figure", args=[name]) if DRAWING_NAME.fullmatch(name) else ""
