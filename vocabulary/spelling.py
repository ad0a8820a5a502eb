"""How words and figures are spelled, so that what people type is found.

Pure and total: whatever text comes in, a plain value goes out.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

import snowballstemmer

# Cyrillic letters that look like Latin ones: both alphabets meet in national lists.
LOOKALIKES = str.maketrans(
    "АВЕЅЗІЈКМНОРСТУХҮаеѕіјорсухү",  # noqa: RUF001
    "ABES3IJKMHOPCTYXYAESIJOPCYXY",
)
# Lower-case letters that look like nothing Latin but stand on the same key or capital.
CAPITAL_LOOKALIKES = str.maketrans("вкмнтз", "BKMHT3")
WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?")
SPACES = dict.fromkeys(map(ord, " \t\u00a0\u2007\u2009\u202f'’"))
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
NAME_SIGNS = frozenset(" -'’`.")
MAX_NUMBER = 40
MAX_EXPONENT = 30

_english = snowballstemmer.stemmer("english")
_russian = snowballstemmer.stemmer("russian")


def fold_lookalikes(text: str) -> str:
    """Latin capitals for letters that look alike: `2в350 а` becomes `2B350 A`."""
    return text.translate(LOOKALIKES).translate(CAPITAL_LOOKALIKES).upper()


def normalise_text(text: str) -> str:
    """One spelling of the same text: compatible signs, one space, no case, ё as е."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(plain.split())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a normalised word, by the alphabet it is written in."""
    if CYRILLIC.search(word):
        return str(_russian.stemWord(word))
    return str(_english.stemWord(word)) if word.isalpha() else word


def search_key(text: str) -> str:
    """What a text is found by: the stems of its words, in order, with one space between."""
    return " ".join(stem(word) for word in WORD.findall(normalise_text(text)))


def parse_decimal(text: str) -> Decimal | None:
    """A number as people type it: comma or point, spaces between thousands, any minus sign.

    Refuses (None) anything else: words, NaN, infinity, digits of other scripts, exponents
    beyond 30, more than 40 characters. A single comma is always the decimal sign.
    """
    if len(text) > MAX_NUMBER:
        return None
    plain = text.strip().translate(MINUS).translate(SPACES)
    if not plain.isascii() or plain.count(",") + plain.count(".") > 1:
        return None
    plain = plain.replace(",", ".")
    if not NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain)
    adjusted = number.adjusted() if number else 0
    return number if abs(adjusted) <= MAX_EXPONENT else None


def written_in(text: str, alphabet: str) -> bool:
    """Whether a name has letters and all belong to the alphabet (`LATIN`, `CYRILLIC`)."""
    letters = [sign for sign in unicodedata.normalize("NFC", text) if sign not in NAME_SIGNS]
    return bool(letters) and all(
        unicodedata.name(sign, "").startswith((alphabet, "COMBINING", "MODIFIER LETTER"))
        for sign in letters
    )
