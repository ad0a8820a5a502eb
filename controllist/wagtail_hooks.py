"""A report of the CMS: exercises and lessons that cite lines an import changed."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from controllist.views import alarms


class AlarmMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(alarms.VIEW))


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def alarm_urls() -> list[URLPattern]:
    report: Any = alarms.AlarmReport
    return [
        path("reports/list-citations/", report.as_view(), name="controllist_alarms"),
        path(
            "reports/list-citations/results/",
            report.as_view(results_only=True),
            name="controllist_alarms_results",
        ),
        path(
            "reports/list-citations/<int:pk>/checked/",
            alarms.settle,
            name="controllist_alarm_settle",
        ),
    ]


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]
def alarm_menu_item() -> MenuItem:
    return AlarmMenuItem(
        _("Citations of changed lines"),
        reverse("controllist_alarms"),
        name="list-citations",
        icon_name="warning",
        order=900,
    )
