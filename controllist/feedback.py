"""What the places of the list are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controllist.enums import PassageKind

PART_TITLES: dict[str, str | Promise] = {
    "notes": gettext_lazy("General, category and section notes"),
    "definitions": gettext_lazy("Definitions of terms"),
    "acronyms": gettext_lazy("Acronyms and abbreviations"),
    "regulation": gettext_lazy("Articles of the Regulation"),
}
ABOUT_PARTS: dict[str, str | Promise] = {
    "notes": gettext_lazy("What holds for the whole list, for a category or for a section of it."),
    "definitions": gettext_lazy("Terms that stand in “double quotes” in the entries."),
    "acronyms": gettext_lazy("Short forms, written out."),
    "regulation": gettext_lazy("Legal definitions, and items that no entry names (catch-all)."),
}


def heading_of(kind: str, scope: str) -> str:
    """The heading over notes of one kind and scope."""
    if " part " in scope:
        category, _word, part = scope.partition(" part ")
        words = {"category": category, "part": part}
        return _("Notes to category %(category)s, part %(part)s") % words
    if len(scope) == 2:
        return _("Notes to section %(section)s") % {"section": scope}
    if scope:
        return _("Notes to category %(category)s") % {"category": scope}
    if kind == PassageKind.GENERAL_NOTE:
        return _("General notes to the list")
    return str(PassageKind(kind).label)
