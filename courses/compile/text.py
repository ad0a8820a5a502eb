"""Markdown with references, as HTML.

References become marks from Unicode's private area before the Markdown is rendered and are
put back afterwards, between tags only: what an author writes cannot place them in an attribute.
"""

import re

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString

from courses import markup
from courses.compile.state import Compilation
from courses.markup import Reference
from theme import markdown

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TAG = re.compile(r"(<[/a-zA-Z!](?:\"[^\"]*\"|[^\">])*>)")
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)


def prose(text: str, state: Compilation) -> str:
    """A whole Markdown text, in its own box."""
    return f'<div class="prose">{_rendered(text, state)}</div>' if text.strip() else ""


def inline(text: str, state: Compilation) -> str:
    """One paragraph without its box; several stay paragraphs."""
    html = _rendered(text, state).strip()
    only = html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>")
    return html[3:-4] if only else html


def _rendered(text: str, state: Compilation) -> str:
    shown: list[str] = []
    full: list[str] = []

    def mark(reference: Reference) -> str:
        plain, html = _resolve(reference, state)
        shown.append(plain)
        full.append(html)
        return f"{_OPEN}{len(full) - 1}{_CLOSE}"

    text = text.replace(_OPEN, "").replace(_CLOSE, "")
    wrong = markup.malformed(text)
    if wrong:
        state.warn("malformed_reference", wrong)
    marked = markup.replace(text, mark)
    try:
        html = markdown.render(marked)
    except markdown.Refused as refusal:
        state.warn("text_refused", refusal.reason)
        html, full = f"<p>{escape(marked[:2000])}</p>", [escape(plain) for plain in shown]
    state.count_words(strip_tags(html))
    return _put_back(_with_anchors(html, shown, state), shown, full)


def _with_anchors(html: str, shown: list[str], state: Compilation) -> str:
    def anchored(match: re.Match[str]) -> str:
        level = int(match[1])
        plain = _MARK.sub(lambda mark: shown[int(mark[1])], strip_tags(match[2]))
        anchor = state.heading(level, " ".join(plain.split()))
        return f'<h{level} id="{anchor}">{match[2]}</h{level}>'

    return _HEADING.sub(anchored, html)


def _put_back(html: str, shown: list[str], full: list[str]) -> str:
    parts = _TAG.split(html)
    for index, part in enumerate(parts):
        if _OPEN in part:
            tag = index % 2 == 1
            source = [escape(plain) for plain in shown] if tag else full
            parts[index] = _MARK.sub(lambda mark, s=source: s[int(mark[1])], part)
    return "".join(parts)


def _resolve(reference: Reference, state: Compilation) -> tuple[str, str]:
    """What stands for a reference: in plain words, and as HTML."""
    if reference.kind == "term":
        return _term(reference, state)
    if reference.kind == "list":
        return _entry(reference, state)
    return _source(reference, state)


def _term(reference: Reference, state: Compilation) -> tuple[str, str]:
    note = state.library.term(reference.key)
    if note is None:
        state.warn("unknown_term", reference.key)
        plain = reference.shown or reference.key
        return plain, escape(plain)
    plain = reference.shown or note.title
    identity = f"term-{reference.key}"
    if state.needs_popup(reference.key):
        context = {"id": identity, "text": plain, "title": note.title}
        context |= {"definition": note.text, "url": note.url}
        return plain, render_to_string("theme/includes/term.html", context).strip()
    # The definition stands at the first use; the other buttons open that one.
    again = '<button type="button" class="term" popovertarget="{}">{}</button>'
    return plain, format_html(again, identity, plain)


def _entry(reference: Reference, state: Compilation) -> tuple[str, str]:
    note = state.library.entry(reference.key)
    plain = reference.shown or reference.key
    if note is None:
        state.warn("unknown_entry", reference.key)
        return plain, format_html('<span class="code">{}</span>', plain)
    state.lists[note.path] = None
    return plain, _link(note.url, plain, code=not reference.shown, title=note.caption)


def _source(reference: Reference, state: Compilation) -> tuple[str, str]:
    note = state.cite_source(reference.key)
    if note is None:
        plain = reference.shown or reference.key
        return plain, escape(plain)
    if reference.shown:
        return reference.shown, _link(f"#source-{note.key}", reference.shown, title=note.title)
    number = list(state.sources).index(note.key) + 1
    mark = '<sup class="cite"><a href="#source-{}" title="{}">[{}]</a></sup>'
    return f"[{number}]", format_html(mark, note.key, note.title, number)


def _link(url: str, text: str, *, code: bool = False, title: str = "") -> SafeString:
    kind = SafeString(' class="code"') if code else ""
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<a href="{}"{}{}>{}</a>', url, kind, hint, text)
