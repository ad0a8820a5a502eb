from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    name = "academy"
    verbose_name = _("Academy")

    def ready(self) -> None:
        from academy.celery import app  # the app must exist before a task is bound to it
        from theme.markdown import render
        from vocabulary.registry import set_markdown

        app.set_default()
        set_markdown(render)
