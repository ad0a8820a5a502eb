import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist.importers import import_text, jsonl, load_content
from controllist.models import Edition, Entry, Line
from controllist.selectors import caption
from tests.controllist.conftest import LINES, as_rows, write
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
KEY = "2025-11-15"


@pytest.fixture(autouse=True)
def _catalogue(root):
    load_content(root)


def snapshot():
    return [list(model.objects.values()) for model in (Edition, Entry, Line)]


def refusals(path, edition=KEY):
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_text(path, edition=edition)
    assert snapshot() == before
    return [(report.path, report.line, report.detail) for report in caught.value.refused]


def test_text_is_laid_over_the_catalogue(text_file):
    report = import_text(text_file(), edition=KEY)
    assert (report.entries, report.lines) == (2, 8)
    assert (report.tally.created, report.tally.updated) == (7, 1)
    line = Line.objects.get(path="2B350.a", kind="provision")
    assert (line.text, line.caption_en) == ("Reactors above 100 litres of:", "Small reactors.")
    edition = Edition.objects.get(key=KEY)
    assert edition.official
    assert edition.imported_at is not None


def test_repeated_paths_get_ordinals_and_are_reported(text_file):
    report = import_text(text_file(), edition=KEY)
    notes = Line.objects.filter(path="2B350", kind="note").order_by("ordinal")
    assert [(note.ordinal, note.text) for note in notes] == [
        (0, "Seals do not decide."),
        (1, "Gaskets neither."),
    ]
    assert report.repeated == ("2B350 (note) × 2",)


def test_doubtful_lines_are_kept_and_reported(text_file):
    rows = as_rows()
    rows[2]["defect"] = "superscript lost"
    report = import_text(text_file(rows), edition=KEY)
    assert report.defects == (("2B350.a.1", "superscript lost"),)
    assert Line.objects.get(path="2B350.a.1").defect == "superscript lost"


def test_the_same_file_again_changes_nothing(text_file):
    import_text(text_file(), edition=KEY)
    before = snapshot()
    report = import_text(text_file(), edition=KEY)
    assert (report.tally.changed, report.tally.unchanged) == (0, 8)
    assert snapshot() == before


def test_mended_text_replaces_what_was_there(text_file):
    import_text(text_file(), edition=KEY)
    rows = [row for row in as_rows() if row["path"] != "2B350.a.2"]
    rows[2]["text"] = "Nickel."
    report = import_text(text_file(rows), edition=KEY)
    # Five lines moved up by one, one was reworded (and is among those before them).
    assert report.tally.removed == 1
    assert not Line.objects.filter(path="2B350.a.2").exists()
    assert Line.objects.get(path="2B350.a.1").text == "Nickel."


def test_caption_outlives_the_line_it_stands_on(text_file):
    import_text(text_file(), edition=KEY)
    rows = [row for row in as_rows() if not row["path"].startswith("2B350.a")]
    report = import_text(text_file(rows), edition=KEY)
    assert report.unknown_captions == ("2B350.a",)
    line = Line.objects.get(path="2B350.a")
    assert (line.text, line.imported, line.caption_ru) == ("", False, "Небольшие реакторы.")


def test_loading_the_catalogue_again_leaves_the_text(root, text_file):
    import_text(text_file(), edition=KEY)
    before = snapshot()
    assert {report.state for report in load_content(root)} == {"unchanged"}
    assert snapshot() == before
    write(root, "captions.yaml", "captions: []\n")
    load_content(root)
    assert Line.objects.get(path="2B350.a", kind="provision").text.startswith("Reactors")
    assert caption("2B350.a") == {"en": "", "ru": ""}


def test_dry_run_reports_and_writes_nothing(text_file):
    before = snapshot()
    report = import_text(text_file(), edition=KEY, dry_run=True)
    assert (report.lines, report.tally.created, report.written) == (8, 7, False)
    assert snapshot() == before


def test_unknown_edition_is_refused_with_those_that_exist(text_file):
    found = refusals(text_file(), edition="2019-01-01")
    assert found == [
        (
            "annex.jsonl",
            None,
            "there is no edition 2019-01-01 (known: 2021-05-20, 2025-11-15)",
        )
    ]


def test_entry_that_the_catalogue_lacks_is_refused(text_file):
    rows = [*as_rows(), *as_rows([("9A001", "9A001", "provision", "Engines")])]
    assert "9A001 not in the catalogue" in refusals(text_file(rows))[0][2]


def test_text_of_another_edition_is_refused(text_file):
    assert "2B510 not in the catalogue" in refusals(text_file(), edition="2021-05-20")[0][2]


def test_file_that_ends_too_soon_is_refused(text_file):
    whole = text_file().read_text()
    path = text_file()
    path.write_text(whole[: whole.rindex('"text"')])
    assert (
        "annex.jsonl",
        8,
        "is cut off: the file ends in the middle of it",
    ) in refusals(path)
    path.write_text("\n".join(whole.split("\n")[:7]) + "\n")
    assert refusals(path) == [
        ("annex.jsonl", None, "no line for 2B510: the file is cut off or of another edition")
    ]


def with_first(**changes):
    rows = as_rows()
    rows[0] |= changes
    return rows


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ([{"kind": "acronyms", "title": "A", "text": "B"}], 1, "it lacks code, path"),
        (["[]", *as_rows()], 1, "is not a JSON object"),
        (["{", *as_rows()], 1, "is not JSON"),
        (["[" * 20_000, *as_rows()], 1, "is not JSON"),
        (["NaN", *as_rows()], 1, "is not a JSON object"),
        ([], None, "the file is empty"),
        (with_first(text=7), 1, "“text” must be text"),
        (with_first(text=["a"]), 1, "“text” must be text"),
        (with_first(text="a\x00b"), 1, "holds a control character"),
        (with_first(text="\ud800"), 1, "holds a control character"),
        (with_first(code="hello"), 1, "“hello” is not the code of an entry"),
        (with_first(code="2В350"), 1, "is not the code of an entry"),
        (with_first(path="2B350.$"), 1, "is not a path"),
        (with_first(path="2B351"), 1, "the path 2B351 does not belong to 2B350"),
        (with_first(kind="remark"), 1, "“remark” is not a kind"),
        (with_first(colour="red"), 1, "it has unknown colour"),
        (with_first(text="a" * 60_000), 1, "longer than 50000 characters"),
    ],
)
def test_malformed_line_is_refused_and_nothing_is_written(text_file, rows, line, reason):
    found = refusals(text_file(rows))
    assert found[0][:2] == ("annex.jsonl", line)
    assert reason in found[0][2]


def test_every_malformed_line_is_named_up_to_a_limit(text_file):
    rows = as_rows()
    rows[1]["kind"] = rows[3]["kind"] = "remark"
    assert [line for _, line, _ in refusals(text_file(rows))] == [2, 4]
    bad = [{**row, "kind": "remark"} for row in as_rows(LINES * 20)]
    assert len(refusals(text_file(bad))) == jsonl.MAX_MISTAKES + 1


def test_folder_and_missing_file_are_refused(tmp_path):
    assert "cannot be read" in refusals(tmp_path)[0][2]
    assert "cannot be read" in refusals(tmp_path / "absent.jsonl")[0][2]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60) | st.just(json.dumps(as_rows()[0]).encode()), max_size=5))
def test_any_bytes_are_read_or_refused(tmp_path, parts):
    path = tmp_path / "any.jsonl"
    path.write_bytes(b"\n".join(parts))
    reading = jsonl.read(path)
    assert reading.mistakes or reading.lines
