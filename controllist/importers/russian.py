"""Lay a Russian text over the same places of an edition: all of it or nothing.

Two forms: one JSON object a line (`path`, `kind`, `text_ru` or `text`, and `ordinal` where a path
repeats; `code` and `defect` may stand there too, as in the form of official texts), or a CSV or
XLSX table with these columns. Without ordinals repeats are counted in the order of the file. Codes
may be typed with Cyrillic letters that look Latin.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from controllist.codes import parse
from controllist.enums import Kind
from controllist.importers.detecting import form_of, refused
from controllist.importers.jsonl import json_object, numbered_lines
from controllist.importers.outcome import Row
from controllist.importers.reading import (
    MAX_MISTAKES,
    MAX_TEXT,
    UNSTORABLE,
    Mistake,
    Ordinals,
    Progress,
    whole,
)
from controllist.importers.tables import Columns, read_rows
from controllist.models import Edition, Line
from controllist.services import Identity, Tally, lay_russian

COLUMNS = Columns(
    names={
        "path": ("path", "code", "позиция", "код", "путь"),
        "kind": ("kind", "вид"),
        "ordinal": ("ordinal", "номер"),
        "text": ("text_ru", "text", "русский текст", "текст"),
    },
    required=("path", "text"),
)
KNOWN = {"code", "path", "kind", "ordinal", "text", "text_ru", "defect"}


@dataclass(frozen=True, slots=True)
class RussianReport:
    edition: str
    tally: Tally
    lines: int
    without: int
    skipped: tuple[Row, ...] = ()
    written: bool = True
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    identity: Identity
    text: str


def import_russian(
    path: Path,
    *,
    edition: str,
    skip_unknown: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> RussianReport:
    """Raises Refused with file, line and reason; then nothing is written."""
    chosen = Edition.objects.filter(key=edition).first()
    if chosen is None:
        raise refused(path, [(None, f"there is no edition {edition[:20]}")])
    places = _read(path, progress)
    known = set(
        Line.objects.filter(edition=chosen, imported=True).values_list("path", "kind", "ordinal")
    )
    unknown = [place for place in places if place.identity not in known]
    if not known:
        raise refused(path, [(None, f"the edition {edition} has no official text to lay it over")])
    if unknown and not skip_unknown:
        raise refused(path, _told(unknown))
    return _lay(chosen, places, unknown, dry_run=dry_run)


def _lay(
    edition: Edition, places: list[_Place], unknown: list[_Place], *, dry_run: bool
) -> RussianReport:
    strange = {place.identity for place in unknown}
    taken = [place for place in places if place.identity not in strange]
    with transaction.atomic():
        tally = lay_russian(edition=edition, texts={one.identity: one.text for one in taken})
        left = Line.objects.filter(edition=edition, imported=True, text_ru="").exclude(text="")
        skipped = tuple(_row(one, "skipped", "no such line in the edition") for one in unknown)
        report = RussianReport(
            edition=edition.key,
            tally=tally,
            lines=len(taken),
            without=left.count(),
            skipped=skipped,
            written=not dry_run,
            rows=tuple(_row(one, "read") for one in taken) + skipped,
        )
        transaction.set_rollback(dry_run)
    return report


def _row(place: _Place, state: str, detail: str = "") -> Row:
    return Row(place.number, place.identity[0], place.identity[1], state, detail)


def _told(unknown: list[_Place]) -> list[tuple[int | None, str]]:
    found: list[tuple[int | None, str]] = [
        (place.number, f"the edition has no line {_named(place.identity)}")
        for place in unknown[:MAX_MISTAKES]
    ]
    if len(unknown) > MAX_MISTAKES:
        found.append((None, f"and {len(unknown) - MAX_MISTAKES} more such lines"))
    return found


def _named(identity: Identity) -> str:
    path, kind, ordinal = identity
    return f"{path} ({kind}, repeat {ordinal})" if ordinal else f"{path} ({kind})"


def _read(path: Path, progress: Progress | None) -> list[_Place]:
    mistakes: list[tuple[int | None, str]] = []
    found: dict[Identity, _Place] = {}
    ordinals = Ordinals()
    try:
        rows = list(_rows(path, mistakes))
    except Mistake as mistake:
        raise refused(path, [(mistake.line, str(mistake))]) from mistake
    for at, (number, row) in enumerate(rows, start=1):
        if progress:
            progress(at, len(rows))
        try:
            place = _place(number, row, ordinals)
            if place.identity in found:
                raise Mistake(f"{_named(place.identity)} stands twice")
            found[place.identity] = place
        except Mistake as mistake:
            mistakes.append((number, str(mistake)))
    if not found and not mistakes:
        mistakes.append((None, "the file is empty"))
    if mistakes:
        raise refused(path, mistakes[: MAX_MISTAKES + 1])
    return list(found.values())


def _rows(
    path: Path, mistakes: list[tuple[int | None, str]]
) -> Iterable[tuple[int, dict[str, str]]]:
    data = whole(path)
    form = form_of(data)
    if form in {"csv", "xlsx"}:
        return read_rows(path, COLUMNS)
    if form != "jsonl":
        raise Mistake("is neither lines of JSON nor a table")
    return _json_rows(data, mistakes)


def _json_rows(
    data: bytes, mistakes: list[tuple[int | None, str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    numbered = list(numbered_lines(data))
    for number, raw in numbered:
        if len(mistakes) > MAX_MISTAKES:
            return
        try:
            yield number, _json_row(json_object(raw, last=number == numbered[-1][0]))
        except Mistake as mistake:
            mistakes.append((number, str(mistake)))


def _json_row(row: dict[str, object]) -> dict[str, str]:
    unknown = sorted(str(key)[:20] for key in row.keys() - KNOWN)
    if unknown or "path" not in row or not {"text", "text_ru"} & row.keys():
        what = f"it has unknown {', '.join(unknown)}" if unknown else "it lacks path or text_ru"
        raise Mistake(f"is not a line of a Russian text: {what}")
    plain = {key: str(value) if key == "ordinal" else value for key, value in row.items()}
    for key, value in plain.items():
        if not isinstance(value, str):
            raise Mistake(f"“{key}” must be text")
    text = plain.get("text_ru", plain.get("text"))
    return {key: str(value) for key, value in plain.items()} | {"text": str(text)}


def _place(number: int, row: dict[str, str], ordinals: Ordinals) -> _Place:
    code = parse(row["path"])
    if code is None:
        raise Mistake(f"“{row['path'][:40]}” is not a path")
    kind = row.get("kind", "").strip() or Kind.PROVISION.value
    if kind not in Kind.values:
        raise Mistake(f"“{kind[:40]}” is not a kind (known: {', '.join(Kind.values)})")
    text = " ".join(UNSTORABLE.sub(" ", row["text"]).split())
    if len(text) > MAX_TEXT:
        raise Mistake(f"the text is longer than {MAX_TEXT} characters")
    counted = ordinals.next(code.text, kind)
    return _Place(number, (code.text, kind, _ordinal(row.get("ordinal", ""), counted)), text)


def _ordinal(written: str, counted: int) -> int:
    written = written.strip()
    if not written:
        return counted
    if not written.isascii() or not written.isdigit() or len(written) > 4:
        raise Mistake(f"“{written[:20]}” is no ordinal")
    return int(written)
