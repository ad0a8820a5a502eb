from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JournalStep(models.Model):
    """One entry of an append-only journal. A concrete journal adds its `parent` and the unique
    constraints (parent, sequence) and (parent, idempotency_key).

    `slot` is what the step is about (a question, a stage): two windows on different slots do
    not disturb each other. `digest` is that of the body, so that the same key with another
    body is noticed.
    """

    sequence = models.PositiveIntegerField(_("number"))
    slot = models.PositiveIntegerField(_("slot"), default=0)
    kind = models.CharField(_("kind"), max_length=16)
    data = models.JSONField(_("what was sent"), default=dict)
    outcome = models.JSONField(_("outcome"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["sequence"]
