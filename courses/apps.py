from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses import receivers, selectors, services, tasks  # noqa: F401
        from courses.models import Assignment, Enrolment, LessonProgress, ModuleProgress
        from people import access, privacy

        access.register(Enrolment, country="person__country_id", owner="person", group="group")
        access.register(
            Assignment, country="group__countries__code", owner=None, group="group__key"
        )
        for model in (LessonProgress, ModuleProgress):
            access.register(model, country="person__country_id", owner="person")
        privacy.register("courses", export=selectors.export, erase=services.erase)
