from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from certification import receivers, selectors, tasks  # noqa: F401  (registers handlers)
        from certification.models import Award, Certificate, CertificateEvent, SchemeVersion
        from people import access, privacy
        from records.append_only import protect
        from records.signals import recorded

        access.register(Award, country="country", owner="person")
        access.register(Certificate, country="country", owner="actor")
        for model in (SchemeVersion, Certificate, CertificateEvent):
            protect(model)
        privacy.register("certification", export=selectors.export, erase=selectors.nothing_to_erase)
        recorded.connect(receivers.on_recorded, dispatch_uid="certification.evaluate")
