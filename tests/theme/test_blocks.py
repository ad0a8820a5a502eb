import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail import blocks

from theme.blocks import (
    BilingualMarkdown,
    BilingualText,
    CalloutBlock,
    DocumentBlock,
    FigureBlock,
    MarkdownBlock,
)

BRACKETS = "[" * 20_000


def test_markdown_block_refuses_a_line_of_brackets_with_words():
    with pytest.raises(ValidationError) as caught, override("ru"):
        MarkdownBlock().clean(BRACKETS)
    assert caught.value.code == "too_many_brackets"


def test_markdown_block_renders_clean_html():
    html = MarkdownBlock().render("**a** <script>alert(1)</script>")
    assert html.strip() == '<div class="prose"><p><strong>a</strong> </p></div>'


def test_bilingual_text_has_a_child_for_each_language(settings):
    assert list(BilingualText().child_blocks) == ["en", "ru"]
    settings.LANGUAGES = [*settings.LANGUAGES, ("kk", "Қазақша")]
    assert list(BilingualText().child_blocks) == ["en", "ru", "kk"]


def test_bilingual_text_shows_the_readers_language():
    block = BilingualText()
    value = block.to_python({"en": "Pump <1>", "ru": "Насос"})
    with override("ru"):
        assert block.render(value).strip() == "Насос"
    with override("en"):
        assert block.render(value).strip() == "Pump &lt;1&gt;"


def test_bilingual_text_falls_back_and_says_in_which_language():
    block = BilingualText(required=False)
    value = block.to_python({"en": "Pump", "ru": ""})
    with override("ru"):
        assert block.render(value).strip() == '<span lang="en">Pump</span>'
    assert value.missing == ["ru"]


def test_bilingual_text_passes_options_to_its_children():
    block = BilingualText(options={"max_length": 3})
    value = block.to_python({"en": "Pumps", "ru": "Нас"})
    with pytest.raises(ValidationError):
        block.clean(value)


def test_bilingual_markdown_is_checked_in_each_language():
    block = BilingualMarkdown()
    tangled = block.to_python({"en": "fine", "ru": BRACKETS})
    with pytest.raises(ValidationError):
        block.clean(tangled)
    with override("ru"):
        html = block.render(block.to_python({"en": "x", "ru": "**Насос**"}))
    assert "<strong>Насос</strong>" in html


def test_bilingual_block_migrates_as_a_plain_struct_block():
    path, args, kwargs = BilingualText(required=False).deconstruct()
    assert path == "wagtail.blocks.StructBlock"
    assert [name for name, _ in args[0]] == ["en", "ru"]
    assert kwargs == {}


@pytest.mark.parametrize("kind", ["remember", "warning", "example"])
def test_callout_renders_its_text_once(kind):
    block = CalloutBlock()
    html = block.render(block.to_python({"kind": kind, "title": "<b>", "text": "*note*"}))
    assert html.count("<em>note</em>") == 1
    assert "&lt;b&gt;" in html
    assert f'class="callout {kind}"' in html


def test_figure_demands_a_text_alternative():
    assert FigureBlock().child_blocks["alt"].required


@pytest.mark.parametrize(
    "block",
    [MarkdownBlock, BilingualText, BilingualMarkdown, FigureBlock, CalloutBlock, DocumentBlock],
)
def test_every_block_has_icon_label_and_template(block):
    made = block()
    assert made.meta.icon != blocks.Block().meta.icon
    assert made.label
    assert made.meta.template
