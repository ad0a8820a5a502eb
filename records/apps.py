from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from people import access, privacy
        from records.append_only import install_after_migrate, protect
        from records.models import Record
        from records.selectors import export, nothing_to_erase

        access.register(Record, country="country", owner="actor", group="group")
        protect(Record)
        privacy.register("records", export=export, erase=nothing_to_erase)
        post_migrate.connect(install_after_migrate, dispatch_uid="records.append_only")
