"""StreamField blocks that every room may use. Each renders by its own template."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from theme import markdown
from theme.feedback import markdown_problem

_CACHE_KEY = "theme:markdown:1:"


def rendered(text: str) -> SafeString:
    """The HTML of a saved text, converted once and then remembered.

    For previews and pages that keep no compiled form; compiled pages call `theme.markdown.render`
    when they are saved and never come here.
    """
    key = _CACHE_KEY + sha256(text.encode("utf-8", "replace")).hexdigest()
    html: str | None = cache.get(key)
    if html is None:
        try:
            html = markdown.render(text)
        except markdown.Refused as refusal:
            html = format_html("<p>{}</p>", markdown_problem(refusal.reason))
        cache.set(key, html, timeout=None)
    return mark_safe(html)  # noqa: S308 (cleaned by theme.markdown or escaped above)


class MarkdownBlock(blocks.TextBlock):
    """Markdown, checked when it is saved: what cannot be rendered cannot be stored."""

    def clean(self, value: str) -> str:
        text = super().clean(value) or ""
        try:
            markdown.render(text)
        except markdown.Refused as refusal:
            raise ValidationError(markdown_problem(refusal.reason), code=refusal.reason) from None
        return text

    def get_context(
        self, value: str, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"html": rendered(value or "")}

    class Meta:
        icon = "pilcrow"
        label = _("Text (Markdown)")
        description = _("Paragraphs, headings, lists, tables and footnotes")
        template = "theme/blocks/markdown.html"
        preview_value = "## Thresholds\n\nCompare **each** parameter:\n\n- frequency\n- power"


class BilingualValue(blocks.StructValue):
    """The value in each language; missing ones fall back to the first language that has one."""

    @property
    def language(self) -> str:
        current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        order = [current, *(code for code, _name in settings.LANGUAGES)]
        return next((code for code in order if self.get(code)), current)

    @property
    def text(self) -> str:
        return self.get(self.language) or ""

    @property
    def missing(self) -> list[str]:
        """Languages without a text: the translation still to do."""
        return [code for code, _name in settings.LANGUAGES if not self.get(code)]


class _Bilingual(blocks.StructBlock):
    """One child for each language of the site; `options` go to the children."""

    child_class: type[blocks.FieldBlock] = blocks.CharBlock

    def __init__(
        self, *, required: bool = True, options: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        children = [
            (code, self.child_class(label=name, required=required, **(options or {})))
            for code, name in settings.LANGUAGES
        ]
        super().__init__(children, **kwargs)

    class Meta:
        value_class = BilingualValue
        form_classname = "struct-block bilingual"


class BilingualText(_Bilingual):
    """One line or a short text in every language."""

    class Meta:
        icon = "globe"
        label = _("Text in both languages")
        template = "theme/blocks/bilingual_text.html"
        preview_value = {"en": "Frequency converter", "ru": "Преобразователь частоты"}


class BilingualMarkdown(_Bilingual):
    """Markdown in every language."""

    child_class = MarkdownBlock

    def get_context(
        self, value: BilingualValue, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"html": rendered(value.text)}

    class Meta:
        icon = "globe"
        label = _("Markdown in both languages")
        template = "theme/blocks/bilingual_markdown.html"
        preview_value = {"en": "Compare **each** parameter.", "ru": "Сравните **каждый** параметр."}


class FigureBlock(blocks.StructBlock):
    """A picture that says in words what it shows."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        max_length=250,
        label=_("Text alternative"),
        help_text=_("What the picture says to a reader who cannot see it"),
    )
    caption = blocks.CharBlock(max_length=250, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its text alternative and a caption")
        template = "theme/blocks/figure.html"


class CalloutBlock(blocks.StructBlock):
    """A remark that stands out: to remember, to beware of, an example."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("remember", _("Remember")),
            ("warning", _("Take care")),
            ("example", _("Example")),
        ],
        default="remember",
        label=_("Kind"),
    )
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = MarkdownBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("A remark to remember, a warning or an example")
        template = "theme/blocks/callout.html"
        preview_value = {
            "kind": "remember",
            "title": "Parameters decide",
            "text": "A code names parameters, not trade names.",
        }


class DocumentBlock(blocks.StructBlock):
    """A file to download; its kind and size are shown beside it."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        max_length=200,
        required=False,
        label=_("Title"),
        help_text=_("Empty: the document's own title"),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A link to a document with its kind and size")
        template = "theme/blocks/document.html"
