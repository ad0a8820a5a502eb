"""Create the demo people, clearly marked as demo data."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from academy import demo


class Command(BaseCommand):
    help = "Create the demo people that are missing (only where demo data is allowed)"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people have a public password: not on a production server.")
        self.stdout.write(f"{demo.load()} demo people created")
