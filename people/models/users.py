"""A person, what they may do, where they work and what they agreed to."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Country, Institution
from people.enums import Gender, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; the e-mail is kept in lower case so that it is unique in practice."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        user = self.create_user(email, password, is_superuser=True, **fields)
        RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    `public_id` stands in addresses; `actor` is the only identity the ledger knows, so that
    erasing a person never touches the ledger.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(_("given names in Latin letters"), max_length=80, blank=True)
    last_name = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    name_cyrillic = models.CharField(_("full name in Cyrillic letters"), max_length=160, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    gender = models.CharField(_("gender"), max_length=12, choices=Gender.choices, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("institution")
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo data"), default=False)
    letters_wanted = models.BooleanField(_("reminders by e-mail"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def name_latin(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def display_name(self) -> str:
        """The name in the person's own script where we know it."""
        if self.language == "ru" and self.name_cyrillic:
            return self.name_cyrillic
        return self.name_latin or self.name_cyrillic or self.email

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.first_name or self.display_name


class RoleGrant(models.Model):
    """A role somebody holds, where and from when to when. It is ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateTimeField(_("from"), default=timezone.now)
    ends = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: models.Manager["RoleGrant"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=["manager", "regional"]) | Q(country__isnull=False),
                name="people_manager_has_country",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "country"],
                condition=Q(ends__isnull=True, country__isnull=False),
                name="people_one_open_grant_a_country",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends__isnull=True, country__isnull=True),
                name="people_one_open_grant_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.country_id or ''}".strip()


class Membership(models.Model):
    """Where a person worked, from when to when: a change of institution keeps history."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateTimeField(_("from"), default=timezone.now)
    ends = models.DateTimeField(_("until"), null=True, blank=True)

    objects: models.Manager["Membership"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["starts", "pk"]


class Consent(models.Model):
    """Which privacy notice a person agreed to, and when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    notice = models.CharField(_("version of the notice"), max_length=20)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects: models.Manager["Consent"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
