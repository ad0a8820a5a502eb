from modeltranslation.translator import TranslationOptions, register

from casestudies.models import Case


@register(Case)
class CaseTranslation(TranslationOptions):
    fields = ("title", "summary")
