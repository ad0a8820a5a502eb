"""Lay the official text of an edition over the catalogue; load its definitions and notes."""

from argparse import ArgumentParser
from typing import Any

from controllist.importers import ImportReport, NotesReport, import_notes, looks_like_notes
from controllist.importers.detecting import TEXT_FORMS
from controllist.importers.newcomers import NewEdition, new_edition
from controllist.importers.official import import_text
from controllist.importers.reading import Mistake, Progress
from controllist.management.importing import SHOWN, ImportCommand

TEXTS = (
    *("title_en", "title_ru", "source_en", "source_ru"),
    *("acknowledgement_en", "acknowledgement_ru"),
)


class Command(ImportCommand):
    help = (
        "Import the text of a control list edition (lines of JSON, HTML, Formex): all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", required=True, help="its date, such as 2025-11-15")
        parser.add_argument(
            "--form", choices=TEXT_FORMS, default="", help="told by the first bytes otherwise"
        )
        parser.add_argument(
            "--notes",
            action="store_true",
            help="the file holds what stands outside the entries (definitions, notes, articles); "
            "told by its first line, if it is whole",
        )
        opening = parser.add_argument_group("a new edition")
        opening.add_argument(
            "--new-edition", action="store_true", help="open an edition of this date"
        )
        opening.add_argument("--make-current", action="store_true", help="and show it first")
        for name in TEXTS:
            opening.add_argument(f"--{name.replace('_', '-')}", default="", metavar="TEXT")

    def load(self, options: dict[str, Any], progress: Progress | None) -> Any:
        file, edition, dry_run = options["file"], options["edition"], options["dry_run"]
        if options["notes"] or (not options["form"] and looks_like_notes(file)):
            return import_notes(file, edition=edition, dry_run=dry_run)
        return import_text(
            file,
            edition=edition,
            form=options["form"],
            new=self._new(options),
            dry_run=dry_run,
            progress=progress,
        )

    def _new(self, options: dict[str, Any]) -> NewEdition | None:
        texts = {name: options[name] for name in TEXTS}
        if options["new_edition"]:
            current = options["make_current"]
            return new_edition(options["edition"], texts=texts, make_current=current)
        if options["make_current"] or any(texts.values()):
            raise Mistake("Titles and --make-current are for an edition that --new-edition opens.")
        return None

    def tell(self, report: Any, *, details: bool) -> None:
        if isinstance(report, NotesReport):
            self._tell_notes(report, details=details)
        else:
            self._tell_text(report, details=details)

    def _tell_notes(self, report: NotesReport, *, details: bool) -> None:
        pieces = sum(row.pieces for row in report.found)
        self.stdout.write(
            f"Edition {report.edition}: {len(report.found)} lines, {pieces} definitions, notes and "
            f"paragraphs; {self.counts(report.tally)}"
        )
        for row in report.found if details else ():
            self.stdout.write(f"    line {row.line}: {row.pieces} × {row.kind}: {row.title}")

    def _tell_text(self, report: ImportReport, *, details: bool) -> None:
        opened = "opened, " if report.opened else ""
        self.stdout.write(
            f"Edition {report.edition}: {opened}{report.entries} entries, {report.lines} lines; "
            f"{self.counts(report.tally)}"
        )
        repeated, defects = report.repeated, [f"{path}: {why}" for path, why in report.defects]
        for what, found in (
            ("paths stand more than once; each repeat has its own number", repeated),
            ("lines are marked doubtful", defects),
            ("captions of ours have no line in this text", report.unknown_captions),
            ("entries have no subject of ours: their heading stands in", report.as_found),
        ):
            self.say_list(what, found, details=details)
        if report.outside:
            self.stdout.write(
                f"  {report.outside} paragraphs outside the entries (definitions, notes): left out"
            )
        if report.stale_russian:
            self.stdout.write(
                f"  {report.stale_russian} Russian texts stand beside a line that has changed"
            )
        self._tell_citing(report)
        self._tell_criteria(report, details=details)

    def _tell_criteria(self, report: ImportReport, *, details: bool) -> None:
        """The executable criteria held against what was imported: paths and numbers."""
        if report.criteria is None:
            return
        edition, checked = report.criteria
        found = [f"{one.entry} {one.path} {one.shown}".strip() for one in checked.findings]
        self.stdout.write(
            f"  criteria of {edition}: {checked.confirmed} of {checked.leaves} figures confirmed"
        )
        self.say_list("criteria could not be confirmed in this text", found, details=details)

    def _tell_citing(self, report: ImportReport) -> None:
        if not report.citing:
            return
        other = f", compared with {report.compared_with}" if report.compared_with else ""
        shown = "; ".join(report.citing[:SHOWN])
        rest = len(report.citing) - SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        self.stdout.write(
            f"  {len(report.citing)} items cite changed lines{other}: {shown}{more}. "
            "Editors find them under Reports."
        )
