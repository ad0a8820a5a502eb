from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    PRACTITIONER = "practitioner", _("Practitioner")


class FeedbackTime(models.TextChoices):
    EACH = "each", _("After each item")
    END = "end", _("At the end of the set")


class AttemptState(models.TextChoices):
    OPEN = "open", _("In progress")
    FINISHED = "finished", _("Finished")


class StepKind(models.TextChoices):
    STARTED = "started", _("Started")
    DRAFT = "draft", _("Draft saved")
    ANSWERED = "answered", _("Answered")
    FINISHED = "finished", _("Finished")
