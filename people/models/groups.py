"""A group: a cohort, a class or a workshop's roster."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Country


class Group(models.Model):
    """People who learn together, with the trainers who see them while the group lasts."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="trained_groups", verbose_name=_("trainers")
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="GroupMember", related_name="learning_groups"
    )

    objects: models.Manager["Group"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["-starts", "title"]

    def __str__(self) -> str:
        return self.title


class GroupMember(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects: models.Manager["GroupMember"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group member")
        verbose_name_plural = _("group members")
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="people_one_seat_a_group")
        ]
