from typing import Any

from django.core.management import BaseCommand

from jobs import services


class Command(BaseCommand):
    help = "Do all due jobs in this process: for a host without a worker, from cron."

    def handle(self, *args: Any, **options: Any) -> None:
        services.sweep()
        self.stdout.write(f"{services.run_due()} jobs done")
