from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    PRACTITIONER = "practitioner", _("Practitioner")
    TRAINER = "trainer", _("Trainer")


class AwardState(models.TextChoices):
    EARNED = "earned", _("Earned: the name is to be confirmed")
    CONFIRMED = "confirmed", _("Being prepared")
    ISSUED = "issued", _("Issued")


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced by a corrected certificate")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")
