"""Load a table of customs or national codes beside the entries of the list."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from controllist.enums import Scheme
from controllist.importers.correlations import CorrelationReport, Defaults, import_correlations
from controllist.importers.reading import Progress
from controllist.management.importing import ImportCommand
from controllist.services import CorrelationTable


def day(written: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"“{written}” is no date like 2008-02-05") from error


class Command(ImportCommand):
    help = "Load a table (CSV, XLSX) of customs or national codes beside entries: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--scheme", required=True, choices=Scheme.values)
        parser.add_argument("--title", required=True, help="what the table is called on pages")
        parser.add_argument("--country", default="", help="two letters; empty for no country")
        parser.add_argument("--source", default="", help="where a row names none")
        parser.add_argument("--as-of", type=day, help="where a row names none")
        parser.add_argument(
            "--skip-unknown", action="store_true", help="leave out entries no edition has"
        )

    def load(self, options: dict[str, Any], progress: Progress | None) -> CorrelationReport:
        table = CorrelationTable(options["scheme"], options["title"], options["country"].upper())
        return import_correlations(
            options["file"],
            table=table,
            defaults=Defaults(options["source"], options["as_of"]),
            skip_unknown=options["skip_unknown"],
            dry_run=options["dry_run"],
            progress=progress,
        )

    def tell(self, report: Any, *, details: bool) -> None:
        self.stdout.write(
            f"{report.title}: {report.pairs} pairs for {report.entries} entries; "
            f"{self.counts(report.tally)}"
        )
        self.say_list("rows stand twice and are kept once", report.duplicates, details=details)
        self.say_list("rows were left out: no edition has it", report.skipped, details=details)
