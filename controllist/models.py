"""Editions of the control list, their entries and lines, and who cites what."""

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from controllist.enums import (
    CATEGORIES,
    GROUPS,
    NUCLEAR_ORIGIN,
    ORIGINS,
    PART_OF,
    Kind,
    PassageKind,
    Scheme,
    Touch,
)

# The place of a line that stands in no official text: after all that do.
UNPLACED = 1_000_000


class Edition(models.Model):
    key = models.CharField(_("date of the edition"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    acknowledgement = models.CharField(_("acknowledgement"), max_length=500)
    is_current = models.BooleanField(_("current"), default=False)
    official = models.BooleanField(_("official text is loaded"), default=False)
    imported_at = models.DateTimeField(_("text loaded"), null=True, blank=True)
    by_import = models.BooleanField(_("made by an import"), default=False, editable=False)

    objects: models.Manager["Edition"] = models.Manager()

    class Meta:
        ordering = ["-key"]
        verbose_name = _("list edition")
        verbose_name_plural = _("list editions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="controllist_one_current_edition",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("controllist:edition", args=[self.key])


class Entry(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    code = models.CharField(_("code"), max_length=5)
    category = models.CharField(_("category"), max_length=1)
    group = models.CharField(_("group"), max_length=1)
    origin = models.CharField(_("origin"), max_length=1)
    subject = models.CharField(_("subject"), max_length=200)
    as_found = models.BooleanField(_("heading as found, no subject of ours"), default=False)
    search = models.TextField(editable=False, blank=True)

    objects: models.Manager["Entry"] = models.Manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="controllist_entry_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"

    @property
    def category_title(self) -> str | Promise:
        return CATEGORIES[self.category]

    @property
    def group_title(self) -> str | Promise:
        return GROUPS[self.group]

    @property
    def origin_title(self) -> str | Promise:
        if self.category == "0" and self.origin == "0":
            return NUCLEAR_ORIGIN
        return ORIGINS.get(self.origin, "")


class Line(models.Model):
    """A paragraph of an entry. Official texts repeat a path: `ordinal` tells repeats apart.

    `text` is the official text where it is loaded; the caption is in our own words and stands
    in where it is not.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(_("code"), max_length=5)
    path = models.CharField(_("path"), max_length=40)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.PROVISION)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), default=0)
    position = models.PositiveIntegerField(_("place in the edition"), default=UNPLACED)
    imported = models.BooleanField(_("from an official text"), default=False)
    text = models.TextField(_("official text"), blank=True)
    text_ru = models.TextField(_("Russian text"), blank=True)
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    defect = models.CharField(_("doubt"), max_length=300, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects: models.Manager["Line"] = models.Manager()

    class Meta:
        ordering = ["position", "path", "kind", "ordinal"]
        verbose_name = _("list line")
        verbose_name_plural = _("list lines")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "path", "kind", "ordinal"], name="controllist_line_identity"
            )
        ]
        indexes = [
            models.Index(fields=["edition", "code", "position"], name="controllist_line_order")
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.kind})"

    @property
    def anchor(self) -> str:
        """Its place on the entry's page: the path, or a name of its own for notes and repeats."""
        if self.kind == Kind.PROVISION and self.ordinal == 0:
            return self.path
        return f"{self.path}-{self.kind}-{self.ordinal}"


class Passage(models.Model):
    """A definition, note, acronym or paragraph of an article: what stands outside the entries.

    `scope` says to which entries a note belongs: `2`, `2B`, `5 part 2`; empty for all. `about`
    names the categories that use a defined term, as the text does. `names` holds the search keys
    of the term and of its short forms, each between bars.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    anchor = models.CharField(_("anchor"), max_length=100)
    kind = models.CharField(_("kind"), max_length=26, choices=PassageKind)
    scope = models.CharField(_("scope"), max_length=12, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    term = models.CharField(_("term"), max_length=200, blank=True)
    term_ru = models.CharField(_("term in Russian"), max_length=200, blank=True)
    about = models.CharField(_("categories that use it"), max_length=80, blank=True)
    position = models.PositiveIntegerField(_("place in the edition"), default=0)
    text = models.TextField(_("official text"))
    text_ru = models.TextField(_("Russian text"), blank=True)
    names = models.TextField(editable=False, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects: models.Manager["Passage"] = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("definition or note")
        verbose_name_plural = _("definitions and notes")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "anchor"], name="controllist_passage_anchor_once"
            )
        ]
        indexes = [
            models.Index(fields=["edition", "kind", "position"], name="controllist_passage_order")
        ]

    def __str__(self) -> str:
        return self.term or " ".join(filter(None, (self.title, self.number)))

    @property
    def part(self) -> str:
        """The page it stands on."""
        return PART_OF[PassageKind(self.kind)]

    @property
    def heading(self) -> str:
        """The heading over passages of its kind and scope: `Notes to section 2B`."""
        category, _word, part = self.scope.partition(" part ")
        if part:
            words = {"category": category, "part": part}
            return gettext("Notes to category %(category)s, part %(part)s") % words
        if len(self.scope) == 2:
            return gettext("Notes to section %(section)s") % {"section": self.scope}
        if self.scope:
            return gettext("Notes to category %(category)s") % {"category": self.scope}
        if self.kind == PassageKind.GENERAL_NOTE:
            return gettext("General notes to the list")
        return self.title if self.kind == PassageKind.ARTICLE else str(PassageKind(self.kind).label)

    @property
    def language(self) -> str:
        """In which language the reader gets it: Russian where there is a Russian text."""
        return "ru" if self.text_ru and get_language() == "ru" else "en"

    @property
    def shown_text(self) -> str:
        return self.text_ru if self.language == "ru" else self.text

    @property
    def shown_number(self) -> str:
        """The number where the text does not begin with it."""
        return "" if self.text.startswith(self.number) else self.number

    @property
    def own_title(self) -> str:
        """The title without the category, which stands above it."""
        return self.title.rpartition(" — ")[2]


class Citation(models.Model):
    """Something in a room above stands on this path of this edition."""

    edition = models.CharField(_("list edition"), max_length=10)
    path = models.CharField(_("path"), max_length=40)
    cited_by = models.CharField(_("cited by"), max_length=200)
    room = models.CharField(_("room"), max_length=40)

    objects: models.Manager["Citation"] = models.Manager()

    class Meta:
        ordering = ["edition", "path", "cited_by"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["cited_by", "edition", "path"], name="controllist_citation_once"
            )
        ]
        indexes = [models.Index(fields=["edition", "path"], name="controllist_citation_path")]

    def __str__(self) -> str:
        return f"{self.cited_by} → {self.path}"


class CriteriaFile(models.Model):
    """A family or an entry of the executable criteria, or a template of datasheets, as its file in
    `content/` says."""

    class Sort(models.TextChoices):
        FAMILY = "family", _("family of items")
        ENTRY = "entry", _("entry")
        SHEET = "sheet", _("template of datasheets")

    sort = models.CharField(_("sort"), max_length=6, choices=Sort)
    key = models.CharField(_("key"), max_length=60)
    spec = models.JSONField(_("content"))
    hash = models.CharField(max_length=64)

    objects: models.Manager["CriteriaFile"] = models.Manager()

    class Meta:
        ordering = ["sort", "key"]
        verbose_name = _("file of criteria")
        verbose_name_plural = _("files of criteria")
        constraints = [
            models.UniqueConstraint(fields=["sort", "key"], name="controllist_one_criteria_file")
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.key}"


class Correlation(models.Model):
    """A code of a customs nomenclature or a national list that may hold goods of an entry.

    A candidate for a search, never a classification. `foreign` is normalised (digits alone for
    a customs code), `shown` as it was printed. `path` is a code of our list and need not stand in
    every edition: tables follow editions of their own.
    """

    scheme = models.CharField(_("nomenclature"), max_length=10, choices=Scheme)
    title = models.CharField(_("table"), max_length=200)
    country = models.ForeignKey(
        "partners.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    code = models.CharField(_("code"), max_length=5)
    path = models.CharField(_("path"), max_length=40)
    foreign = models.CharField(_("foreign code"), max_length=40)
    shown = models.CharField(_("foreign code as printed"), max_length=60)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    position = models.PositiveIntegerField(_("place in the table"), default=0)

    objects: models.Manager["Correlation"] = models.Manager()

    class Meta:
        ordering = ["title", "position"]
        verbose_name = _("correlation")
        verbose_name_plural = _("correlations")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "title", "country", "path", "foreign"],
                condition=models.Q(country__isnull=False),
                name="controllist_correlation_once",
            ),
            models.UniqueConstraint(
                fields=["scheme", "title", "path", "foreign"],
                condition=models.Q(country__isnull=True),
                name="controllist_correlation_once_everywhere",
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="controllist_correlation_code"),
            models.Index(fields=["foreign"], name="controllist_correlation_other"),
        ]

    def __str__(self) -> str:
        return f"{self.shown} → {self.path}"


class Alarm(models.Model):
    """Something cites a line whose text an import changed: an editor should look at it again.

    `cited_in` is the edition that is cited, `edition` the one whose import touched it: the same
    for a mended text, a later one for a new edition.
    """

    edition = models.CharField(_("list edition"), max_length=10)
    cited_in = models.CharField(_("cited edition"), max_length=10)
    cited_by = models.CharField(_("cited by"), max_length=200)
    room = models.CharField(_("room"), max_length=40)
    cited_path = models.CharField(_("cited path"), max_length=40)
    how = models.CharField(_("what happened"), max_length=8, choices=Touch)
    path = models.CharField(_("path"), max_length=40)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), default=0)
    old = models.TextField(_("text before"), blank=True)
    new = models.TextField(_("text now"), blank=True)
    raised_at = models.DateTimeField(_("raised"))
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects: models.Manager["Alarm"] = models.Manager()

    class Meta:
        ordering = ["-raised_at", "cited_by", "path", "pk"]
        verbose_name = _("citation of a changed line")
        verbose_name_plural = _("citations of changed lines")
        indexes = [models.Index(fields=["edition", "checked_at"], name="controllist_alarm_open")]

    def __str__(self) -> str:
        return f"{self.cited_by} → {self.path}"
