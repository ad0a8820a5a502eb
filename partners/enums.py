from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    LICENSING = "licensing", _("Licensing authority")
    CUSTOMS = "customs", _("Customs")
    BORDER_GUARD = "border_guard", _("Border guard")
    INVESTIGATION = "investigation", _("Investigation")
    PROSECUTION = "prosecution", _("Prosecution")
    TECHNICAL = "technical", _("Technical agency")
    ACADEMIA = "academia", _("University or research")
    INDUSTRY = "industry", _("Industry")
    IMPLEMENTER = "implementer", _("Implementing institution")
    DONOR = "donor", _("Donor")


class FactTopic(models.TextChoices):
    LAW = "law", _("Law")
    LIST = "list", _("Control list")
    AUTHORITY = "authority", _("Authority")
    UNSCR1540 = "unscr1540", _("Resolution 1540")
    OTHER = "other", _("Other")
