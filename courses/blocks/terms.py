"""A key term of the glossary, set apart in the text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.choices import term_choices


class TermBlock(blocks.ChoiceBlock):
    """Holds the term's key: its title and definition are read in the page's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": term_choices, **kwargs})

    class Meta:
        icon = "openquote"
        label = _("Key term")
        description = _("A glossary term with its definition, opened in place")
        template = "courses/blocks/key.html"
        preview_template = "courses/blocks/term_preview.html"
