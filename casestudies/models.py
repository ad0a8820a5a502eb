"""Cases, their frozen versions, and runs as append-only steps."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models.journal import JournalStep
from people.access import GuardedManager


class Case(models.Model):
    """What lists show of a case. How it plays lies in its versions."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    level = models.CharField(_("level"), max_length=16)
    minutes = models.PositiveIntegerField(_("minutes"))

    objects: models.Manager["Case"] = models.Manager()

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def object_key(self) -> str:
        return f"casestudies:case:{self.key}"


class CaseVersion(models.Model):
    """A specification as it stood: never changed, only followed by the next. It holds the expert's
    path and every feedback, so it is never sent as a whole."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    spec = models.JSONField(_("specification"))
    notes = models.JSONField(_("trainer's notes"), default=dict)
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    objects: models.Manager["CaseVersion"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a case")
        verbose_name_plural = _("versions of cases")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="casestudies_one_version")
        ]


class Run(models.Model):
    """One person's way through a case. It keeps the version it began with."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_runs"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="runs")
    country = models.CharField(_("country"), max_length=2, blank=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    note = models.TextField(_("note pad"), blank=True)
    note_saved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("run of a case")
        verbose_name_plural = _("runs of cases")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case"],
                condition=models.Q(finished_at__isnull=True),
                name="casestudies_one_open_run",
            )
        ]


class RunStep(JournalStep):
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")

    objects: models.Manager["RunStep"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta(JournalStep.Meta):
        verbose_name = _("step of a run")
        verbose_name_plural = _("steps of runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "sequence"], name="casestudies_step_order"),
            models.UniqueConstraint(
                fields=["run", "idempotency_key"], name="casestudies_step_once"
            ),
        ]
