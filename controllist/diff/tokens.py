"""Words, numbers and signs of a list text, each with a key by which typography does not count.

The same key have: `≤` and `<=`, curly and straight quotes, `×`, `x` and `*`, every dash, `10⁶`
and `10^6`, `m³` and `m3`, `1 000` and `1000`, `°C` however it is written, any white space,
capitals of words (not of units), and marks at the end of a word. Total: any text in.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"
SPACES = " \u00a0\u2007\u2009\u202f"
HYPHENS = "-\u2010\u2011"
TOKEN = re.compile(
    rf"""
    (?:(?P<code>\d[A-E]\d{{3}}(?!\d)(?:\.(?:[a-z]{{1,2}}|\d{{1,2}})(?!\w))*)
    | (?P<number>(?:\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*
        (?:\^[-+]?\d+|[{SUPERSCRIPTS}]+)?)
    | (?P<sign>[°\xba][{SPACES}]?[CF](?!\w)|<=|=<|>=|=>|\+[{SPACES}]?/[{SPACES}]?-|'')
    | (?P<word>[^\W\d_](?:\w|[{SUPERSCRIPTS}])*)
    | (?P<other>\S))
    (?P<after>(?:[.,;:]|[{HYPHENS}](?=[^\W\d_]))*\s*)
    """,
    re.VERBOSE,
)
# By escapes, since many of them look alike: curly quotes and primes, dashes, times and degrees.
SIGNS = {
    **dict.fromkeys(["<=", "=<", "\u2a7d"], "≤"),
    **dict.fromkeys([">=", "=>", "\u2a7e"], "≥"),
    **dict.fromkeys(["''", "\u2033", "\u201c", "\u201d", "\u201e", "\xab", "\xbb"], '"'),
    **dict.fromkeys(["\u2032", "\u2018", "\u2019", "\u201a", "`", "\xb4"], "'"),
    **dict.fromkeys(["*", "\xb7", "\u22c5", "x", "X", "\u0445", "\u0425"], "\xd7"),
    **dict.fromkeys(["\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"], "-"),
    "\u2103": "°C",
    "\xba": "°",
    "+/-": "±",
}
TIMES = {"x", "X", "\u0445", "\u0425"}
POWERS = str.maketrans(SUPERSCRIPTS, "0123456789+-()n")
# Numbers after these words are names of places in the list, not quantities.
PLACES = {"note", "notes", "b", "part", "annex", "article", "category", "section", "paragraph"}
ENUMERATOR = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """`raw` with the white space and the marks that follow; all raws together are the text."""

    raw: str
    key: str
    is_quantity: bool = False


def tokens(text: str) -> list[Token]:
    found = list(_read(text))
    start = len(text) - len(text.lstrip())
    return [Token(text[:start], ""), *found] if start else found


def _read(text: str) -> Iterator[Token]:
    before, mark = "", ":"
    for match in TOKEN.finditer(text):
        core = match[0][: match.start("after") - match.start()]
        key = _key(match, core, after_number=before[:1].isdigit())
        quantity = match["number"] is not None and not (
            before in PLACES or _is_enumerator(match, core, mark)
        )
        yield Token(match[0], key, quantity)
        before, mark = key, match["after"].strip()[-1:]


def _is_enumerator(match: re.Match[str], core: str, mark: str) -> bool:
    """`1.` at the beginning of a text or a sentence counts its parts."""
    ends = match["after"].startswith(".")
    return ends and bool(mark) and mark in ":.;" and ENUMERATOR.fullmatch(core) is not None


def _key(match: re.Match[str], core: str, *, after_number: bool) -> str:
    if match["code"]:
        return core
    if match["number"]:
        return _number(core)
    if match["word"] and core not in TIMES:
        # A word after a number is a unit: mW and MW are two things.
        plain = _plain(core)
        return plain if after_number else plain.casefold()
    return _sign(core)


def _number(core: str) -> str:
    plain = core.translate(dict.fromkeys(map(ord, SPACES))).replace(".", ",")
    base = plain.rstrip(SUPERSCRIPTS)
    return base if base == plain else f"{base}^{plain[len(base) :].translate(POWERS)}"


def _sign(core: str) -> str:
    plain = "".join(core.split())
    if plain[:1] in {"°", "\xba"} and len(plain) == 2:
        return f"°{plain[1]}"
    return SIGNS.get(plain) or _plain(plain)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(POWERS))


def glue(found: Sequence[Token]) -> str:
    """The keys as one text; `havingall` is glued like `having all`, 1 5 not like 15."""
    parts: list[str] = []
    for token in found:
        if parts and parts[-1][-1:].isdigit() and token.key[:1].isdigit():
            parts.append("|")
        if token.key:
            parts.append(token.key)
    return "".join(parts)


def signature(text: str) -> str:
    """Equal for texts that differ in typography alone."""
    return glue(tokens(text))


def quantities(text: str) -> Counter[str]:
    """The numbers of a text that are no codes and no places in it."""
    return Counter(token.key for token in tokens(text) if token.is_quantity)


def runs(text: str) -> list[tuple[str, bool]]:
    """The text in stretches with and without quantities, so that a page can mark these."""
    found: list[tuple[str, bool]] = []
    for token in tokens(text):
        if found and found[-1][1] == token.is_quantity:
            found[-1] = (found[-1][0] + token.raw, token.is_quantity)
        else:
            found.append((token.raw, token.is_quantity))
    return found
