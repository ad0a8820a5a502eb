"""Course pages for tests: a course with modules and lessons, in one language or both."""

from typing import Any

from wagtail.models import Locale

from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage

TEXT = "Compare **each** parameter with the line.\n\n## Thresholds\n\nA threshold decides."


def catalogue_page(language: str = "en") -> CatalogueIndexPage:
    page: CatalogueIndexPage = CatalogueIndexPage.objects.get(locale__language_code=language)
    return page


def _added(parent: Any, page: Any) -> Any:
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def course(slug: str = "start", *, language: str = "en", **fields: Any) -> CoursePage:
    values = {"title": slug.capitalize(), "summary": f"About {slug}", "open": True, "minutes": 45}
    page = CoursePage(slug=slug, **{**values, **fields})
    return _added(catalogue_page(language), page)


def module(parent: CoursePage, slug: str = "basics", **fields: Any) -> ModulePage:
    values = {"title": slug.capitalize(), "summary": f"About {slug}", "minutes": 20}
    return _added(parent, ModulePage(slug=slug, **{**values, **fields}))


def lesson(parent: ModulePage, slug: str = "one", *, text: str = TEXT, **fields: Any) -> LessonPage:
    values = {"title": slug.capitalize(), "summary": f"About {slug}", "minutes": 6}
    body = fields.pop("body", [("text", text)])
    return _added(parent, LessonPage(slug=slug, body=body, **{**values, **fields}))


def small_course(lessons: int = 2, *, slug: str = "start", **module_fields: Any) -> CoursePage:
    """An open course of one module with some lessons, in English."""
    parent = course(slug)
    basics = module(parent, **module_fields)
    for number in range(1, lessons + 1):
        lesson(basics, f"lesson-{number}")
    return parent


def translated(page: Any, language: str = "ru", **fields: Any) -> Any:
    """The page in another language, published."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)
