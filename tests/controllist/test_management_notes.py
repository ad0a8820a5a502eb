from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from academy.run import import_official_lists
from controllist.importers import load_content
from controllist.models import Edition, Passage
from tests.controllist.conftest import as_rows as list_rows
from tests.controllist.notes_sample import as_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(root):
    load_content(root)


def run(path, **options):
    out = StringIO()
    call_command("import_control_list", str(path), edition="2025-11-15", stdout=out, **options)
    return out.getvalue()


def test_command_tells_notes_by_their_first_line(text_file):
    path = text_file(as_rows(), name="notes.jsonl")
    assert "16 lines, 40 definitions, notes and paragraphs; 40 new" in run(path)
    assert "0 new, 0 changed, 0 removed, 40 as before" in run(path)
    assert "line 5: 10 × definitions_annex" in run(path, verbosity=2)


def test_report_names_every_text_with_its_line(text_file, tmp_path):
    rows = as_rows()
    run(text_file(rows, name="notes.jsonl"))
    rows[5]["text"] = rows[5]["text"].replace("3 Names decide, not numbers.", "4 Size.")
    rows[1]["text"] = rows[1]["text"].replace("five years", "ten years")
    report = tmp_path / "report.csv"
    run(text_file(rows, name="notes.jsonl"), report=report)
    lines = report.read_text("utf-8-sig").splitlines()
    told = [line for line in lines[1:] if ",as before," not in line]
    assert told == [
        "2,article-4-3,article,changed,3",
        "6,general-note-4,general_note,new,4",
        ",general-note-3,,gone,",
    ]


def test_dry_run_writes_nothing(text_file):
    path = text_file(as_rows(), name="notes.jsonl")
    assert "40 new" in run(path, dry_run=True)
    assert not Passage.objects.exists()


def test_refused_notes_are_named_with_file_line_and_reason(text_file):
    rows = as_rows()
    rows[2]["kind"] = "poem"
    err = StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_control_list", str(text_file(rows, name="notes.jsonl")), edition="2025-11-15",
            stderr=err,
        )  # fmt: skip
    assert "notes.jsonl:3: “poem” is not a kind of notes" in err.getvalue()


def test_broken_first_line_is_read_as_notes_when_asked(text_file):
    err = StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_control_list", str(text_file(["{"], name="x.jsonl")), edition="2025-11-15",
            notes=True, stderr=err,
        )  # fmt: skip
    assert "x.jsonl:1: is cut off" in err.getvalue()


def test_start_of_a_machine_loads_lists_and_notes_once(text_file, tmp_path, settings, capsys):
    text_file(list_rows(), name="annex_i_2025-11-15.jsonl")
    text_file(as_rows(), name="notes_2025-11-15.jsonl")
    settings.LIST_DATA_DIR, settings.VAR_DIR = tmp_path, Path(tmp_path)
    import_official_lists()
    assert Edition.objects.get(key="2025-11-15").official
    assert Passage.objects.count() == 40
    assert "Importing the notes of 2025-11-15" in capsys.readouterr().out
    import_official_lists()
    assert "Importing" not in capsys.readouterr().out
