"""Is the installation well? Answers for `/healthz` (a load balancer) and `/status` (people)."""

from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from jobs.selectors import health as job_health
from records import append_only


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    well: bool
    detail: str


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def checks() -> list[Check]:
    """Every check with a sentence a person can act on. No secrets, no figures about people."""
    if not database_answers():
        return [Check(_("Database"), False, _("It does not answer."))]
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    bare = set(append_only.protected_tables()) - append_only.installed(connection)
    jobs = job_health()
    return [
        Check(_("Database"), True, connection.vendor),
        Check(
            _("Migrations"),
            not waiting,
            _("%(n)s waiting") % {"n": len(waiting)} if waiting else _("all applied"),
        ),
        Check(
            _("Append-only tables"),
            not bare,
            _("not protected: %(tables)s") % {"tables": ", ".join(sorted(bare))}
            if bare
            else _("protected"),
        ),
        Check(_("Background worker"), jobs.worker_alive, jobs.worker_detail),
        Check(_("Jobs"), jobs.failed == 0, jobs.queue_detail),
    ]
