"""Lay an official text over the entries of an edition: all of it or nothing."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from controllist.enums import Kind
from controllist.importers.alarming import Before, remember, touched_by
from controllist.importers.detecting import read_text, refused
from controllist.importers.newcomers import NewEdition, incomplete, opened
from controllist.importers.outcome import ImportReport, Row, repeats
from controllist.importers.reading import Progress, Reading, orphans
from controllist.models import Edition, Entry, Line
from controllist.selectors.alarms import Touched
from controllist.selectors.criteria import criteria_report
from controllist.services import Tally, lay_text, put_found_entries, raise_alarms

SHOWN = 12

__all__ = ["ImportReport", "import_text"]


@dataclass(slots=True)
class _Laid:
    """What was written, before it is told."""

    edition: Edition
    reading: Reading
    tally: Tally
    touched: list[Touched]
    before: Before
    new: bool


def import_text(
    path: Path,
    *,
    edition: str,
    form: str = "",
    new: NewEdition | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Raises Refused with file, line and reason; then nothing is written.

    `new` opens the edition of this date; without it the edition must be there.
    """
    chosen = _chosen(path, edition, new)
    reading = read_text(path, form=form, progress=progress)
    reading.mistakes += [] if reading.mistakes else list(orphans(reading))
    if chosen and not chosen.by_import:
        reading.mistakes += _not_of_this_edition(reading, chosen)
    elif not reading.mistakes:
        reading.mistakes += incomplete(reading, edition)
    if reading.mistakes:
        raise refused(path, reading.mistakes)
    with transaction.atomic():
        report = _report(_lay(chosen, new, reading), written=not dry_run)
        transaction.set_rollback(dry_run)
    return report


def _chosen(path: Path, edition: str, new: NewEdition | None) -> Edition | None:
    chosen = Edition.objects.filter(key=edition).first()
    if new and chosen:
        reason = f"there is an edition {edition} already: import its text without opening it anew"
        raise refused(path, [(None, reason)])
    if new is None and chosen is None:
        known = ", ".join(Edition.objects.order_by("key").values_list("key", flat=True))
        hint = f"known: {known}" if known else "load the catalogue first"
        raise refused(path, [(None, f"there is no edition {edition[:20]} ({hint})")])
    return chosen


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


def _lay(chosen: Edition | None, new: NewEdition | None, reading: Reading) -> _Laid:
    now = timezone.now()
    edition = chosen or opened(new)
    if edition.by_import:
        headings = {
            line.code: line.text
            for line in reversed(reading.lines)
            if line.path == line.code and line.kind == Kind.PROVISION
        }
        put_found_entries(edition=edition, headings=dict(sorted(headings.items())))
    before = remember(edition)
    tally = lay_text(edition=edition, lines=reading.lines, now=now)
    touched = _alarm(edition, before, now)
    return _Laid(edition, reading, tally, touched, before, new is not None)


def _alarm(edition: Edition, before: Before, now: datetime.datetime) -> list[Touched]:
    touched = touched_by(edition, before)
    raise_alarms(edition=edition.key, touched=touched, now=now)
    return touched


def _report(laid: _Laid, *, written: bool) -> ImportReport:
    edition, lines = laid.edition, laid.reading.lines
    alone = Line.objects.filter(edition=edition, imported=False).order_by("path")
    found = Entry.objects.filter(edition=edition, as_found=True).order_by("code")
    return ImportReport(
        edition=edition.key,
        entries=len({line.code for line in lines}),
        lines=len(lines),
        tally=laid.tally,
        repeated=tuple(repeats((line.path, line.kind) for line in lines)),
        defects=tuple((line.path, line.defect) for line in lines if line.defect),
        unknown_captions=tuple(alone.values_list("path", flat=True)),
        written=written,
        opened=laid.new,
        as_found=tuple(found.values_list("code", flat=True)),
        outside=laid.reading.outside,
        touched=tuple(laid.touched),
        compared_with=laid.before.edition if laid.before.edition != edition.key else "",
        stale_russian=laid.before.stale_russian(lines),
        criteria=criteria_report(edition),
        rows=tuple(_rows(laid)),
    )


def _rows(laid: _Laid) -> Iterator[Row]:
    """Every line of the file with what became of it, lines that went, and whom it concerns."""
    left = dict(laid.before.texts)
    for line, place in zip(laid.reading.lines, laid.reading.places, strict=True):
        old = left.pop(line.identity, None)
        state = "new" if old is None else "as before" if old == line.text else "changed"
        yield Row(place, line.path, line.kind, state, line.defect)
    for path, kind, _ordinal in left:
        yield Row(None, path, kind, "gone")
    for row in laid.touched:
        yield Row(None, row.path, row.kind, f"cited line {row.how}", row.cited_by)
