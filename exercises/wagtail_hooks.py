"""Editors keep the bank in the CMS, both languages side by side. Saving an item publishes it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from exercises.forms import ItemForm
from exercises.models import Item
from exercises.services import publish


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    list_display = ["key", "title_en", "title_ru", "topic", "level", "minutes"]
    list_filter = ["topic", "level"]
    search_fields = ["key", "title_en", "title_ru"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_ru")]),
            FieldRowPanel([FieldPanel("key"), FieldPanel("level"), FieldPanel("minutes")]),
            FieldRowPanel([FieldPanel("topic"), FieldPanel("objective")]),
            FieldRowPanel([FieldPanel("edition"), FieldPanel("cites")]),
            FieldPanel("body"),
        ],
        base_form_class=ItemForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return Item.objects.select_related("topic")


register_snippet(ItemViewSet)


@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def publish_what_was_saved(request: HttpRequest, instance: Any) -> None:
    if not isinstance(instance, Item):
        return
    version, new = publish(item=instance)
    if new:
        text = _("Version %(number)s is published. Attempts that are open keep the one they began.")
        messages.info(request, text % {"number": version.number})
