"""Every string of the interface exists in Russian, with the same placeholders."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from academy.management.commands.messages import catalogues
from tests.house import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-4])
def test_catalogue_is_complete(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    waiting = [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy]
    assert waiting == []


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-4])
def test_placeholders_survive_translation(path: Path) -> None:
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid


def test_one_string_has_one_translation_in_every_room() -> None:
    seen: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.msgstr:
                seen[entry.msgid, entry.msgctxt].add(entry.msgstr)
    assert {key: texts for key, texts in seen.items() if len(texts) > 1} == {}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed here")
def test_every_string_in_the_code_is_in_a_catalogue(tmp_path: Path) -> None:
    """Extract again: nothing new may appear."""
    before = {path: {entry.msgid for entry in polib.pofile(str(path))} for path in catalogues()}
    kept = {path: path.read_bytes() for path in catalogues()}
    try:
        call_command("messages", "make", verbosity=0)
        after = {path: {entry.msgid for entry in polib.pofile(str(path))} for path in catalogues()}
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
        for path in set(catalogues()) - set(kept):
            path.unlink()
    missing = {
        str(path.relative_to(ROOT)): sorted(after[path] - before.get(path, set())) for path in after
    }
    assert {path: texts for path, texts in missing.items() if texts} == {}
