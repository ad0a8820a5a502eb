"""Interface strings: one catalogue for each room, extracted here and compiled without gettext."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.test.utils import override_settings


def catalogues() -> list[Path]:
    return sorted(Path(settings.BASE_DIR, "locales").glob("*/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Write every `.mo` beside its `.po` where it is missing or older. Returns how many."""
    done = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            polib.pofile(str(source)).save_as_mofile(str(target))
            done += 1
    return done


class Command(BaseCommand):
    help = "make: extract strings of the rooms (needs GNU gettext); compile: write .mo files"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["make", "compile"])
        parser.add_argument("rooms", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "compile":
            self.stdout.write(f"{compile_all()} catalogues compiled")
            return
        base = Path(settings.BASE_DIR)
        rooms = options["rooms"] or [path.name for path in settings.LOCALE_PATHS]
        for room in rooms:
            if not (base / room).is_dir():
                raise CommandError(f"no room is called {room}")
            self._extract(base, room)
        compile_all()

    def _extract(self, base: Path, room: str) -> None:
        languages = [code for code, _ in settings.LANGUAGES if code != "en"]
        before = Path.cwd()
        os.chdir(base / room)
        try:
            with override_settings(LOCALE_PATHS=[str(base / "locales" / room)]):
                call_command(
                    "makemessages",
                    locale=languages,
                    verbosity=0,
                    add_location="file",
                    no_obsolete=True,
                    no_wrap=True,
                )
        finally:
            os.chdir(before)
        self.stdout.write(f"{room}: extracted")
