import pytest

from vocabulary.compile import render_definition, search_text, sort_key
from vocabulary.registry import markdown, set_markdown


def test_definition_is_markdown_with_a_plain_first_paragraph():
    made = render_definition("An *item* & its parts.\n\nMore of it.")
    assert made.html == "<p>An <em>item</em> &amp; its parts.</p>\n<p>More of it.</p>"
    assert made.summary == "An item & its parts."


def test_links_lead_to_terms_and_other_rooms_become_text():
    made = render_definition(
        "[[dual-use-item]], [[licence|licences]], [[list:3A225]], [[source:x|§ 3]]"
    )
    assert 'href="../dual-use-item/"' in made.html
    assert ">licences</a>" in made.html
    assert made.summary == "dual use item, licences, 3A225, § 3"


def test_definition_is_safe_html():
    made = render_definition("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in made.html
    assert "javascript:" not in made.html


def test_empty_definition_shows_nothing():
    assert render_definition(" \n") == render_definition("")
    assert render_definition("").html == ""


@pytest.mark.parametrize("text", ["[" * 600, "a" * 30_000, "a\x00b"])
def test_definition_that_is_not_to_be_rendered_raises(text):
    with pytest.raises(ValueError, match="too_|control"):
        render_definition(text)


def test_without_a_renderer_text_is_escaped_paragraphs(monkeypatch):
    monkeypatch.setattr("vocabulary.registry._renderers", [])
    assert markdown("a < b\n\nc") == "<p>a &lt; b</p>\n\n<p>c</p>"
    set_markdown(str.upper)
    assert markdown("a") == "A"


@pytest.mark.parametrize(
    ("title", "key"),
    [("Ёмкость", "емкость"), ("«Красный флаг»", "красный флаг»"), ("(STC)", "stc)"), ("", "")],
)
def test_sort_key_follows_the_alphabet(title, key):
    assert sort_key(title) == key


def test_search_text_holds_each_stem_once_with_a_space_before():
    assert search_text("Licences", "licence", "лицензии") == " licenc лиценз"
