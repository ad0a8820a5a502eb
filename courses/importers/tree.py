"""The pages every installation has: home and catalogue in each language, and the site."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from courses.models import CatalogueIndexPage, HomePage
from courses.models.pages import AcademyPage

CATALOGUE_TITLES = {"en": "Courses", "ru": "Курсы"}


def ensure_tree() -> None:
    """Make what is missing. A fresh database has it from its migrations."""
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=_locale(settings.LANGUAGE_CODE))
    )
    first: HomePage | None = None
    catalogue: CatalogueIndexPage | None = None
    for code, _name in settings.LANGUAGES:
        locale = _locale(code)
        slug = "home" if code == settings.LANGUAGE_CODE else f"home-{code}"
        home = HomePage.objects.filter(locale=locale).first() or _add(
            root, HomePage(title="STC Academy", slug=slug, locale=locale), first
        )
        pages = CatalogueIndexPage.objects.filter(locale=locale)
        title = CATALOGUE_TITLES.get(code, CATALOGUE_TITLES["en"])
        found = pages.first() or _add(
            home, CatalogueIndexPage(title=title, slug="courses", locale=locale), catalogue
        )
        first, catalogue = first or home, catalogue or found
    if not Site.objects.filter(is_default_site=True).exists():
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        Site.objects.create(
            hostname=host, root_page=first, is_default_site=True, site_name="STC Academy"
        )


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _add(parent: Page, page: AcademyPage, source: AcademyPage | None) -> AcademyPage:
    if source:
        page.translation_key = source.translation_key
    parent.add_child(instance=page)
    return page
