from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TRAINEE = "trainee", _("Trainee")
    TRAINER = "trainer", _("Trainer")
    MANAGER = "manager", _("Programme manager")
    REGIONAL = "regional", _("Regional programme manager")
    DONOR = "donor", _("Donor")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    ADMINISTRATOR = "administrator", _("Administrator")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("In another way")
    UNDISCLOSED = "undisclosed", _("Prefer not to say")


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent: the account is closed or has unsubscribed")
