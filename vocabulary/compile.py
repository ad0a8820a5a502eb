"""What a term shows and how it is found, worked out when it is saved."""

import html
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import strip_tags

from vocabulary import registry
from vocabulary.models import Term
from vocabulary.spelling import search_key

# [[key]], [[key|shown]]; [[list:3A225]] and [[source:key|shown]] lead out of the glossary.
_LINK = re.compile(
    r"\[\[(?:(?P<room>[a-z]+):)?(?P<key>[^\]|]{1,120})(?:\|(?P<shown>[^\]]{1,200}))?\]\]"
)
_SIGNS = re.compile(r"^\W+")


@dataclass(frozen=True, slots=True)
class Definition:
    html: str
    summary: str


def render_definition(text: str) -> Definition:
    """The definition as safe HTML, and its first paragraph as plain text for pop-ups.

    Raises ValueError for a text that is not to be rendered.
    """
    if not text.strip():
        return Definition("", "")
    rendered = registry.markdown(_LINK.sub(_as_markdown, text))
    first = rendered.partition("</p>")[0]
    plain = " ".join(html.unescape(strip_tags(first)).split())
    return Definition(rendered, plain)


def _as_markdown(match: re.Match[str]) -> str:
    shown = match["shown"] or (match["key"] if match["room"] else match["key"].replace("-", " "))
    return shown if match["room"] else f"[{shown}](../{match['key']}/)"


def sort_key(title: str) -> str:
    """Letters in the order of the alphabet: case apart, ё as е, leading signs dropped."""
    return _SIGNS.sub("", title.casefold().replace("ё", "е"))[:200]


def search_text(*texts: str) -> str:
    """Stems of all languages with a space before each, so that ` lic` finds their beginnings."""
    tokens = dict.fromkeys(token for text in texts for token in search_key(text).split())
    return " " + " ".join(tokens)


def derive(term: Term) -> None:
    """Fill the columns that follow from a term's titles and definitions."""
    languages = [code for code, _name in settings.LANGUAGES]
    titles, definitions = [], []
    for language in languages:
        title = getattr(term, f"title_{language}") or ""
        definition = getattr(term, f"definition_{language}") or ""
        rendered = render_definition(definition)
        setattr(term, f"html_{language}", rendered.html)
        setattr(term, f"summary_{language}", rendered.summary)
        setattr(term, f"sort_{language}", sort_key(title))
        titles.append(title)
        definitions.append(definition)
    term.search_title = search_text(*titles)
    term.search_text = search_text(*titles, *definitions)
