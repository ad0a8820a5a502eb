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
from controllist.selectors.marking import Marking, marking
from controllist.selectors.passages import (
    find_passages,
    groups,
    notes_for,
    passage_counts,
    passages,
)
from controllist.selectors.trees import Node, grow, lines_of, tree

__all__ = [
    "MAX_QUERY",
    "MAX_WORDS",
    "Hit",
    "Marking",
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
    "find_passages",
    "groups",
    "grow",
    "has_path",
    "hits",
    "in_other_editions",
    "line_for",
    "lines_of",
    "marking",
    "notes_for",
    "passage_counts",
    "passages",
    "search",
    "tree",
]
