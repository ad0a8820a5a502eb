"""The learner ledger: one append-only line for everything that was learned, shown or taken back.

No personal data: a person is an `actor` UUID, which only `people` can lead back to a name.
Country and institution are a snapshot of where the person stood when the line was written,
so figures of the past do not move when somebody does.
"""

from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.access import GuardedManager
from records.verbs import LedgerVerb


class Record(models.Model):
    actor = models.UUIDField(_("person"), db_index=True)
    verb = models.CharField(_("verb"), max_length=16, choices=LedgerVerb.choices)
    object_key = models.CharField(_("object"), max_length=200)
    version_hash = models.CharField(_("version"), max_length=64, blank=True)
    score = models.DecimalField(
        _("score"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("From 0 to 1."),
    )
    success = models.BooleanField(_("passed"), null=True, blank=True)
    completion = models.BooleanField(_("completed"), null=True, blank=True)
    duration = models.DurationField(_("duration"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    institution = models.CharField(_("institution"), max_length=80, blank=True)
    context = models.CharField(_("within"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    edition = models.CharField(_("control list edition"), max_length=10, blank=True)
    source = models.CharField(
        _("source"),
        max_length=200,
        unique=True,
        help_text=_("Writing the same source twice is writing it once."),
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    author = models.UUIDField(_("author"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, db_index=True)

    objects = GuardedManager()
    # The CMS keeps an index of what refers to its pages; nothing here does, and every answer
    # would pay for it. The same line stands in the other rooms' rows of people and learning.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        ordering = ["recorded_at", "pk"]
        indexes = [
            models.Index(fields=["country", "verb", "recorded_at"], name="records_by_country"),
            models.Index(fields=["actor", "object_key", "verb"], name="records_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True)
                | models.Q(score__gte=Decimal(0), score__lte=Decimal(1)),
                name="records_score_from_0_to_1",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_key}"
