"""Schemes, awards, certificates.

A certificate row and its events are append-only and stand on their own: keys and snapshots,
no foreign keys to courses, countries or institutions, so nothing that is deleted elsewhere
can break its verification. Its state is derived from its events and the clock.
"""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.enums import AwardState, EventKind, Level
from people.access import GuardedManager


class Scheme(models.Model):
    """What a certificate stands for. What it asks for lies in its versions."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what was shown"), blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    track = models.CharField(_("track"), max_length=40, blank=True)

    objects: models.Manager["Scheme"] = models.Manager()

    class Meta:
        verbose_name = _("certification scheme")
        verbose_name_plural = _("certification schemes")
        ordering = ["level", "key"]

    def __str__(self) -> str:
        return self.title


class SchemeVersion(models.Model):
    """Requirements as they stood: never changed, only followed by the next version."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    requirements = models.JSONField(_("requirements"))
    validity_months = models.PositiveIntegerField(_("valid for, months"))
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    objects: models.Manager["SchemeVersion"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="certification_one_version")
        ]


class Award(models.Model):
    """A person has met a scheme's requirements; the certificate follows once the name is
    confirmed. `evidence` freezes the ledger lines (by source) that ticked each requirement.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards"
    )
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="awards")
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AwardState.choices, default=AwardState.EARNED
    )
    evidence = models.JSONField(_("evidence"), default=list)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    name_cyrillic = models.CharField(_("name in Cyrillic letters"), max_length=200, blank=True)
    earned_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-earned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="certification_one_award_a_version"
            )
        ]


def new_token() -> str:
    """The address of the public proof: 144 random bits."""
    return secrets.token_urlsafe(18)


class NumberSeries(models.Model):
    """The last number given in a year. The row is the lock under which the next is given."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects: models.Manager["NumberSeries"] = models.Manager()


class Certificate(models.Model):
    number = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    version = models.PositiveIntegerField(_("version of the certificate"), default=1)
    actor = models.UUIDField(db_index=True)
    scheme_key = models.CharField(max_length=80)
    scheme_hash = models.CharField(max_length=64)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    title_en = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    summary_en = models.TextField(blank=True)
    summary_ru = models.TextField(blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200)
    name_cyrillic = models.CharField(_("name in Cyrillic letters"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    institution = models.CharField(max_length=80, blank=True)
    evidence = models.JSONField(default=list)
    is_demo = models.BooleanField(_("demo data"), default=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    valid_until = models.DateField(_("valid until"))

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            # The second lock against a double: the job may run twice, the row may not.
            models.UniqueConstraint(
                fields=["award", "version"], name="certification_one_certificate_a_version"
            )
        ]

    def __str__(self) -> str:
        return self.number


class CertificateEvent(models.Model):
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    author = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects: models.Manager["CertificateEvent"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event of a certificate")
        verbose_name_plural = _("events of certificates")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind"], name="certification_event_happens_once"
            )
        ]
