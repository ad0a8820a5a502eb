from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from vocabulary.models import Term
        from vocabulary.receivers import derive_term

        pre_save.connect(derive_term, sender=Term, dispatch_uid="vocabulary.derive_term")
