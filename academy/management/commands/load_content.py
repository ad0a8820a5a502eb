"""Load the shipped curriculum from `content/`, room by room, and say what changed in each file."""

from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from vocabulary.reports import FileReport, Refused

# From the bottom of the house to the top: a lesson cites exercises, which cite entries.
ROOMS = (
    "vocabulary",
    "partners",
    "controllist",
    "exercises",
    "casestudies",
    "courses",
    "certification",
)


class Command(BaseCommand):
    help = "Load the curriculum from content/. Running it again changes only what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="root", type=Path, default=settings.CONTENT_DIR)
        parser.add_argument("--dry-run", action="store_true", help="check and report only")
        parser.add_argument("rooms", nargs="*", help="only these rooms")

    def handle(self, *args: Any, **options: Any) -> None:
        for room in options["rooms"] or ROOMS:
            if room not in ROOMS:
                raise CommandError(f"{room} loads no content; rooms are {', '.join(ROOMS)}")
            importer = import_module(f"{room}.importers")
            try:
                reports = importer.load_content(options["root"], dry_run=options["dry_run"])
            except Refused as refused:
                self._print(room, refused.reports, options["verbosity"])
                raise CommandError(
                    f"{room}: nothing was loaded because of the lines above; "
                    "rooms before it are loaded and stay"
                ) from refused
            self._print(room, reports, options["verbosity"])

    def _print(self, room: str, reports: Sequence[FileReport], verbosity: int) -> None:
        changed = [report for report in reports if report.state != "unchanged"]
        for report in reports if verbosity > 1 else changed:
            place = f"{report.path}:{report.line}" if report.line else report.path
            self.stdout.write(f"  {report.state:9} {place} {report.detail}".rstrip())
        self.stdout.write(f"{room}: {len(reports)} files read, {len(changed)} changed")
