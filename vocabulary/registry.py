"""How definitions become HTML: the composition registers its Markdown renderer here."""

from collections.abc import Callable

from django.utils.html import linebreaks

Render = Callable[[str], str]
_renderers: list[Render] = []


def set_markdown(render: Render) -> None:
    """`render` returns safe HTML, or raises ValueError for a text it will not render."""
    _renderers[:] = [render]


def markdown(text: str) -> str:
    return _renderers[0](text) if _renderers else linebreaks(text, autoescape=True)
