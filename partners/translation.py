from modeltranslation.translator import TranslationOptions, register

from partners.models import Country, Institution, StatusFact


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name", "short")


@register(StatusFact)
class StatusFactTranslation(TranslationOptions):
    fields = ("text",)
