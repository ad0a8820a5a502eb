from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.enums import State
from jobs.models import Heartbeat, Job

SILENT_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Health:
    """How background work is doing, in figures and in one sentence for each."""

    last_beat: datetime | None
    worker_alive: bool
    waiting: int
    running: int
    failed: int
    oldest_due: datetime | None
    failed_kinds: tuple[tuple[str, int], ...]

    @property
    def worker_detail(self) -> str:
        if self.last_beat is None:
            return _("It has never reported. Start it; the jobs are kept.")
        seconds = max(0, int((timezone.now() - self.last_beat).total_seconds()))
        if self.worker_alive:
            return ngettext(
                "It reported %(n)s second ago.", "It reported %(n)s seconds ago.", seconds
            ) % {"n": seconds}
        return _("Silent since %(time)s UTC. Restart it; the jobs are kept.") % {
            "time": f"{self.last_beat:%Y-%m-%d %H:%M}"
        }

    @property
    def queue_detail(self) -> str:
        parts = [
            _("waiting: %(n)s") % {"n": self.waiting},
            _("running: %(n)s") % {"n": self.running},
        ]
        if self.failed:
            kinds = ", ".join(f"{kind} × {count}" for kind, count in self.failed_kinds)
            parts.append(_("failed: %(kinds)s") % {"kinds": kinds})
        return "; ".join(parts)


def health() -> Health:
    now = timezone.now()
    last = Heartbeat.objects.filter(name=Heartbeat.WORKER).values_list("at", flat=True).first()
    due = Q(state=State.WAITING, available_at__lte=now)
    counts = Job.objects.exclude(state=State.DONE).aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        oldest=Min("available_at", filter=due),
    )
    kinds = tuple(
        Job.objects.filter(state=State.FAILED)
        .values_list("kind")
        .annotate(count=Count("pk"))
        .order_by("kind")
    )
    return Health(
        last_beat=last,
        worker_alive=last is not None and now - last < SILENT_AFTER,
        waiting=counts["waiting"],
        running=counts["running"],
        failed=sum(count for _kind, count in kinds),
        oldest_due=counts["oldest"],
        failed_kinds=kinds,
    )
