"""Pages of the control list."""

from controllist.views.browse import find, index
from controllist.views.compare import choose_editions, compare_editions, compare_entries
from controllist.views.notes import notes, notes_part
from controllist.views.reading import entry, to_path
from controllist.views.workbench import workbench

__all__ = [
    "choose_editions",
    "compare_editions",
    "compare_entries",
    "entry",
    "find",
    "index",
    "notes",
    "notes_part",
    "to_path",
    "workbench",
]
