"""What entries and lines are found by, and `[[list:PATH]]` turned into links."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from controllist.codes import parse
from controllist.models import Entry, Line, Passage
from vocabulary.compile import search_text
from vocabulary.spelling import search_key

_MARK = re.compile(r"\[\[list:(?P<path>[^\]|\n]{1,60})(?:\|(?P<shown>[^\]\n]{1,200}))?\]\]")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]])")


def derive_entry(entry: Entry) -> None:
    entry.search = search_text(entry.code, *_in_all_languages(entry, "subject"))


def derive_line(line: Line) -> None:
    captions = _in_all_languages(line, "caption")
    line.search = search_text(line.path, line.text, line.text_ru, *captions)


def derive_passage(passage: Passage, names: Sequence[str] = ()) -> None:
    """`names`: what else the passage is called in quotes, beside its term."""
    called = (*names, passage.term, passage.term_ru)
    keys = dict.fromkeys(key for key in map(search_key, called) if key)
    passage.names = f"|{'|'.join(keys)}|" if keys else ""
    passage.search = search_text(
        passage.term, passage.term_ru, *names, passage.text, passage.text_ru, passage.title
    )


def _in_all_languages(row: Entry | Line, field: str) -> list[str]:
    return [getattr(row, f"{field}_{code}") or "" for code, _name in settings.LANGUAGES]


def address(path: str, *, language: str, edition: str = "") -> str:
    """Where a path is shown, in a given language; '' for what is no code.

    Without an edition the address leads to the current one, whichever that will be. Asks the
    database nothing, so compiled material may hold it.
    """
    code = parse(path)
    if code is None:
        return ""
    with override(language):
        if not edition:
            return reverse("controllist:path", args=[code.text])
        url = reverse("controllist:entry", args=[edition, code.entry])
    return f"{url}#{code.text}" if code.path else url


def cited_paths(text: str) -> list[str]:
    """Paths that a Markdown text links, each once, in order; unreadable ones as they stand."""
    found = [parse(match["path"]) or match["path"] for match in _MARK.finditer(text)]
    return list(dict.fromkeys(str(path) for path in found))


def link_lists(text: str, *, language: str, edition: str = "") -> str:
    """`[[list:2B350.a.3|shown]]` as Markdown links; a mark that is no code stays as text."""

    def link(match: re.Match[str]) -> str:
        url = address(match["path"], language=language, edition=edition)
        code = parse(match["path"])
        shown = _MARKDOWN_SIGNS.sub(r"\\\1", match["shown"] or (code.text if code else ""))
        return f"[{shown}]({url})" if url else match["shown"] or match["path"]

    return _MARK.sub(link, text)
