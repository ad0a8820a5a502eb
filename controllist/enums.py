from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    PROVISION = "provision", pgettext_lazy("control list", "Provision")
    NOTE = "note", pgettext_lazy("control list", "Note")
    TECHNICAL_NOTE = "technical_note", pgettext_lazy("control list", "Technical note")
    NB = "nb", pgettext_lazy("control list", "N.B.")


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
