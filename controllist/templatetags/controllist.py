"""`{% list_link "2B350.a.3" %}`: a link to a line of the control list, for every room;
`{% marked text %}`: an official text with its terms and codes linked.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from controllist import compile as compiled
from controllist.codes import parse
from controllist.marks import Mark, Paragraph, marks, paragraphs
from controllist.models import Passage
from controllist.selectors import Marking

register = template.Library()

# Opens on click, tap and Enter everywhere, and under the pointer where browsers know how.
BUTTON = '<button type="button" class="term" popovertarget="{}" interestfor="{}">{}</button>'


@register.simple_tag
def list_link(path: str, edition: str = "", shown: str = "") -> SafeString | str:
    """The path as a link, in the language of the page; plain text where it is no code."""
    url = compiled.address(str(path), language=get_language() or "en", edition=edition)
    code = parse(str(path))
    text = shown or (code.text if code else str(path))
    if not url:
        return text
    return format_html('<a class="list-link" href="{}">{}</a>', url, text)


@register.simple_tag
def list_url(path: str, edition: str = "") -> str:
    return compiled.address(str(path), language=get_language() or "en", edition=edition)


@register.simple_tag
def passage_url(passage: Passage, edition: str) -> str:
    """Where a definition or note stands in full."""
    return f"{reverse('controllist:notes-part', args=[edition, passage.part])}#{passage.anchor}"


@register.filter
def as_paragraphs(text: str) -> list[Paragraph]:
    return paragraphs(text)


@register.simple_tag(takes_context=True)
def marked(context: Mapping[str, Any], text: str, here: str = "") -> SafeString | str:
    """The text with its terms, own terms and codes as links; `here` is the anchor it stands at.

    Plain (escaped) text on pages that looked nothing up.
    """
    marking = context.get("marking")
    if not isinstance(marking, Marking):
        return text
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, here, marking)))


def _pieces(text: str, here: str, marking: Marking) -> Iterator[SafeString | str]:
    """Each term opens its definition once in a text; the same word again is a word."""
    seen: set[str] = set()
    for mark in marks(text):
        repeated = mark.kind != "code" and mark.text in seen
        if mark.kind == "text" or repeated:
            yield mark.text
            continue
        shown = SHOWN[mark.kind](mark, here, marking)
        if isinstance(shown, SafeString):
            seen.add(mark.text)
        yield shown


def _term(mark: Mark, here: str, marking: Marking) -> SafeString | str:
    term = marking.term(mark.to)
    if term is None or any(passage.anchor == here for passage in term.passages):
        return mark.text
    if marking.popups:
        return format_html(BUTTON, term.id, term.id, mark.text)
    url = passage_url(term.passages[0], marking.edition)
    return format_html('<a class="def-link" href="{}">{}</a>', url, mark.text)


def _own(mark: Mark, here: str, marking: Marking) -> SafeString | str:
    """A term of the entry's own; without a note on it, what stands inside may be marked."""
    anchor = marking.own_anchor(mark.to)
    if anchor and anchor != here:
        return format_html('<a class="def-link" href="#{}">{}</a>', anchor, mark.text)
    if '"' not in mark.to:
        return mark.text
    inside = format_html_join("", "{}", ((piece,) for piece in _pieces(mark.to, here, marking)))
    return format_html("{}{}{}", mark.text[0], inside, mark.text[-1])


def _code(mark: Mark, here: str, marking: Marking) -> SafeString | str:
    entry = mark.to[:5]
    if entry not in marking.entries or mark.to in {marking.entry, here}:
        return mark.text
    page = reverse("controllist:entry", args=[marking.edition, entry])
    url = "" if entry == marking.entry else page
    anchor = "" if mark.to == entry else f"#{mark.to}"
    return format_html('<a class="list-link" href="{}{}">{}</a>', url, anchor, mark.text)


SHOWN = {"term": _term, "own": _own, "code": _code}
