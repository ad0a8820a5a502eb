from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    PROVISION = "provision", pgettext_lazy("control list", "Provision")
    NOTE = "note", pgettext_lazy("control list", "Note")
    TECHNICAL_NOTE = "technical_note", pgettext_lazy("control list", "Technical note")
    NB = "nb", pgettext_lazy("control list", "N.B.")


class PassageKind(models.TextChoices):
    """What stands outside the entries, in the order in which it is shown."""

    GENERAL_NOTE = "general_note", _("General note")
    NUCLEAR_TECHNOLOGY_NOTE = "nuclear_technology_note", _("Nuclear Technology Note")
    NUCLEAR_SOFTWARE_NOTE = "nuclear_software_note", _("Nuclear Software Note")
    GENERAL_TECHNOLOGY_NOTE = "general_technology_note", _("General Technology Note")
    GENERAL_SOFTWARE_NOTE = "general_software_note", _("General Software Note")
    INFORMATION_SECURITY_NOTE = (
        "information_security_note",
        _("General “Information Security” Note"),
    )
    CATEGORY_NOTE = "category_note", _("Note to a category")
    SECTION_NOTE = "section_note", _("Note to a section")
    DEFINITION = "definition", _("Definition")
    LEGAL_DEFINITION = "legal_definition", _("Definition in the Regulation")
    ACRONYM = "acronym", _("Acronym")
    ARTICLE = "article", _("Article")


# The pages on which passages stand, and what each holds.
PARTS: dict[str, tuple[PassageKind, ...]] = {
    "notes": (
        PassageKind.GENERAL_NOTE,
        PassageKind.NUCLEAR_TECHNOLOGY_NOTE,
        PassageKind.NUCLEAR_SOFTWARE_NOTE,
        PassageKind.GENERAL_TECHNOLOGY_NOTE,
        PassageKind.GENERAL_SOFTWARE_NOTE,
        PassageKind.INFORMATION_SECURITY_NOTE,
        PassageKind.CATEGORY_NOTE,
        PassageKind.SECTION_NOTE,
    ),
    "definitions": (PassageKind.DEFINITION,),
    "acronyms": (PassageKind.ACRONYM,),
    "regulation": (PassageKind.LEGAL_DEFINITION, PassageKind.ARTICLE),
}
PART_OF = {kind: part for part, kinds in PARTS.items() for kind in kinds}
PART_TITLES = {
    "notes": _("General, category and section notes"),
    "definitions": _("Definitions of terms"),
    "acronyms": _("Acronyms and abbreviations"),
    "regulation": _("Articles of the Regulation"),
}
ABOUT_PARTS = {
    "notes": _("What holds for the whole list, for a category or for a section of it."),
    "definitions": _("Terms that stand in “double quotes” in the entries."),
    "acronyms": _("Short forms, written out."),
    "regulation": _("Legal definitions, and items that no entry names (catch-all)."),
}

CATEGORIES = {
    "0": _("Nuclear materials, facilities and equipment"),
    "1": _("Special materials and related equipment"),
    "2": _("Materials processing"),
    "3": _("Electronics"),
    "4": _("Computers"),
    "5": _("Telecommunications and “information security”"),
    "6": _("Sensors and lasers"),
    "7": _("Navigation and avionics"),
    "8": _("Marine"),
    "9": _("Aerospace and propulsion"),
}

GROUPS = {
    "A": _("Systems, equipment and components"),
    "B": _("Test, inspection and production equipment"),
    "C": _("Materials"),
    "D": _("Software"),
    "E": _("Technology"),
}

ORIGINS = {
    "0": _("Wassenaar Arrangement"),
    "1": _("Missile Technology Control Regime"),
    "2": _("Nuclear Suppliers Group, dual-use list"),
    "3": _("Australia Group"),
    "4": _("Chemical Weapons Convention"),
    "5": _("Adopted outside the regimes"),
}
NUCLEAR_ORIGIN = _("Nuclear Suppliers Group, trigger list")


class Scheme(models.TextChoices):
    """Whose code it is that a table sets beside the entries."""

    HS = "hs", _("Harmonized System")
    CN = "cn", _("Combined Nomenclature of the EU")
    TNVED = "tnved", _("TN VED")
    NATIONAL = "national", _("National control list")


class Touch(models.TextChoices):
    """What an import did to a line that something cites."""

    CHANGED = "changed", pgettext_lazy("control list", "Text changed")
    ADDED = "added", pgettext_lazy("control list", "Line added")
    REMOVED = "removed", pgettext_lazy("control list", "Line removed")
    MOVED = "moved", pgettext_lazy("control list", "Line moved")
    MISSING = "missing", pgettext_lazy("control list", "No such line")
