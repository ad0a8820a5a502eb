"""The page tree: home > catalogue > course > module > lesson, once for each language.

A page and its translation have the same slug, the same translation key and the same stream
block ids. What a page looks like belongs to the views; what is costly to work out is compiled
when the page is saved.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from courses import registry
from courses.blocks import LessonBody, OutcomesBlock
from courses.blocks.choices import case_choices, set_choices

MINUTES = [MinValueValidator(1), MaxValueValidator(6000)]


class AcademyPage(Page):
    """What all our pages share. `compiled` and `content_hash` stay out of revisions: a page that
    is published from the CMS loses its hash, and thereby the loader knows that it was edited."""

    compiled = models.JSONField(default=dict, editable=False, serialize=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False, serialize=False)

    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("slug", False)]
    show_in_menus_default = False
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("Address and search engines"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The address below the home page, equal in all languages: `courses/<course>/…`."""
        return str(self.url_path).split("/", 2)[2].strip("/")

    @property
    def key(self) -> str:
        """What the ledger calls it: `<course>`, `<course>/<module>` or with the lesson."""
        return self.place.partition("/")[2]

    def address(self, language: str) -> str:
        return page_address(self.place, language)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return registry.show(self, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        request.is_preview = True  # type: ignore[attr-defined]
        return registry.show(self, request)


def page_address(place: str, language: str) -> str:
    return (
        f"{get_script_prefix()}{language}/{place}/"
        if place
        else f"{get_script_prefix()}{language}/"
    )


class HomePage(AcademyPage):
    """The start of the site in one language. It finds the pages below it by their whole address
    in one query, and falls back to the first language where a translation is missing."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["courses.CatalogueIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        found = self._page_at(self.url_path, path_components)
        if found:
            return RouteResult(found)
        try:
            return super().route(request, path_components)
        except Http404:
            untranslated = self._untranslated(path_components)
            if untranslated is None:
                raise
            return RouteResult(untranslated)

    def _page_at(self, root: str, components: list[str]) -> AcademyPage | None:
        if not 0 < len(components) < len(BY_DEPTH):
            return None
        url_path = root + "/".join(components) + "/"
        pages = BY_DEPTH[len(components)].objects.live().select_related("locale")
        page: AcademyPage | None = pages.filter(url_path=url_path).first()
        return page

    def _untranslated(self, components: list[str]) -> AcademyPage | None:
        """The page in the site's first language, where this one has no version of it."""
        first = HomePage.objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if first is None or first.pk == self.pk:
            return None
        return self._page_at(first.url_path, components) if components else first


class CatalogueIndexPage(AcademyPage):
    lead = models.TextField(_("lead"), max_length=600, blank=True)

    parent_page_types: ClassVar[list[str]] = ["courses.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")


class CoursePage(AcademyPage):
    summary = models.TextField(_("summary"), max_length=4000, help_text=_("Markdown"))
    audience = models.TextField(_("for whom"), max_length=1000, blank=True)
    outcomes = StreamField(
        OutcomesBlock(), blank=True, verbose_name=_("what people can do afterwards")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=MINUTES, default=60)
    open = models.BooleanField(
        _("open"),
        default=False,
        help_text=_("Open: everybody may read the lessons without an account, and enrol."),
    )

    parent_page_types: ClassVar[list[str]] = ["courses.CatalogueIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.ModulePage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("open")]),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class ModulePage(AcademyPage):
    summary = models.TextField(_("summary"), max_length=4000, help_text=_("Markdown"))
    objectives = models.TextField(
        _("objectives"), blank=True, help_text=_("Keys of objectives, one on each line")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=MINUTES, default=30)
    exercise_set = models.SlugField(_("exercise set"), max_length=100, blank=True)
    case = models.SlugField(_("case study"), max_length=100, blank=True)

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    override_translatable_fields: ClassVar[list[Any]] = [
        *AcademyPage.override_translatable_fields,
        SynchronizedField("objectives", False),
        SynchronizedField("exercise_set", False),
        SynchronizedField("case", False),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("minutes"),
        FieldRowPanel([FieldPanel("exercise_set"), FieldPanel("case")]),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def clean(self) -> None:
        super().clean()
        known = {"exercise_set": dict(set_choices()), "case": dict(case_choices())}
        wrong = {
            name: _("Nothing is called “%(key)s”.") % {"key": getattr(self, name)}
            for name, choices in known.items()
            if getattr(self, name) and getattr(self, name) not in choices
        }
        if wrong:
            raise ValidationError(wrong)


class LessonPage(AcademyPage):
    summary = models.CharField(_("summary"), max_length=500)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=MINUTES, default=8)
    objectives = models.TextField(
        _("objectives"), blank=True, help_text=_("Keys of objectives, one on each line")
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("Keys of sources, one on each line")
    )
    body = StreamField(LessonBody(), verbose_name=_("lesson"))

    parent_page_types: ClassVar[list[str]] = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar[list[Any]] = [
        *AcademyPage.override_translatable_fields,
        SynchronizedField("objectives", False),
        SynchronizedField("sources", False),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("objectives"), FieldPanel("sources")]),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


# The page type at each depth below the home page; the tree allows no other.
BY_DEPTH: tuple[type[AcademyPage], ...] = (
    HomePage,
    CatalogueIndexPage,
    CoursePage,
    ModulePage,
    LessonPage,
)


def keys_of(text: str) -> tuple[str, ...]:
    """The keys in a field that holds one on each line."""
    return tuple(dict.fromkeys(text.split()))
