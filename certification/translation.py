from modeltranslation.translator import TranslationOptions, register

from certification.models import Scheme


@register(Scheme)
class SchemeTranslation(TranslationOptions):
    fields = ("title", "summary")
