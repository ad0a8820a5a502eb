from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from controllist.importers import load_content
from controllist.models import Edition, Line
from controllist.services import cite
from tests.controllist import published
from tests.controllist.conftest import LINES, as_rows
from theme.sheets import read_sheet

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


def test_new_edition_is_opened_by_the_command(tmp_path):
    lines = [("2B350", "provision", "Plant."), ("2B777", "provision", "Looms.")]
    path = published.write(tmp_path, "annex.html", published.as_grid(lines))
    out = StringIO()
    call_command(
        "import_control_list",
        str(path),
        edition="2026-11-15",
        new_edition=True,
        make_current=True,
        title_en="The newest",
        stdout=out,
    )
    assert "Edition 2026-11-15: opened, 2 entries, 2 lines" in out.getvalue()
    assert "1 entries have no subject of ours" in out.getvalue()
    assert "1 paragraphs outside the entries" in out.getvalue()
    assert Edition.objects.get(is_current=True).title_en == "The newest"


def test_titles_without_a_new_edition_are_refused(text_file):
    with pytest.raises(CommandError, match="--new-edition"):
        run(text_file(), title_en="Mine")
    with pytest.raises(CommandError, match="is no date"):
        call_command("import_control_list", str(text_file()), edition="soon", new_edition=True)


def test_command_says_who_cites_changed_lines(text_file):
    run(text_file())
    cite(object_key="exercises:item:a", edition="2025-11-15", paths=["2B350.a"])
    rows = as_rows()
    rows[1]["text"] = "Reactors above 200 litres of:"
    assert "1 items cite changed lines: exercises:item:a (2B350.a)" in run(text_file(rows))


def test_report_of_every_line_is_written(text_file, tmp_path):
    target = tmp_path / "report.csv"
    out = run(text_file(), report=target)
    assert "Report of 8 lines: report.csv" in out
    rows = read_sheet(target.read_bytes())
    assert rows[1] == {
        "line": "2",
        "path": "2B350.a",
        "kind": "provision",
        "state": "new",
        "detail": "",
    }


def test_many_refusals_are_bounded_on_the_screen_and_whole_in_the_report(text_file, tmp_path):
    rows = [{**row, "kind": "remark"} for row in as_rows(LINES * 5)]
    target, err = tmp_path / "report.csv", StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_control_list",
            str(text_file(rows)),
            edition="2025-11-15",
            stderr=err,
            report=target,
        )
    assert "and 20 more; --report FILE writes them all" in err.getvalue()
    assert len(read_sheet(target.read_bytes())) == 40


def test_report_that_cannot_be_written_is_told(text_file, tmp_path):
    with pytest.raises(CommandError, match="The report is missing"):
        run(text_file(), report=tmp_path / "no" / "folder.csv")


class Terminal(StringIO):
    def isatty(self):
        return True


def test_progress_stands_on_a_terminal_alone(text_file):
    err = Terminal()
    call_command(
        "import_control_list", str(text_file()), edition="2025-11-15", stdout=StringIO(), stderr=err
    )
    assert "8 / 8" in err.getvalue()
    err = StringIO()
    call_command(
        "import_control_list", str(text_file()), edition="2025-11-15", stdout=StringIO(), stderr=err
    )
    assert err.getvalue() == ""


def test_russian_text_and_correlations_have_commands_of_their_own(text_file, tmp_path):
    run(text_file())
    russian = published.write(
        tmp_path, "ru.csv", "path,text_ru\n2B350,Оборудование\n9A001,Двигатели\n".encode()
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_russian_text", str(russian), edition="2025-11-15", stderr=err)
    assert "ru.csv:3: the edition has no line 9A001" in err.getvalue()
    call_command(
        "import_russian_text", str(russian), edition="2025-11-15", skip_unknown=True, stdout=out
    )
    assert "1 Russian texts; 1 new" in out.getvalue()
    assert "1 lines were left out" in out.getvalue()
    table = published.write(tmp_path, "t.csv", b"list_entry,hs_code\n2B350 a,8481 80\n")
    call_command(
        "import_correlations", str(table), scheme="hs", title="Sample", dry_run=True, stdout=out
    )
    assert "Sample: 1 pairs for 1 entries" in out.getvalue()
    assert "Nothing was written" in out.getvalue()
