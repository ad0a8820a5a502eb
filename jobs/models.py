from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.enums import State


class Job(models.Model):
    """Work asked for in the same transaction as the change that needs it (the outbox).

    `attempts` is also the fencing number: only the run that holds the current number may
    write the job's end, so a slow worker whose lease was taken over changes nothing.
    """

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    owner = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField(default=timezone.now)
    rung_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="jobs_open",
            ),
            models.Index(fields=["state", "finished_at"], name="jobs_ended"),
            models.Index(fields=["kind", "subject"], name="jobs_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class Heartbeat(models.Model):
    """A sign of life: when the process called `name` last did its work."""

    WORKER = "worker"

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
