"""For editors: what cites lines that an import changed. A report of the CMS."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from controllist import diff
from controllist.models import Alarm
from controllist.selectors.alarms import open_alarms
from controllist.services import settle_alarms

VIEW, SETTLE = "controllist.view_alarm", "controllist.change_alarm"


class AlarmColumn(Column):
    """A cell of its own template; `alarm` is the row."""

    def __init__(self, name: str, label: Any, template: str) -> None:
        super().__init__(name, label=label)
        self.cell_template_name = f"controllist/alarms/{template}.html"

    def get_cell_context_data(self, instance: Alarm, parent_context: Any) -> dict[str, Any]:
        return {
            "alarm": instance,
            "pieces": diff.abridge(diff.pieces(instance.old, instance.new)),
            "request": parent_context.get("request"),
            "csrf_token": parent_context.get("csrf_token"),
        }


class AlarmReport(ReportView):
    model = Alarm
    header_icon = "warning"
    page_title = _("Citations of changed lines")
    any_permission_required = ["view", "change"]
    index_url_name = "controllist_alarms"
    index_results_url_name = "controllist_alarms_results"
    verbose_name_plural = _("citations of changed lines")
    list_export = [
        *("cited_by", "cited_path", "cited_in", "edition", "how", "path", "kind", "old", "new"),
        "raised_at",
    ]
    columns = [
        AlarmColumn("cited_by", _("Cited by"), "cited_by"),
        AlarmColumn("path", _("Line"), "line"),
        AlarmColumn("old", _("Text before"), "old"),
        AlarmColumn("new", _("Text now"), "new"),
        DateColumn("raised_at", label=_("Raised")),
        AlarmColumn("settle", _("Looked at"), "settle"),
    ]

    def get_queryset(self) -> QuerySet[Alarm]:
        return open_alarms()


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor has looked at what this alarm names."""
    if not request.user.has_perm(SETTLE):
        raise PermissionDenied
    done = settle_alarms(keys=[pk], now=timezone.now())
    text = ngettext("%(n)s citation is checked.", "%(n)s citations are checked.", done)
    messages.success(request, text % {"n": done})
    return HttpResponseRedirect(reverse("controllist_alarms"))
