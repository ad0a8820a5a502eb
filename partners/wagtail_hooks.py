"""Editors keep countries, institutions and status facts in the CMS, both languages at once."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from partners.models import Country, Institution, StatusFact


class CountryViewSet(SnippetViewSet):
    model = Country
    icon = "site"
    list_display = ["code", "name_en", "name_ru", "is_partner"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("time_zone"), FieldPanel("is_partner")]),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
    ]


class InstitutionViewSet(SnippetViewSet):
    model = Institution
    icon = "group"
    list_display = ["key", "name_en", "kind", "country"]
    list_filter = ["kind", "country"]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
        FieldRowPanel([FieldPanel("short_en"), FieldPanel("short_ru")]),
    ]


class StatusFactViewSet(SnippetViewSet):
    model = StatusFact
    icon = "list-ul"
    list_display = ["country", "topic", "as_of", "confirmed"]
    list_filter = ["country", "topic", "confirmed"]
    panels = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("topic")]),
        FieldPanel("text_en"),
        FieldPanel("text_ru"),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("confirmed")]),
    ]


class PartnersGroup(SnippetViewSetGroup):
    menu_label = "Partners"
    menu_icon = "site"
    items = (CountryViewSet, InstitutionViewSet, StatusFactViewSet)


register_snippet(PartnersGroup)
