"""Customs and national codes beside the entries of the list."""

from typing import Any

from django import template

from controllist.models import Edition, Entry
from controllist.selectors import customs

register = template.Library()


@register.inclusion_tag("controllist/includes/customs.html")
def customs_codes(entry: Entry) -> dict[str, Any]:
    """The tables that name this entry; nothing where there is none."""
    return {"tables": customs.of_entry(entry.code)}


@register.simple_tag
def customs_candidates(query: str, edition: Edition | None) -> list[customs.Candidate]:
    """Entries that tables set beside the code that was typed; empty for other searches."""
    return customs.candidates(str(query), edition) if query and edition else []
