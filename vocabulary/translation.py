from modeltranslation.translator import TranslationOptions, register

from vocabulary.models import Objective, Source, Term, Topic


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "ru")


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "ru")


@register(Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "ru")


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("title", "definition", "html", "summary", "sort")
    required_languages = {"default": ("title", "definition")}
