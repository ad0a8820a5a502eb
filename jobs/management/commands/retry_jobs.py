from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from jobs import services


class Command(BaseCommand):
    help = "Let failed jobs start afresh, after their cause was mended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", help="only jobs of this kind")

    def handle(self, *args: Any, **options: Any) -> None:
        count = services.retry(kind=options["kind"])
        self.stdout.write(f"{count} failed jobs wait again; the next sweep rings for them")
