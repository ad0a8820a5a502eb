"""Which form a file has, told by its first bytes, and the reader for it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from controllist.importers import annex, eurlex, formex, jsonl
from controllist.importers.blocks import Block
from controllist.importers.reading import Mistake, Progress, Reading, whole
from vocabulary.reports import FileReport, Refused

FORMS = ("jsonl", "html", "formex", "csv", "xlsx")
TEXT_FORMS = FORMS[:3]
HEAD = 4096
ELEMENT = re.compile(rb"<([A-Za-z][\w.]*)")
PUBLISHED: dict[str, Callable[[bytes], list[Block]]] = {
    "html": eurlex.blocks,
    "formex": formex.blocks,
}


def form_of(data: bytes) -> str:
    """One of FORMS; a file that is none of them is a table of text as far as one can tell."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(b"{"):
        return "jsonl"
    if not head.startswith(b"<"):
        return "csv"
    root = ELEMENT.search(head)
    is_html = root is None or not root[1].isupper() or b"<html" in head.lower()
    return "html" if is_html else "formex"


def read_text(path: Path, *, form: str = "", progress: Progress | None = None) -> Reading:
    """The lines of an official text, in whichever of the text forms it comes."""
    reading = Reading()
    try:
        data = whole(path)
        found = form or (form_of(data) if data.strip() else "jsonl")
        if found == "jsonl" or (not form and found == "csv"):
            return jsonl.read(path, progress)
        if found not in PUBLISHED:
            raise Mistake(
                "is a table; the text of an edition comes as lines of JSON, HTML or Formex "
                "(an archive of Formex has to be unpacked)"
            )
        return annex.read(PUBLISHED[found](data), progress)
    except Mistake as mistake:
        reading.refuse(mistake.line, str(mistake))
    return reading


def refused(path: Path, mistakes: list[tuple[int | None, str]]) -> Refused:
    return Refused([FileReport(path.name, "refused", reason, line) for line, reason in mistakes])


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turns a mistake of a reader into the refusal of its file."""
    try:
        yield
    except Mistake as mistake:
        raise refused(path, [(mistake.line, str(mistake))]) from mistake
