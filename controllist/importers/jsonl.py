"""Read the lines form of an official text: one JSON object a line, every mistake by its line."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from controllist.codes import parse
from controllist.enums import Kind
from controllist.services import OfficialLine

MAX_BYTES = 32 * 1024 * 1024
MAX_TEXT = 50_000
MAX_MISTAKES = 50
KEYS = {"code", "path", "kind", "text"}
OPTIONAL = {"defect"}
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Reading:
    lines: list[OfficialLine] = field(default_factory=list)
    mistakes: list[tuple[int | None, str]] = field(default_factory=list)

    def refuse(self, number: int | None, reason: str) -> None:
        self.mistakes.append((number, reason))


class Mistake(Exception):
    """A line cannot be taken; the message says why."""


class AnotherKind(Mistake):
    """It is no line of a list at all; when the first is not, the whole file is not."""


def read(path: Path) -> Reading:
    reading = Reading()
    ordinals: dict[tuple[str, str], int] = defaultdict(int)
    try:
        numbered = list(_numbered(path))
    except Mistake as mistake:
        reading.refuse(None, str(mistake))
        return reading
    for number, raw in numbered:
        try:
            row = _row(raw, last=number == numbered[-1][0])
        except Mistake as mistake:
            reading.refuse(number, str(mistake))
            if number == numbered[0][0] and isinstance(mistake, AnotherKind):
                break
            if len(reading.mistakes) >= MAX_MISTAKES:
                reading.refuse(None, f"reading stopped after {MAX_MISTAKES} mistakes")
                break
            continue
        identity = row["path"], row["kind"]
        reading.lines.append(OfficialLine(ordinal=ordinals[identity], **row))
        ordinals[identity] += 1
    if not numbered:
        reading.refuse(None, "the file is empty")
    return reading


def _numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Mistake(f"cannot be read ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        raise Mistake(f"is larger than {MAX_BYTES // 1024 // 1024} MB")
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if raw.strip():
            yield number, raw


def _row(raw: bytes, *, last: bool) -> dict[str, str]:
    row = _object(raw, last=last)
    missing, unknown = KEYS - row.keys(), row.keys() - KEYS - OPTIONAL
    if missing or unknown:
        named = ", ".join(sorted(str(key)[:20] for key in (missing or unknown)))
        what = "lacks" if missing else "has unknown"
        raise AnotherKind(
            f"is not a line of a list: it {what} {named} (expected code, path, kind, text)"
        )
    for key, value in row.items():
        if not isinstance(value, str):
            raise Mistake(f"“{key}” must be text")
        if UNSTORABLE.search(value):
            raise Mistake(f"“{key}” holds a control character")
    return _checked({key: value for key, value in row.items() if isinstance(value, str)})


def _object(raw: bytes, *, last: bool) -> dict[str, object]:
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
