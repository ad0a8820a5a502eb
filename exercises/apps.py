from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExercisesConfig(AppConfig):
    name = "exercises"
    verbose_name = _("Exercises")

    def ready(self) -> None:
        from exercises import (
            receivers,  # noqa: F401
            selectors,
        )
        from exercises.models import Attempt, ItemVersion, Step
        from people import access, privacy
        from records.append_only import protect

        access.register(Attempt, country="country", owner="person", group="group")
        protect(Step)
        protect(ItemVersion)
        privacy.register("exercises", export=selectors.export, erase=selectors.nothing_to_erase)
