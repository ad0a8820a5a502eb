"""A line of a roster that waits for its person: what was typed, and nothing else."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Country, Institution
from people.models.groups import Group


class InvitedPerson(models.Model):
    """Whether there is an account with the address stands nowhere here, so that nobody can read
    it from here: somebody with an account elsewhere and somebody unknown are the same row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invited")
    email = models.EmailField(_("e-mail"))
    first_name = models.CharField(_("given names in Latin letters"), max_length=80, blank=True)
    last_name = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    name_cyrillic = models.CharField(_("full name in Cyrillic letters"), max_length=160, blank=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, verbose_name=_("country"))
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("institution")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires = models.DateTimeField(_("valid until"))
    letter_sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    objects: models.Manager["InvitedPerson"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invited person")
        verbose_name_plural = _("invited people")
        ordering = ["last_name", "first_name", "email", "pk"]
        constraints = [
            # A country does not learn whom another country of the group has invited.
            models.UniqueConstraint(
                fields=["group", "country", "email"], name="people_invited_once_a_country"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="people_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.expires > timezone.now()

    @property
    def typed_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.name_cyrillic
