"""Lay an official text over the entries of an edition: all of it or nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from controllist.importers import jsonl
from controllist.importers.reading import Reading
from controllist.models import Edition, Entry, Line
from controllist.services import OfficialLine, Tally, lay_text
from vocabulary.reports import FileReport, Refused

SHOWN = 12


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, and what a reader should look at in the text itself."""

    edition: str
    entries: int
    lines: int
    tally: Tally
    repeated: tuple[str, ...] = ()
    defects: tuple[tuple[str, str], ...] = ()
    unknown_captions: tuple[str, ...] = ()
    written: bool = True


def import_text(path: Path, *, edition: str, dry_run: bool = False) -> ImportReport:
    """Raises Refused with file, line and reason; then nothing is written."""
    chosen = Edition.objects.filter(key=edition).first()
    if chosen is None:
        known = ", ".join(Edition.objects.order_by("key").values_list("key", flat=True))
        hint = f"known: {known}" if known else "load the catalogue first"
        raise _refused(path, [(None, f"there is no edition {edition[:20]} ({hint})")])
    reading = jsonl.read(path)
    reading.mistakes += _not_of_this_edition(reading, chosen)
    if reading.mistakes:
        raise _refused(path, reading.mistakes)
    with transaction.atomic():
        tally = lay_text(edition=chosen, lines=reading.lines, now=timezone.now())
        report = _report(chosen, reading.lines, tally, written=not dry_run)
        transaction.set_rollback(dry_run)
    return report


def _not_of_this_edition(reading: Reading, edition: Edition) -> Iterator[tuple[int | None, str]]:
    known = set(Entry.objects.filter(edition=edition).values_list("code", flat=True))
    found = dict.fromkeys(line.code for line in reading.lines)
    strange = [code for code in found if code not in known]
    if strange:
        yield None, f"{_some(strange)} not in the catalogue of the edition {edition.key}"
    missing = sorted(known - found.keys())
    if missing and not reading.mistakes:
        yield None, f"no line for {_some(missing)}: the file is cut off or of another edition"


def _some(codes: list[str]) -> str:
    shown = ", ".join(codes[:SHOWN])
    rest = len(codes) - SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown


def _report(
    edition: Edition, lines: list[OfficialLine], tally: Tally, *, written: bool
) -> ImportReport:
    repeats = Counter((line.path, line.kind) for line in lines)
    alone = Line.objects.filter(edition=edition, imported=False).order_by("path")
    return ImportReport(
        edition=edition.key,
        entries=len({line.code for line in lines}),
        lines=len(lines),
        tally=tally,
        repeated=tuple(
            f"{path} ({kind}) × {count}" for (path, kind), count in repeats.items() if count > 1
        ),
        defects=tuple((line.path, line.defect) for line in lines if line.defect),
        unknown_captions=tuple(alone.values_list("path", flat=True)),
        written=written,
    )


def _refused(path: Path, mistakes: list[tuple[int | None, str]]) -> Refused:
    return Refused([FileReport(path.name, "refused", reason, line) for line, reason in mistakes])
