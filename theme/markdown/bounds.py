"""What is refused before any work is done."""

import re

MAX_LENGTH = 20_000
MAX_BRACKETS = 500
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Refused(ValueError):
    """The text is not rendered. `reason` is one of too_long, too_many_brackets,
    control_characters, too_slow, unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check(text: str) -> None:
    """Refuse what costs too much or cannot be stored; cheap enough for every form."""
    if len(text) > MAX_LENGTH:
        raise Refused("too_long")
    if text.count("[") > MAX_BRACKETS:
        raise Refused("too_many_brackets")
    if _CONTROL.search(text):
        raise Refused("control_characters")
