"""Which characters the printed documents can show."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
SUBSTITUTE = "\u25a1"


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """Starts and ends of the code points that regular and semibold both have."""
    pairs = (FONTS / "coverage.txt").read_text(encoding="ascii").split()
    ends = [pair.split("-") for pair in pairs]
    return [int(pair[0], 16) for pair in ends], [int(pair[-1], 16) for pair in ends]


def _has(character: str) -> bool:
    starts, ends = _ranges()
    at = bisect_right(starts, ord(character)) - 1
    return character == "\n" or (at >= 0 and ord(character) <= ends[at])


def unprintable(text: str) -> list[str]:
    """The characters of a text that a document cannot show, each once, in order."""
    return list(dict.fromkeys(letter for letter in _visible(text) if not _has(letter)))


def printable(value: Any) -> Any:
    """The same data with every text composed, freed of invisible marks, and complete in glyphs.

    A direction mark in a name could turn the rest of a line around; a missing glyph would stop
    the whole document, because archives demand that every letter is embedded.
    """
    if isinstance(value, str):
        return "".join(letter if _has(letter) else SUBSTITUTE for letter in _visible(value))
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        letter
        for letter in composed
        if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )
