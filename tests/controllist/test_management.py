from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from controllist.importers import load_content
from controllist.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(root):
    load_content(root)


def run(path, **options):
    out, err = StringIO(), StringIO()
    call_command(
        "import_control_list", str(path), edition="2025-11-15", stdout=out, stderr=err, **options
    )
    return out.getvalue()


def test_command_says_what_it_did(text_file):
    out = run(text_file())
    assert "2 entries, 8 lines; 7 new, 1 changed, 0 removed, 0 as before" in out
    assert "1 paths stand more than once" in out
    assert "0 new, 0 changed, 0 removed, 8 as before" in run(text_file())


def test_command_names_repeats_when_asked_for_details(text_file):
    assert "2B350 (note) × 2" in run(text_file(), verbosity=2)


def test_dry_run_says_that_nothing_was_written(text_file):
    assert "Nothing was written" in run(text_file(), dry_run=True)
    assert Line.objects.count() == 1


def test_refused_file_ends_the_command_with_file_line_and_reason(text_file):
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command(
            "import_control_list", str(text_file(["{}"])), edition="2025-11-15", stderr=err
        )
    assert "annex.jsonl:1: is not a line of a list" in err.getvalue()
