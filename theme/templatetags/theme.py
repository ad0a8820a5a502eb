"""Tags every template may load: icons, language links, numbers, charts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from theme.templatetags import charts

register = template.Library()
register.tags.update(charts.register.tags)

SPRITE = Path(__file__).resolve().parent.parent / "static/theme/icons.svg"
ICONS = frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))
# What templates may say instead of the drawing's own name.
ALIASES = {
    "warning": "triangle-alert",
    "error": "circle-alert",
    "success": "circle-check",
    "help": "circle-question-mark",
    "document": "file-text",
}
NOTICE_KINDS = {"success": "ok", "error": "err", "warning": "warn"}
NOTICE_ICONS = {"ok": "circle-check", "err": "circle-alert", "warn": "triangle-alert"}


@register.simple_tag
def icon(name: str, label: str = "", flip: bool = False) -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it carries a label.

    `flip` mirrors arrows in right-to-left pages.
    """
    name = ALIASES.get(name, name)
    if name not in ICONS:
        return SafeString("")
    classes = "icon flip" if flip else "icon"
    href = f"{static('theme/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        classes,
        href,
    )


def _in_language(request: HttpRequest, code: str) -> str:
    given: Mapping[str, str] = getattr(request, "translated_urls", None) or {}
    if code in given:
        return given[code]
    path = request.get_full_path()
    current = get_language() or settings.LANGUAGE_CODE
    if code == current:
        return path
    translated = translate_url(path, code)
    if translated == path and path.startswith(f"/{current}/"):
        # Unknown to the resolver (an error page): the same place is the best guess.
        return f"/{code}/{path.removeprefix(f'/{current}/')}"
    return translated


def _links(request: HttpRequest) -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": _in_language(request, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@register.inclusion_tag("theme/includes/language_links.html", takes_context=True)
def language_links(context: Mapping[str, Any]) -> dict[str, Any]:
    request = context.get("request")
    return {"links": _links(request) if request else []}


@register.inclusion_tag("theme/includes/alternates.html", takes_context=True)
def alternates(context: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical address and language versions, for pages that say what their versions are."""
    request = context.get("request")
    given = getattr(request, "translated_urls", None)
    if not request or not given:
        return {}
    links = [
        {"code": code, "url": request.build_absolute_uri(given[code])}
        for code, _ in settings.LANGUAGES
        if code in given
    ]
    return {"canonical": request.build_absolute_uri(request.path), "links": links}


@register.simple_tag
def home_url(language: str = "") -> str:
    """The start page in the reader's language, or in the one named."""
    return f"/{language or get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def page_url(context: Mapping[str, Any]) -> str:
    """The full address of this page without its query, for print and QR codes."""
    request = context.get("request")
    return request.build_absolute_uri(request.path) if request else ""


@register.filter
def score(value: Fraction | Decimal | float | int | None) -> str:
    """A mark as people write it: at most two decimals, no trailing zeros, local separator."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return "–"
    if not number.is_finite():
        return "–"
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return number_format("0" if text in {"-0", ""} else text, use_l10n=True)


@register.filter
def numbers(total: int | None) -> range:
    """1 to total, for loops over steps."""
    return range(1, min(int(total or 0), 100) + 1)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def notice_kind(level_tag: str) -> str:
    """The notice's class for a level of Django's messages."""
    return NOTICE_KINDS.get(level_tag, "info")


@register.filter
def notice_icon(kind: str | None) -> str:
    return NOTICE_ICONS.get(kind or "", "info")


@register.filter
def nowrap(text: object) -> SafeString:
    """Keeps a code or a number with its unit on one line: spaces become no-break spaces."""
    return mark_safe(format_html("{}", text).replace(" ", "&nbsp;"))  # noqa: S308 (escaped above)
