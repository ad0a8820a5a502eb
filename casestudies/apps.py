from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasestudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = _("Case studies")

    def ready(self) -> None:
        from casestudies import selectors, services
        from casestudies.models import CaseVersion, Run, RunStep
        from people import access, privacy
        from records.append_only import protect

        access.register(Run, country="country", owner="person", group="group")
        protect(CaseVersion)
        protect(RunStep)
        privacy.register("casestudies", export=selectors.export, erase=services.erase_notes)
