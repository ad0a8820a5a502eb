"""Read the lines form of an official text: one JSON object a line, every mistake by its line."""

import json
from collections.abc import Iterator
from pathlib import Path

from controllist.codes import parse
from controllist.enums import Kind
from controllist.importers.reading import (
    MAX_MISTAKES,
    MAX_TEXT,
    UNSTORABLE,
    AnotherKind,
    Mistake,
    Ordinals,
    Progress,
    Reading,
    whole,
)
from controllist.services import OfficialLine

KEYS = {"code", "path", "kind", "text"}
OPTIONAL = {"defect"}


def read(path: Path, progress: Progress | None = None) -> Reading:
    reading = Reading()
    try:
        numbered = list(numbered_lines(whole(path)))
    except Mistake as mistake:
        reading.refuse(None, str(mistake))
        return reading
    _read_lines(numbered, reading, progress)
    if not numbered:
        reading.refuse(None, "the file is empty")
    return reading


def _read_lines(
    numbered: list[tuple[int, bytes]], reading: Reading, progress: Progress | None
) -> None:
    ordinals = Ordinals()
    for number, raw in numbered:
        if progress:
            progress(number, numbered[-1][0])
        try:
            row = _row(raw, last=number == numbered[-1][0])
            ordinal = ordinals.next(row["path"], row["kind"])
        except Mistake as mistake:
            reading.refuse(number, str(mistake))
            if number == numbered[0][0] and isinstance(mistake, AnotherKind):
                return
            if len(reading.mistakes) >= MAX_MISTAKES:
                reading.refuse(None, f"reading stopped after {MAX_MISTAKES} mistakes")
                return
            continue
        reading.add(OfficialLine(ordinal=ordinal, **row), number)


def numbered_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with something in them, numbered as an editor counts them."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if raw.strip():
            yield number, raw


def _row(raw: bytes, *, last: bool) -> dict[str, str]:
    row = json_object(raw, last=last)
    missing, unknown = KEYS - row.keys(), row.keys() - KEYS - OPTIONAL
    if missing or unknown:
        named = ", ".join(sorted(str(key)[:20] for key in (missing or unknown)))
        what = "lacks" if missing else "has unknown"
        raise AnotherKind(
            f"is not a line of a list: it {what} {named} (expected code, path, kind, text)"
        )
    return _checked(texts(row))


def json_object(raw: bytes, *, last: bool) -> dict[str, object]:
    try:
        row = json.loads(raw)
    except UnicodeDecodeError as error:
        raise Mistake("is not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        reason = "is cut off: the file ends in the middle of it" if last else "is not JSON"
        raise Mistake(reason) from error
    if not isinstance(row, dict):
        raise Mistake("is not a JSON object")
    return row


def texts(row: dict[str, object]) -> dict[str, str]:
    """The row, when all its values are text that a database can hold."""
    for key, value in row.items():
        if not isinstance(value, str):
            raise Mistake(f"“{key[:20]}” must be text")
        if UNSTORABLE.search(value):
            raise Mistake(f"“{key[:20]}” holds a control character")
    return {key: value for key, value in row.items() if isinstance(value, str)}


def _checked(row: dict[str, str]) -> dict[str, str]:
    code, path = parse(row["code"]), parse(row["path"])
    if code is None or code.path or code.text != row["code"]:
        raise Mistake(f"“{row['code'][:40]}” is not the code of an entry")
    if path is None or path.text != row["path"]:
        raise Mistake(f"“{row['path'][:40]}” is not a path")
    if path.entry != code.text:
        raise Mistake(f"the path {path} does not belong to {code}")
    if row["kind"] not in Kind.values:
        raise Mistake(f"“{row['kind'][:40]}” is not a kind (known: {', '.join(Kind.values)})")
    if len(row["text"]) > MAX_TEXT:
        raise Mistake(f"the text is longer than {MAX_TEXT} characters")
    return {**row, "defect": row.get("defect", "")[:300]}
