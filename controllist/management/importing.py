"""What the commands that import have in common: a dry run, progress, a report, a refusal."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from controllist.importers.outcome import Row, refusal_rows, save
from controllist.importers.reading import Mistake, Progress
from controllist.services import Tally
from vocabulary.reports import Refused

SHOWN = 20


class ImportCommand(BaseCommand):
    """Reads one file. `load` brings a report with `rows` and `written`, or raises Refused."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and report only")
        parser.add_argument(
            "--report", type=Path, metavar="CSV", help="write what became of every line there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self.load(options, self._progress())
        except Mistake as mistake:
            raise CommandError(str(mistake)) from mistake
        except Refused as refused:
            self._refuse(refused, options["report"])
        self.tell(report, details=options["verbosity"] > 1)
        if not report.written:
            self.stdout.write("Nothing was written: this was a dry run.")
        self._save(options["report"], getattr(report, "rows", ()))

    def load(self, options: dict[str, Any], progress: Progress | None) -> Any:
        raise NotImplementedError

    def tell(self, report: Any, *, details: bool) -> None:
        raise NotImplementedError

    def _refuse(self, refused: Refused, target: Path | None) -> None:
        for line in refused.refused[:SHOWN]:
            self.stderr.write(f"  {line}")
        rest = len(refused.refused) - SHOWN
        if rest > 0:
            self.stderr.write(f"  and {rest} more; --report FILE writes them all")
        self._save(target, refusal_rows(refused.refused))
        raise CommandError("Nothing was imported because of the lines above.") from refused

    def _save(self, target: Path | None, rows: Sequence[Row]) -> None:
        if target is None:
            return
        try:
            save(target, rows)
        except Mistake as mistake:
            raise CommandError(f"The report is missing: {mistake}") from mistake
        self.stdout.write(f"Report of {len(rows)} lines: {target.name}")

    def _progress(self) -> Progress | None:
        """Lines read, on a terminal alone: logs stay quiet."""
        if not self.stderr.isatty():
            return None

        def show(done: int, total: int) -> None:
            step = max(1, total // 50)
            if done % step == 0 or done == total:
                self.stderr.write(f"\r  {done} / {total}", ending="\n" if done == total else "")

        return show

    def say_list(self, what: str, found: Sequence[object], *, details: bool) -> None:
        """A count with its words; the things themselves where they are asked for, or are few."""
        if not found:
            return
        self.stdout.write(f"  {len(found)} {what}")
        for one in found if details else ():
            self.stdout.write(f"    {one}")

    def counts(self, done: Tally) -> str:
        return (
            f"{done.created} new, {done.updated} changed, {done.removed} removed, "
            f"{done.unchanged} as before"
        )
