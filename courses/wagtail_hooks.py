"""What editors are told when they save a page: what the compiler found, and what is missing in
the other language."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from courses.compile import compile_page
from courses.feedback import warning_texts
from courses.models.pages import AcademyPage

MAX_SHOWN = 8


def say_what_is_wrong(request: HttpRequest, page: Page) -> None:
    if not isinstance(page, AcademyPage):
        return
    texts = warning_texts(compile_page(page).get("warnings", []))
    for text in texts[:MAX_SHOWN]:
        messages.warning(request, text)
    if len(texts) > MAX_SHOWN:
        more = len(texts) - MAX_SHOWN
        messages.warning(request, _("and %(number)s more") % {"number": more})


def say_what_is_not_translated(request: HttpRequest, page: Page) -> None:
    if not isinstance(page, AcademyPage) or page.get_translations().live().exists():
        return
    messages.info(request, _("Not published in the other language yet: readers see a note."))


hooks.register("after_create_page", say_what_is_wrong)
hooks.register("after_edit_page", say_what_is_wrong)
hooks.register("after_publish_page", say_what_is_not_translated)
