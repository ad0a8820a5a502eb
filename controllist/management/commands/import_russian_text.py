"""Lay a Russian text over the official one of an edition."""

from argparse import ArgumentParser
from typing import Any

from controllist.importers.reading import Progress
from controllist.importers.russian import RussianReport, import_russian
from controllist.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Lay a Russian text (lines of JSON, CSV, XLSX) over an edition: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", required=True, help="its date, such as 2025-11-15")
        parser.add_argument(
            "--skip-unknown", action="store_true", help="leave out lines the edition has not"
        )

    def load(self, options: dict[str, Any], progress: Progress | None) -> RussianReport:
        return import_russian(
            options["file"],
            edition=options["edition"],
            skip_unknown=options["skip_unknown"],
            dry_run=options["dry_run"],
            progress=progress,
        )

    def tell(self, report: Any, *, details: bool) -> None:
        self.stdout.write(
            f"Edition {report.edition}: {report.lines} Russian texts; {self.counts(report.tally)}; "
            f"{report.without} lines without a Russian text"
        )
        self.say_list("lines were left out: unknown", report.skipped, details=details)
