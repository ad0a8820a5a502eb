from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import (
            access,
            privacy,
            receivers,  # noqa: F401
            tasks,  # noqa: F401  (registers the handler)
        )

        access.register_own_models()
        privacy.register("people", export=privacy.export_account, erase=privacy.erase_account)
