"""Invitation codes: what lets a person in, and what the ministry already told us."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Country, Institution
from people.enums import Role
from people.models.groups import Group

# Thirty-two signs that nobody confuses on paper: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 12  # 60 bits


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))


class Invitation(models.Model):
    """A code with a country, perhaps an institution and a group, a number of uses and an end."""

    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.TRAINEE)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, verbose_name=_("country"))
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("institution")
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("group")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    uses_allowed = models.PositiveIntegerField(_("uses allowed"), default=1)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    expires = models.DateTimeField(_("valid until"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects: models.Manager["Invitation"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.country_id} {self.pk}"

    @property
    def printed(self) -> str:
        """The code as it stands on paper: `KZ-7Q4M-X2TP-9HJK`."""
        parts = [self.code[at : at + 4] for at in range(0, len(self.code), 4)]
        return "-".join([self.country_id, *parts])
