"""The shipped catalogue and criteria, official texts laid over them, and what stands outside."""

from pathlib import Path

from controllist.importers.catalogue import load_catalogue
from controllist.importers.criteria import load_criteria
from controllist.importers.notes import NotesReport, import_notes, looks_like_notes
from controllist.importers.official import ImportReport, import_text
from vocabulary.reports import FileReport

__all__ = [
    "ImportReport",
    "NotesReport",
    "import_notes",
    "import_text",
    "load_content",
    "looks_like_notes",
]


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    """The list as it ships: editions, entries, captions; then the rules and the templates."""
    return [*load_catalogue(root, dry_run=dry_run), *load_criteria(root, dry_run=dry_run)]
