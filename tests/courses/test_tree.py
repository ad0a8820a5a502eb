import pytest
from wagtail.models import Locale, Page, Site

from courses.models import CatalogueIndexPage, HomePage

pytestmark = pytest.mark.django_db


def test_a_fresh_installation_has_home_and_catalogue_in_both_languages() -> None:
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "ru"}
    assert list(Page.objects.filter(depth__gt=1).values_list("url_path", "title", "live")) == [
        ("/home/", "STC Academy", True),
        ("/home/courses/", "Courses", True),
        ("/home-ru/", "STC Academy", True),
        ("/home-ru/courses/", "Курсы", True),
    ]
    for model in (HomePage, CatalogueIndexPage):
        assert len(set(model.objects.values_list("translation_key", flat=True))) == 1


def test_the_default_site_starts_at_the_home_page() -> None:
    site = Site.objects.get()
    assert site.is_default_site
    assert isinstance(site.root_page.specific, HomePage)


def test_the_tree_is_sound() -> None:
    problems = Page.find_problems()
    assert all(not found for found in problems)
