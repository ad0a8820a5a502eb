from modeltranslation.translator import TranslationOptions, register

from exercises.models import ExerciseSet, Item


@register(Item)
class ItemTranslation(TranslationOptions):
    fields = ("title",)


@register(ExerciseSet)
class ExerciseSetTranslation(TranslationOptions):
    fields = ("title", "intro")
