from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControllistConfig(AppConfig):
    name = "controllist"
    verbose_name = _("Control list")

    def ready(self) -> None:
        from controllist import receivers  # noqa: F401
