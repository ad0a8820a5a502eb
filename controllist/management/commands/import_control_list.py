"""Lay the official text of an edition over the catalogue; load its definitions and notes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from controllist.importers import (
    ImportReport,
    NotesReport,
    import_notes,
    import_text,
    looks_like_notes,
)
from vocabulary.reports import Refused


class Command(BaseCommand):
    help = "Import the text of a control list edition (one JSON object a line), all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition", required=True, help="its date, such as 2025-11-15")
        parser.add_argument(
            "--notes",
            action="store_true",
            help="the file holds what stands outside the entries (definitions, notes, articles); "
            "told by its first line, if it is whole",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and report only")

    def handle(self, *args: Any, **options: Any) -> None:
        is_notes = options["notes"] or looks_like_notes(options["file"])
        load = import_notes if is_notes else import_text
        try:
            report = load(options["file"], edition=options["edition"], dry_run=options["dry_run"])
        except Refused as refused:
            for line in refused.refused:
                self.stderr.write(f"  {line}")
            raise CommandError("Nothing was imported because of the lines above.") from refused
        if isinstance(report, NotesReport):
            self._print_notes(report, details=options["verbosity"] > 1)
        elif isinstance(report, ImportReport):
            self._print(report, details=options["verbosity"] > 1)

    def _print_notes(self, report: NotesReport, *, details: bool) -> None:
        done, pieces = report.tally, sum(row.pieces for row in report.found)
        self.stdout.write(
            f"Edition {report.edition}: {len(report.found)} lines, {pieces} definitions, notes and "
            f"paragraphs; {done.created} new, {done.updated} changed, {done.removed} removed, "
            f"{done.unchanged} as before"
        )
        for row in report.found if details else ():
            self.stdout.write(f"    line {row.line}: {row.pieces} × {row.kind}: {row.title}")
        if not report.written:
            self.stdout.write("Nothing was written: this was a dry run.")

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
