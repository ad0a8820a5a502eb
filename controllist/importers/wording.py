"""The wording of a paragraph out of its markup: exponents survive, footnote calls do not.

`10<sup>6</sup>` and `m<sup>3</sup>` become 10⁶ and m³, because an exponent that is lost makes
another threshold. Subscripts stay on the line (UF6), as the lines form has them. Decimal commas
stay; no-break spaces become spaces; marks of amendments (►M1 … ◄, ▼B) go.
"""

import re
from dataclasses import dataclass, field

from controllist.importers.markup import Node
from controllist.importers.reading import UNSTORABLE

RAISED = str.maketrans("0123456789+-\u2212\u2013=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
RAISABLE = re.compile("[0-9+\u2212\u2013=()ni-]+")
ORDINAL_SIGN = re.compile(r"(?:st|nd|rd|th|o|a|TM)", re.IGNORECASE)
SUPERSCRIPT_CLASSES = {"superscript", "super", "oj-super", "sup"}
FOOTNOTE_CLASSES = {"note-tag", "oj-note-tag"}
SKIPPED_CLASSES = {"modref", "arrow", "footnote", "oj-note", "note", "disclaimer", "reference"}
SKIPPED_TAGS = {"script", "style", "head", "title", "hr", "NOTE", "PAGE", "colgroup", "col"}
PICTURES = {"img", "INCL.ELEMENT", "FORMULA", "svg", "object"}
AMENDMENT = re.compile(r"(?:►|▼)\s*(?:[BMAC]\d{0,3}\b)?|◄")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
QUOTES = {"2018": "‘", "2019": "’", "201C": "“", "201D": "”", "201E": "„", "00AB": "«", "00BB": "»"}  # noqa: RUF001
PICTURE_DOUBT = "a formula or picture is left out here"


@dataclass(slots=True)
class Wording:
    text: str = ""
    doubts: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """One space between words, no invisible signs, no marks of amendments."""
    plain = INVISIBLE.sub("", AMENDMENT.sub(" ", text))
    plain = UNSTORABLE.sub(" ", plain)
    return " ".join(plain.split())


def wording(children: list[Node | str]) -> Wording:
    """The text of inline content, or of a whole element given as its children."""
    found = Wording()
    pieces: list[str] = []
    _collect(children, pieces, found.doubts)
    text = clean("".join(pieces))
    found.text = re.sub(r"\s*\(\s*\)", "", text).strip()
    found.doubts = list(dict.fromkeys(found.doubts))
    return found


def _collect(children: list[Node | str], pieces: list[str], doubts: list[str]) -> None:
    for child in children:
        if isinstance(child, str):
            pieces.append(child)
        elif (
            child.tag in SKIPPED_TAGS or child.classes & SKIPPED_CLASSES or _is_footnote_call(child)
        ):
            continue
        elif child.tag in PICTURES:
            doubts.append(PICTURE_DOUBT)
            pieces.append(" […] ")
        elif _is_raised(child):
            pieces.append(raised(wording(child.children).text))
        else:
            _collect_element(child, pieces, doubts)


def _collect_element(child: Node, pieces: list[str], doubts: list[str]) -> None:
    if child.tag in {"QUOT.START", "QUOT.END"}:
        pieces.append(QUOTES.get(child.attributes.get("CODE", "").upper(), '"'))
        return
    space = "" if child.tag in INLINE else " "
    pieces.append(space)
    _collect(child.children, pieces, doubts)
    pieces.append(space)


INLINE = {
    "span", "em", "i", "b", "strong", "sub", "sup", "a", "u", "small", "font", "HT", "IND", "DATE",
    "FT", "REF.DOC", "REF.DOC.OJ", "REF.DOC.ECR", "QUOT.START", "QUOT.END", "IE", "NO.P",
}  # fmt: skip


def _is_raised(node: Node) -> bool:
    if node.tag == "sup" or node.classes & SUPERSCRIPT_CLASSES:
        return True
    return (node.tag == "HT" and node.attributes.get("TYPE") == "SUP") or (
        node.tag == "IND" and node.attributes.get("LOC") == "SUP"
    )


def _is_footnote_call(node: Node) -> bool:
    """`(<a href="#E0001"><span class="superscript">1</span></a>)` and its older forms."""
    if node.classes & FOOTNOTE_CLASSES:
        return True
    if node.tag != "a" or not node.attributes.get("href", "").startswith("#"):
        return False
    shown = clean("".join(_plain(node)))
    return re.fullmatch(r"\(?[\d*]{1,3}\)?", shown) is not None


def _plain(node: Node) -> list[str]:
    pieces: list[str] = []
    for child in node.children:
        pieces += [child] if isinstance(child, str) else _plain(child)
    return pieces


def raised(text: str) -> str:
    """An exponent in signs that survive plain text; `^(…)` where there are none."""
    tight = text.replace(" ", "")
    if RAISABLE.fullmatch(tight):
        return tight.translate(RAISED)
    return text if not tight or ORDINAL_SIGN.fullmatch(tight) else f"^({text})"
