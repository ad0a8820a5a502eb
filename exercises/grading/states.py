"""What an answer came to. A closed set: everything else is derived."""

from enum import StrEnum


class State(StrEnum):
    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    UNSURE = "unsure"  # "not sure" was said: no marks, no blame
    EMPTY = "empty"
    INVALID = "invalid"  # not an answer to this question at all
