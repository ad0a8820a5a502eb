from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from academy.archive import making
from academy.archive.databases import CannotRun
from academy.archive.manifest import BadArchive


class Command(BaseCommand):
    help = "Write one archive of database and media, read it back, and only then name it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="file to write, for example stc.tar.gz")
        parser.add_argument("--replace", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["target"]
        if target.exists() and not options["replace"]:
            raise CommandError(f"{target} exists. Name another file, or give --replace.")
        try:
            manifest = making.make(target)
        except (BadArchive, CannotRun, OSError) as error:
            raise CommandError(f"no backup was written: {error}") from error
        rows = sum(table.rows for table in manifest.tables.values())
        size = target.stat().st_size
        self.stdout.write(
            f"{target}: {len(manifest.tables)} tables, {rows} rows,"
            f" {len(manifest.members) - 1} media files, {size:,} bytes, read back and equal"
        )
        self.stdout.write("It holds personal data and password hashes: keep it as you keep those.")
