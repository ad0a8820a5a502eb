"""Lines of a made-up list as the documents that are published: EUR-Lex HTML and Formex."""

from html import escape
from pathlib import Path

from hypothesis import strategies as st

from controllist.importers.steps import successor

Line = tuple[str, str, str]
NOTE_HEADS = {"note": "Note:", "technical_note": "Technical Note:", "nb": "N.B."}


def tree(lines: list[Line]) -> list[dict]:
    """Each provision with what stands under it, in order; notes in the paragraph they belong to."""
    roots: list[dict] = []
    by_path: dict[str, dict] = {}
    for path, kind, text in lines:
        node = {"path": path, "kind": kind, "text": text, "under": []}
        if kind == "provision":
            above = path.rpartition(".")[0]
            (by_path[above]["under"] if above else roots).append(node)
            by_path[path] = node
        else:
            by_path[path]["under"].append(node)
    return roots


def mark(node: dict) -> str:
    head, _, step = node["path"].rpartition(".")
    return f"{step}." if head else step


def page(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html>\n<html><head><title>x</title></head>'
        '<body><div id="anx_I"><p class="title-annex-1">ANNEX I</p>\n'
        '<p class="norm">Words with a meaning of their own stand first.</p>\n'
        f"{body}\n</div>"
        '<div id="anx_II"><p class="title-annex-1">ANNEX II</p><p class="norm">2B350 again</p></div>'
        "</body></html>"
    ).encode()


def grid(nodes: list[dict]) -> str:
    """Items nested in each other, as consolidated texts have them."""
    pieces = []
    for node in nodes:
        if node["kind"] != "provision":
            pieces.append(f'<p class="norm">{escape(node["text"])}</p>')
            continue
        pieces.append(
            '<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>'
            f'{mark(node)} </span></div>\n<div class="grid-list-column-2">'
            f'<p class="norm">{escape(node["text"])}</p>{grid(node["under"])}</div></div>'
        )
    return "".join(pieces)


def rows(nodes: list[dict], depth: int = 0) -> str:
    """Items as rows of one table, indented by empty cells."""
    pieces = []
    for node in nodes:
        cells = "<td></td>" * depth
        if node["kind"] == "provision":
            cells += f"<td><p>{mark(node)}</p></td><td><p>{escape(node['text'])}</p></td>"
            pieces += [f"<tr>{cells}</tr>\n", rows(node["under"], depth + 1)]
        else:
            pieces.append(f"<tr>{cells}<td><p>{escape(node['text'])}</p></td></tr>\n")
    return "".join(pieces)


def as_grid(lines: list[Line]) -> bytes:
    return page(grid(tree(lines)))


def as_table(lines: list[Line]) -> bytes:
    whole = "".join(f"<table><tbody>{rows([node])}</tbody></table>" for node in tree(lines))
    return page(whole)


def np(nodes: list[dict]) -> str:
    pieces = []
    for node in nodes:
        text = escape(node["text"])
        if node["kind"] != "provision":
            pieces.append(f"<P>{text}</P>")
            continue
        under = np(node["under"])
        pieces.append(f"<NP><NO.P>{mark(node)}</NO.P><TXT>{text}</TXT>{under}</NP>\n")
    return "".join(pieces)


def as_formex(lines: list[Line]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CONS.ACT><CONS.DOC><ENACTING.TERMS/>'
        "<CONS.ANNEX><TITLE><TI><P>ANNEX I</P></TI></TITLE><CONTENTS><GR.SEQ>"
        "<TITLE><TI><P>CATEGORY 2</P></TI></TITLE>"
        f"{np(tree(lines))}</GR.SEQ></CONTENTS></CONS.ANNEX>"
        "<CONS.ANNEX><TITLE><TI><P>ANNEX IV</P></TI></TITLE><CONTENTS>"
        "<NP><NO.P>2B350</NO.P><TXT>Again</TXT></NP></CONTENTS></CONS.ANNEX></CONS.DOC></CONS.ACT>"
    ).encode()


WORDS = st.text("abc ,;₂²³⁶µ°×≤0123456789%()«»“”'", min_size=1, max_size=30).map(
    lambda text: "Plant " + " ".join(text.replace("(", "").replace(")", "").split())
)


@st.composite
def lists(draw: st.DrawFn) -> list[Line]:
    """Entries with paragraphs down to three steps, and notes at the end of some."""
    lines: list[Line] = []
    for serial in range(draw(st.integers(1, 3))):
        code = f"2B{350 + serial}"
        lines.append((code, "provision", draw(WORDS) + ":"))
        _under(draw, code, "a", 0, lines)
        if draw(st.booleans()):
            kind = draw(st.sampled_from(list(NOTE_HEADS)))
            lines.append((code, kind, f"{NOTE_HEADS[kind]} {draw(WORDS)}."))
    return lines


def _under(draw: st.DrawFn, path: str, first: str, depth: int, lines: list[Line]) -> None:
    step = first
    for _ in range(draw(st.integers(0, 3))):
        here = f"{path}.{step}"
        lines.append((here, "provision", draw(WORDS) + ";"))
        if depth < 2:
            _under(draw, here, "1" if first == "a" else "a", depth + 1, lines)
        step = successor(step)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
