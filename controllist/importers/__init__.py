"""The shipped catalogue, and official texts laid over it."""

from controllist.importers.catalogue import load_content
from controllist.importers.official import ImportReport, import_text

__all__ = ["ImportReport", "import_text", "load_content"]
