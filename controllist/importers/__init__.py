"""The shipped catalogue, official texts laid over it, and what stands outside the entries."""

from controllist.importers.catalogue import load_content
from controllist.importers.notes import NotesReport, import_notes, looks_like_notes
from controllist.importers.official import ImportReport, import_text

__all__ = [
    "ImportReport",
    "NotesReport",
    "import_notes",
    "import_text",
    "load_content",
    "looks_like_notes",
]
