"""The bank: items as authors write them, and their frozen versions as people take them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from exercises.blocks import ItemBody
from exercises.enums import FeedbackTime, Level
from vocabulary.models import Objective, Topic


class Item(models.Model):
    """A question in the bank. What trainees see is its newest version, never this row."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, verbose_name=_("topic"))
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("objective")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=3)
    edition = models.CharField(_("control list edition"), max_length=10, blank=True)
    cites = models.JSONField(_("list paths it stands on"), default=list, blank=True)
    body = StreamField(ItemBody(), verbose_name=_("body"))

    objects: models.Manager["Item"] = models.Manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def object_key(self) -> str:
        return f"exercises:item:{self.key}"


class ItemVersion(models.Model):
    """An item as it was published: `public` may be shown, `private` holds key and feedback.

    Never changed (the database refuses); `hash` is the SHA-256 of both parts.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    public = models.JSONField(_("public part"))
    private = models.JSONField(_("answer key and feedback"))
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    objects: models.Manager["ItemVersion"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of an item")
        verbose_name_plural = _("versions of items")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="exercises_one_item_version")
        ]


class ExerciseSet(models.Model):
    """Items to be taken together, in this order."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("introduction"), blank=True)
    pass_mark = models.CharField(
        _("pass mark"), max_length=10, default="7/10", help_text=_("A fraction such as 7/10")
    )
    feedback = models.CharField(
        _("feedback"), max_length=4, choices=FeedbackTime.choices, default=FeedbackTime.EACH
    )
    shuffle_options = models.BooleanField(_("options in another order each time"), default=True)
    items = models.ManyToManyField(Item, through="SetSlot", related_name="sets")

    objects: models.Manager["ExerciseSet"] = models.Manager()

    class Meta:
        verbose_name = _("exercise set")
        verbose_name_plural = _("exercise sets")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def object_key(self) -> str:
        return f"exercises:set:{self.key}"


class SetSlot(models.Model):
    exercise_set = models.ForeignKey(ExerciseSet, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("position"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="slots")

    objects: models.Manager["SetSlot"] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("place in a set")
        verbose_name_plural = _("places in sets")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise_set", "position"], name="exercises_one_item_a_place"
            )
        ]
