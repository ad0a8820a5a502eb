"""Letters: every mail the platform writes by itself, once each, in the person's language."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import LetterState


class Letter(models.Model):
    """`key` makes it unique: writing the same letter twice is writing it once. `context` holds
    keys and numbers for the template, never another person's data."""

    key = models.CharField(max_length=200, unique=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters"
    )
    template = models.CharField(_("template"), max_length=80)
    context = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects: models.Manager["Letter"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
