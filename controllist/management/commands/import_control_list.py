"""Lay the official text of an edition over the shipped catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from controllist.importers import ImportReport, import_text
from vocabulary.reports import Refused


class Command(BaseCommand):
    help = "Import the text of a control list edition (one JSON object a line), all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition", required=True, help="its date, such as 2025-11-15")
        parser.add_argument("--dry-run", action="store_true", help="check and report only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_text(
                options["file"], edition=options["edition"], dry_run=options["dry_run"]
            )
        except Refused as refused:
            for line in refused.refused:
                self.stderr.write(f"  {line}")
            raise CommandError("Nothing was imported because of the lines above.") from refused
        self._print(report, details=options["verbosity"] > 1)

    def _print(self, report: ImportReport, *, details: bool) -> None:
        done = report.tally
        self.stdout.write(
            f"Edition {report.edition}: {report.entries} entries, {report.lines} lines; "
            f"{done.created} new, {done.updated} changed, {done.removed} removed, "
            f"{done.unchanged} as before"
        )
        repeated, defects = report.repeated, [f"{path}: {why}" for path, why in report.defects]
        for what, found in (
            ("paths stand more than once; each repeat has its own number", repeated),
            ("lines are marked doubtful by the source", defects),
            ("captions of ours have no line in this text", report.unknown_captions),
        ):
            if found:
                self.stdout.write(f"  {len(found)} {what}")
            for line in found if details else ():
                self.stdout.write(f"    {line}")
        if not report.written:
            self.stdout.write("Nothing was written: this was a dry run.")
