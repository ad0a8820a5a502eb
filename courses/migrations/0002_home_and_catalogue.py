"""The languages, the home page and the catalogue in each, and the site that shows them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

TITLES = {
    "en": ("STC Academy", "Courses"),
    "ru": ("STC Academy", "Курсы"),
}


def _step(number):
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return digits.rjust(4, "0")


def create(apps, schema_editor):
    locales = apps.get_model("wagtailcore", "Locale").objects
    pages = apps.get_model("wagtailcore", "Page").objects
    sites = apps.get_model("wagtailcore", "Site").objects
    homes = apps.get_model("courses", "HomePage").objects
    catalogues = apps.get_model("courses", "CatalogueIndexPage").objects
    types = apps.get_model("contenttypes", "ContentType").objects
    home_type, _ = types.get_or_create(app_label="courses", model="homepage")
    catalogue_type, _ = types.get_or_create(app_label="courses", model="catalogueindexpage")

    root = pages.get(depth=1)
    sites.filter(root_page__depth__gt=1).delete()
    pages.filter(depth=2, slug="home").delete()  # Wagtail's welcome page
    number = 0
    first = None
    for code, name in settings.LANGUAGES:
        locale, _ = locales.get_or_create(language_code=code)
        number += 1
        while pages.filter(path=root.path + _step(number)).exists():
            number += 1
        slug = "home" if code == settings.LANGUAGE_CODE else f"home-{code}"
        title, catalogue_title = TITLES.get(code, TITLES["en"])
        home = homes.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=root.path + _step(number),
            depth=2,
            numchild=1,
            url_path=f"/{slug}/",
            content_type=home_type,
            locale=locale,
            live=True,
            **({"translation_key": first[0].translation_key} if first else {}),
        )
        catalogue = catalogues.create(
            title=catalogue_title,
            draft_title=catalogue_title,
            slug="courses",
            path=home.path + _step(1),
            depth=3,
            numchild=0,
            url_path=f"/{slug}/courses/",
            content_type=catalogue_type,
            locale=locale,
            live=True,
            **({"translation_key": first[1].translation_key} if first else {}),
        )
        first = first or (home, catalogue)
    root.numchild = pages.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    sites.create(
        hostname=urlsplit(settings.SITE_URL).hostname or "localhost",
        port=80,
        root_page_id=first[0].pk,
        is_default_site=True,
        site_name="STC Academy",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0001_pages_and_progress"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearch", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
