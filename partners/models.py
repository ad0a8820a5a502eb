"""Reference data: which countries and institutions take part, and what is known of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import FactTopic, InstitutionKind


class Loaded(models.Model):
    """A row that may come from a content file; `loaded` is the digest of its entry there, so
    that loading again leaves alone what was changed here since."""

    loaded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Country(Loaded):
    """A country by its ISO 3166-1 alpha-2 code. The code is the key everywhere."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    is_partner = models.BooleanField(_("partner country"), default=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    objects: models.Manager["Country"] = models.Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name


class Institution(Loaded):
    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=InstitutionKind.choices)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("country"),
        help_text=_("Empty for an institution from outside the partner countries."),
    )

    objects: models.Manager["Institution"] = models.Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name


class StatusFact(Loaded):
    """One statement about a country's system, with its source and date. Never hard-coded truth:
    it stays "to be confirmed by the country" until somebody ticks it."""

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="facts", verbose_name=_("country")
    )
    topic = models.CharField(_("topic"), max_length=20, choices=FactTopic.choices)
    text = models.TextField(_("statement"))
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), blank=True)
    as_of = models.DateField(_("as of"))
    confirmed = models.BooleanField(_("confirmed by the country"), default=False)

    objects: models.Manager["StatusFact"] = models.Manager()

    class Meta:
        ordering = ["country", "topic", "pk"]
        verbose_name = _("status fact")
        verbose_name_plural = _("status facts")

    def __str__(self) -> str:
        return f"{self.country_id} {self.get_topic_display()}"
