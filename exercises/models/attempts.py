"""An attempt is an append-only row of steps; what it came to is derived from them."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.enums import AttemptState
from exercises.models.bank import ExerciseSet
from exercises.models.journal import JournalStep
from people.access import GuardedManager


def new_seed() -> str:
    return secrets.token_hex(16)


class Attempt(models.Model):
    """One person's way through a set. `versions` pins the item versions, slot by slot, so that an
    edit of an item never touches an attempt that runs or ran."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts"
    )
    exercise_set = models.ForeignKey(
        ExerciseSet, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("set")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    seed = models.CharField(max_length=32, default=new_seed)
    versions = models.JSONField(_("versions"))
    state = models.CharField(
        _("state"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "exercise_set"],
                condition=models.Q(state=AttemptState.OPEN),
                name="exercises_one_open_attempt",
            )
        ]


class Step(JournalStep):
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="steps")

    objects: models.Manager["Step"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta(JournalStep.Meta):
        verbose_name = _("step of an attempt")
        verbose_name_plural = _("steps of attempts")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "sequence"], name="exercises_step_order"),
            models.UniqueConstraint(
                fields=["attempt", "idempotency_key"], name="exercises_step_once"
            ),
        ]
