from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from academy.archive import restoring
from academy.archive.databases import CannotRun
from academy.archive.manifest import BadArchive


class Command(BaseCommand):
    help = "Restore an archive into this installation. Stop web server and worker first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="this installation's data may be replaced"
        )
        parser.add_argument(
            "--verify-only", action="store_true", help="check the archive, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        archive: Path = options["archive"]
        try:
            if options["verify_only"]:
                done = restoring.verify(archive)
            else:
                done = restoring.restore(archive, replace=options["replace"])
        except restoring.NotEmpty as error:
            raise CommandError(
                f"this installation is not empty: {error}. Nothing was changed. Give --replace"
                " to put the archive in its place"
            ) from error
        except BadArchive as error:
            raise CommandError(
                f"{archive} was not restored: {error}. Nothing was changed"
            ) from error
        except (CannotRun, OSError) as error:
            raise CommandError(f"{archive} was not restored: {error}") from error
        self._report(done, "checked" if options["verify_only"] else "restored")

    def _report(self, done: restoring.Restored, verb: str) -> None:
        manifest = done.manifest
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{verb}: {manifest.product} {manifest.version} of {manifest.created},"
            f" {len(manifest.tables)} tables, {rows} rows,"
            f" {len(manifest.members) - 1} media files"
        )
        for note in done.notes:
            self.stdout.write(f"note: {note}")
        for path in done.kept:
            self.stdout.write(
                f"what was there before is kept in {path}; remove it when all is well"
            )
