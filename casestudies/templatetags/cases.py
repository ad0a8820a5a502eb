"""Texts of a case in the reader's language, with its control-list codes as links."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from casestudies.feedback import LEVELS, PAPER_KINDS, RUBRIC
from casestudies.selectors import percent as whole_percent
from exercises.compile import in_language

register = template.Library()
LINK = re.compile(r"\[\[list:([0-9A-Za-z.]{5,40})\]\]")
PAPER_ICONS = {"registry": "building-2", "note": "pencil", "notice": "flag", "certificate": "award"}


@register.filter
def said(text: Mapping[str, str] | None) -> str:
    """A bilingual text, plain."""
    return LINK.sub(r"\1", in_language(text))


@register.filter
def told(text: Mapping[str, str] | None) -> SafeString:
    """A bilingual text as HTML; `[[list:2A226]]` leads to the line of the control list."""
    link = rf'<a class="code" href="/{get_language()}/list/\1/">\1</a>'
    return mark_safe(LINK.sub(link, str(escape(in_language(text)))))  # noqa: S308 (escaped)


@register.filter
def percent(value: Fraction | int | None) -> str:
    """A fraction as a whole percentage, rounded down so that it never looks like a pass."""
    if value is None:
        return "–"
    number = whole_percent(value) if isinstance(value, Fraction) else value
    return f"{number}\u00a0%" if get_language() == "ru" else f"{number}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date that leaves no doubt which is the day and which the month."""
    if value is None:
        return ""
    local = localtime(value) if isinstance(value, datetime) else value
    return date_format(local, "DATE_FORMAT" if get_language() == "ru" else "j E Y")


@register.filter
def verdict(mark: Fraction) -> str:
    """The class of a feedback panel."""
    if mark == 1:
        return "ok"
    return "part" if mark else "bad"


@register.filter
def paper_kind(kind: str) -> str:
    return str(PAPER_KINDS.get(kind, kind))


@register.filter
def paper_icon(kind: str) -> str:
    return PAPER_ICONS.get(kind, "file-text")


@register.filter
def level(name: str) -> str:
    return str(LEVELS.get(name, name))


@register.filter
def rubric(key: str) -> str:
    return str(RUBRIC.get(key, key))


@register.filter
def at(rows: Mapping[str, object], key: str) -> object:
    """The row of a mapping by its key."""
    return rows.get(key)
