"""Load a table that sets customs or national codes beside entries: all of it or nothing.

The file is the whole table: loading it again replaces what the same table (nomenclature, title and
country) said before.
"""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from controllist.codes import Code, parse
from controllist.enums import Scheme
from controllist.importers.detecting import form_of, refused
from controllist.importers.outcome import Row
from controllist.importers.reading import MAX_MISTAKES, Mistake, Progress, whole
from controllist.importers.tables import Columns, read_rows
from controllist.models import Correlation, Entry
from controllist.selectors.customs import customs_code, national_code
from controllist.services import CorrelationTable, Tally, put_correlations
from partners.models import Country

COLUMNS = Columns(
    names={
        "path": ("list_entry", "entry", "path", "позиция", "код списка", "позиция списка"),
        "foreign": (
            *("tnved_code", "hs_code", "cn_code", "customs_code", "national_code", "foreign"),
            *("код тн вэд", "тн вэд", "код тнвэд", "национальный код"),
        ),
        "source": ("source", "источник"),
        "as_of": ("as_of", "на дату", "дата"),
    },
    required=("path", "foreign"),
)


@dataclass(frozen=True, slots=True)
class CorrelationReport:
    title: str
    tally: Tally
    pairs: int
    entries: int
    duplicates: tuple[Row, ...] = ()
    skipped: tuple[Row, ...] = ()
    written: bool = True
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row whose own column says nothing."""

    source: str = ""
    as_of: datetime.date | None = None


@dataclass(slots=True)
class _Reading:
    pairs: dict[tuple[str, str], Correlation] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    mistakes: list[tuple[int | None, str]] = field(default_factory=list)


def import_correlations(
    path: Path,
    *,
    table: CorrelationTable,
    defaults: Defaults | None = None,
    skip_unknown: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> CorrelationReport:
    """Raises Refused with file, row and reason; then nothing is written."""
    reading = _Reading()
    try:
        _check(table)
        if form_of(whole(path)) not in {"csv", "xlsx"}:
            raise Mistake("is no table (CSV or XLSX)")
        numbered = list(read_rows(path, COLUMNS))
    except Mistake as mistake:
        raise refused(path, [(mistake.line, str(mistake))]) from mistake
    known = set(Entry.objects.values_list("code", flat=True))
    for at, (number, row) in enumerate(numbered, start=1):
        if progress:
            progress(at, len(numbered))
        _take(
            number, row, table, defaults or Defaults(), known if not skip_unknown else None, reading
        )
    if reading.mistakes:
        raise refused(path, reading.mistakes[: MAX_MISTAKES + 1])
    return _write(table, reading, known, dry_run=dry_run)


def _check(table: CorrelationTable) -> None:
    if table.scheme not in Scheme.values:
        raise Mistake(
            f"“{table.scheme[:20]}” is no nomenclature (known: {', '.join(Scheme.values)})"
        )
    if not table.title.strip() or len(table.title) > 200:
        raise Mistake("the table needs a title of at most 200 characters")
    if table.country and not Country.objects.filter(code=table.country).exists():
        raise Mistake(f"there is no country “{table.country[:10]}”")


def _take(
    number: int,
    row: dict[str, str],
    table: CorrelationTable,
    defaults: Defaults,
    known: set[str] | None,
    reading: _Reading,
) -> None:
    try:
        pair, code = _pair(row, table, defaults)
        if known is not None and code.entry not in known:
            raise Mistake(f"no edition has the entry {code.entry}")
    except Mistake as mistake:
        reading.mistakes.append((number, str(mistake)))
        return
    key = pair.path, pair.foreign
    twice = key in reading.pairs
    state = "stands twice, kept once" if twice else "read"
    reading.rows.append(Row(number, pair.path, "", state, pair.shown))
    if not twice:
        pair.position = len(reading.pairs)
        reading.pairs[key] = pair


def _pair(
    row: dict[str, str], table: CorrelationTable, defaults: Defaults
) -> tuple[Correlation, Code]:
    code = parse(row["path"])
    if code is None or len(code.text) > 40:
        raise Mistake(f"“{row['path'][:40]}” is no code of the list")
    shown = " ".join(row["foreign"].split())
    national = table.scheme == Scheme.NATIONAL
    foreign = national_code(shown) if national else customs_code(shown)
    if not foreign:
        what = "code of a national list" if national else "customs code of 4 to 14 digits"
        raise Mistake(f"“{shown[:40]}” is no {what}")
    source = (row.get("source", "") or defaults.source)[:300]
    pair = Correlation(
        code=code.entry, path=code.text, foreign=foreign, shown=shown[:60], source=source
    )
    pair.as_of = _day(row.get("as_of", "")) or defaults.as_of
    return pair, code


def _day(written: str) -> datetime.date | None:
    if not written.strip():
        return None
    try:
        return datetime.date.fromisoformat(written.strip()[:10])
    except ValueError as error:
        raise Mistake(f"“{written[:20]}” is no date like 2008-02-05") from error


def _write(
    table: CorrelationTable, reading: _Reading, known: set[str], *, dry_run: bool
) -> CorrelationReport:
    pairs = list(reading.pairs.values())
    strange = {pair.code for pair in pairs} - known
    skipped = tuple(
        Row(row.place, row.path, "", "skipped", "no edition has this entry")
        for row in reading.rows
        if row.path[:5] in strange
    )
    kept = [pair for pair in pairs if pair.code not in strange]
    with transaction.atomic():
        tally = put_correlations(table=table, rows=kept)
        transaction.set_rollback(dry_run)
    return CorrelationReport(
        title=table.title,
        tally=tally,
        pairs=len(kept),
        entries=len({pair.code for pair in kept}),
        duplicates=tuple(row for row in reading.rows if row.state.startswith("stands twice")),
        skipped=skipped,
        written=not dry_run,
        rows=tuple(row for row in reading.rows if row.path[:5] not in strange) + skipped,
    )
