"""Hold the executable criteria against the official text: paths exist, numbers stand there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from controllist import selectors
from controllist.criteria import Rulebook
from controllist.criteria.checking import Report, Text, check
from controllist.importers import jsonl
from controllist.importers.criteria import mistakes, read_files, rulebook_of
from controllist.models import Edition
from controllist.selectors.criteria import official_text, rulebook


class Command(BaseCommand):
    help = "Check every path and number of the criteria against the official text of an edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--edition", default="", help="its date; the current one if left out")
        parser.add_argument(
            "--from", dest="root", type=Path, help="read the criteria from this content folder"
        )
        parser.add_argument("--text", type=Path, help="read the text from this file of lines")
        parser.add_argument("codes", nargs="*", help="only these entries")

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["edition"] or self._current()
        book = self._from_files(options["root"], key) if options["root"] else rulebook(key)
        text = self._from_lines(options["text"]) if options["text"] else self._from_rows(key)
        entries = [
            entry for code, entry in book.entries.items() if code in (options["codes"] or [code])
        ]
        families = book.families.values() if not options["codes"] else []
        report = check(entries, families, text)
        self._print(key, book, report)
        if report.findings:
            raise CommandError(f"{len(report.findings)} could not be confirmed.")

    def _current(self) -> str:
        current = selectors.current_edition()
        if current is None:
            raise CommandError("No edition is loaded; name one with --edition.")
        return current.key

    def _from_files(self, root: Path, key: str) -> Rulebook:
        files, refused = read_files(root)
        refused = refused or list(mistakes(files))
        for report in refused:
            self.stderr.write(f"  {report}")
        if refused:
            raise CommandError("The criteria cannot be read because of the lines above.")
        return rulebook_of(files, key)

    def _from_lines(self, path: Path) -> Text:
        reading = jsonl.read(path)
        if reading.mistakes:
            raise CommandError(f"{path.name}: {reading.mistakes[0][1]}")
        texts: dict[tuple[str, str], str] = {}
        for line in reading.lines:
            name = line.path, line.kind
            texts[name] = f"{texts[name]} ; {line.text}" if name in texts else line.text
        return texts

    def _from_rows(self, key: str) -> Text:
        edition = Edition.objects.filter(key=key, official=True).first()
        if edition is None:
            raise CommandError(f"No official text of {key} is loaded; name a file with --text.")
        return official_text(edition)

    def _print(self, key: str, book: Rulebook, report: Report) -> None:
        for one in report.findings:
            self.stdout.write(
                f"  {one.entry}: {one.reason.replace('_', ' ')} {one.path} {one.shown}"
            )
        self.stdout.write(
            f"Edition {key}: {len(book.entries)} entries, {report.leaves} criteria with numbers, "
            f"{report.confirmed} confirmed, {len(report.findings)} findings"
        )
