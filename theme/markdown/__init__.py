"""Markdown as people of the programme write it, turned into HTML that is safe to show.

Rendered when a text is saved, never while a page is served. The conversion runs in a separate
process that the kernel stops after two seconds of work: Python-Markdown needs minutes for some
20 KB texts.
"""

from theme.markdown.bounds import Refused, check
from theme.markdown.pool import render

__all__ = ["Refused", "check", "render"]
