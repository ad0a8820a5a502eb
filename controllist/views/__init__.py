"""Pages of the control list."""

from controllist.views.browse import find, index
from controllist.views.reading import entry, to_path

__all__ = ["entry", "find", "index", "to_path"]
