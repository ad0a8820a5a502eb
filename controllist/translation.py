from modeltranslation.translator import TranslationOptions, register

from controllist.models import Edition, Entry, Line


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("title", "source", "acknowledgement")


@register(Entry)
class EntryTranslation(TranslationOptions):
    fields = ("subject",)


@register(Line)
class LineTranslation(TranslationOptions):
    fields = ("caption",)
