"""Questions to the control list. Everybody may ask: the list is public."""

from controllist.selectors.finding import MAX_QUERY, MAX_WORDS, Hit, hits, search
from controllist.selectors.listing import (
    caption,
    captions,
    categories,
    citations,
    current_edition,
    edition,
    editions,
    entries,
    entry,
    has_path,
    in_other_editions,
    line_for,
)
from controllist.selectors.trees import Node, grow, lines_of, tree

__all__ = [
    "MAX_QUERY",
    "MAX_WORDS",
    "Hit",
    "Node",
    "caption",
    "captions",
    "categories",
    "citations",
    "current_edition",
    "edition",
    "editions",
    "entries",
    "entry",
    "grow",
    "has_path",
    "hits",
    "in_other_editions",
    "line_for",
    "lines_of",
    "search",
    "tree",
]
