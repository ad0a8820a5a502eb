"""Editors keep terms, topics, objectives and sources in the CMS, both languages at once."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from vocabulary.models import Objective, Source, Term, Topic

TITLES = FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_ru")])


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    list_display = ["key", "title_en", "title_ru", "source"]
    search_fields = ["key", "title_en", "title_ru"]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("source")]),
        TITLES,
        FieldRowPanel([FieldPanel("definition_en"), FieldPanel("definition_ru")]),
    ]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["key", "title_en", "title_ru"]
    panels = [FieldPanel("key"), TITLES]


class ObjectiveViewSet(SnippetViewSet):
    model = Objective
    icon = "tick"
    list_display = ["key", "title_en", "title_ru", "topic"]
    list_filter = ["topic"]
    panels = [FieldRowPanel([FieldPanel("key"), FieldPanel("topic")]), TITLES]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "doc-full"
    list_display = ["key", "title_en", "title_ru", "as_of"]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("as_of")]),
        TITLES,
        FieldPanel("reference"),
        FieldPanel("url"),
    ]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabulary")
    menu_icon = "openquote"
    items = (TermViewSet, TopicViewSet, ObjectiveViewSet, SourceViewSet)


register_snippet(VocabularyGroup)
