"""`{% list_link "2B350.a.3" %}`: a link to a line of the control list, for every room."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from controllist import compile as compiled
from controllist.codes import parse

register = template.Library()


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
