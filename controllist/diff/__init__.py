"""What differs between two editions of a text: pure, plain values in and out.

`tokens` reads words so that typography does not count, `words` compares two texts, `lines` the
paragraphs of two entries.
"""

from controllist.diff.lines import Change, How, Paragraph, compare, numbers_differ
from controllist.diff.words import Piece, abridge, pieces

__all__ = ["Change", "How", "Paragraph", "Piece", "abridge", "compare", "numbers_differ", "pieces"]
