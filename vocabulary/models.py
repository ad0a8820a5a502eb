"""Words the whole curriculum shares. A key is the identity; texts may be reworded freely."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vocabulary.registry import markdown


class Source(models.Model):
    """A law article or document that texts stand on, as it was on a date."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    reference = models.CharField(_("reference"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"))

    objects: models.Manager["Source"] = models.Manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)

    objects: models.Manager["Topic"] = models.Manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What a lesson teaches and an item tests."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="objectives", verbose_name=_("topic")
    )

    objects: models.Manager["Objective"] = models.Manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A glossary entry. What stands below `source` is worked out from the texts at every save."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("term"), max_length=200)
    definition = models.TextField(_("definition"), help_text=_("Markdown"))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("source"),
    )
    html = models.TextField(editable=False, blank=True)
    summary = models.TextField(editable=False, blank=True)
    sort = models.CharField(max_length=200, editable=False, blank=True, db_index=True)
    search_title = models.TextField(editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    objects: models.Manager["Term"] = models.Manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vocabulary:term", args=[self.key])

    def clean(self) -> None:
        for language, _name in settings.LANGUAGES:
            try:
                markdown(getattr(self, f"definition_{language}") or "")
            except ValueError as error:
                raise ValidationError(
                    {
                        f"definition_{language}": _(
                            "This text is too long or too intricate to be shown. Shorten it."
                        )
                    }
                ) from error
