import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist.importers import import_notes, load_content, looks_like_notes
from controllist.importers import notes as module
from controllist.models import Edition, Passage
from tests.controllist.notes_sample import DEFINITIONS, as_rows
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
KEY = "2025-11-15"


@pytest.fixture(autouse=True)
def _catalogue(root):
    load_content(root)


@pytest.fixture
def notes_file(text_file):
    return lambda rows=None: text_file(as_rows() if rows is None else rows, name="notes.jsonl")


def snapshot():
    return [list(model.objects.values()) for model in (Edition, Passage)]


def refusals(path, edition=KEY):
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_notes(path, edition=edition)
    assert snapshot() == before
    return [(report.line, report.detail) for report in caught.value.refused]


def test_everything_outside_the_entries_is_loaded(notes_file):
    report = import_notes(notes_file(), edition=KEY)
    assert report.tally.created == Passage.objects.count() == 40
    assert [(row.line, row.kind, row.pieces) for row in report.found][:5] == [
        (1, "acronyms", 4),
        (2, "article_4", 3),
        (3, "category_note", 2),
        (4, "definitions", 4),
        (5, "definitions_annex", 10),
    ]


def test_scope_says_to_which_entries_a_note_belongs(notes_file):
    import_notes(notes_file(), edition=KEY)
    found = Passage.objects.exclude(scope="").values_list("scope", "number")
    assert list(found) == [
        ("2E", "1"),
        ("2E", "2"),
        ("2B", "Technical Note 1"),
        ("2B", "Technical Note 2"),
        ("2B", "Technical Note 3"),
        ("2E", ""),
        ("4", "Note 1"),
        ("5 part 1", "Note 1"),
        ("5 part 2", "Note 1"),
        ("5 part 2", "Note 2"),
        ("5 part 2", "Note 3"),
    ]


def test_anchors_speak_and_repeats_are_numbered(notes_file):
    import_notes(notes_file(), edition=KEY)
    anchors = set(Passage.objects.values_list("anchor", flat=True))
    assert {
        "definition-lathe", "definition-drift", "definition-drift-n2", "acronym-cw",
        "general-note-2", "section-note-2b-technical-note-3", "article-4-1", "article-2-3",
        "general-technology-note",
    } <= anchors  # fmt: skip


def test_term_is_found_by_its_short_form_and_in_the_plural(notes_file):
    import_notes(notes_file(), edition=KEY)
    printer = Passage.objects.get(anchor="definition-very-quick-printer")
    assert printer.names == "|vqp|veri quick printer|" or "|vqp|" in printer.names
    assert " vqp" in printer.search


def test_same_file_again_changes_nothing_and_a_dry_run_writes_nothing(notes_file):
    assert import_notes(notes_file(), edition=KEY, dry_run=True).tally.created == 40
    assert not Passage.objects.exists()
    import_notes(notes_file(), edition=KEY)
    before = snapshot()
    report = import_notes(notes_file(), edition=KEY)
    assert (report.tally.changed, report.tally.unchanged) == (0, 40)
    assert snapshot() == before


def test_mended_text_replaces_what_was_there(notes_file):
    import_notes(notes_file(), edition=KEY)
    rows = as_rows()
    rows[4]["text"] = DEFINITIONS.replace("turns things", "turns wood").replace(
        '"Turned part" (2) - see "Lathe".', ""
    )
    report = import_notes(notes_file(rows), edition=KEY)
    assert report.tally.removed == 1
    assert not Passage.objects.filter(anchor="definition-turned-part").exists()
    assert "turns wood" in Passage.objects.get(anchor="definition-lathe").text


def test_other_editions_are_left_alone(notes_file):
    import_notes(notes_file(), edition=KEY)
    import_notes(notes_file(), edition="2021-05-20")
    assert Passage.objects.filter(edition__key=KEY).count() == 40


def test_russian_text_of_the_same_parts_is_laid_beside(notes_file):
    rows = as_rows()
    rows[5]["text_ru"] = "1 Новые и старые.\n2 Часть.\n2 Особое примечание. Вес.\n3 Имена."
    import_notes(notes_file(rows), edition=KEY)
    assert Passage.objects.get(anchor="general-note-3").text_ru == "3 Имена."
    rows[5]["text_ru"] = "1 Новые.\n3 Имена."
    assert refusals(notes_file(rows)) == [
        (6, "the Russian text of “general_notes” has 2 parts, the English one 3")
    ]


def with_first(**changes):
    rows = as_rows()
    rows[0] |= changes
    return rows


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ([{"code": "2B350", "path": "2B350", "kind": "note", "text": "A"}], 1, "it lacks title"),
        (["[]", *as_rows()], 1, "is not a JSON object"),
        (["{", *as_rows()], 1, "is not JSON"),
        ([], None, "the file is empty"),
        (as_rows()[:4], None, "no general_notes and no definitions_annex: the file is cut off"),
        (with_first(text="a\x00b"), 1, "holds a control character"),
        (with_first(text=7), 1, "must be text"),
        (with_first(text=" "), 1, "the text is empty"),
        (with_first(text="a" * 200_001), 1, "longer than 200000 characters"),
        (with_first(text="a" * 60_000), 1, "longer than 50000 characters"),
        (with_first(title="t" * 301), 1, "the title is longer"),
        (with_first(kind="poem"), 1, "“poem” is not a kind of notes (known: acronyms, article_N"),
        (with_first(kind="section_note", title="Of wood"), 1, "does not say of which category"),
        (with_first(colour="red"), 1, "it has unknown colour"),
    ],
)
def test_malformed_file_is_refused_and_nothing_is_written(notes_file, rows, line, reason):
    found = refusals(notes_file(rows))
    assert found[0][0] == line
    assert reason in found[0][1]


def test_file_that_ends_too_soon_is_refused(notes_file):
    path = notes_file()
    whole = path.read_text()
    path.write_text(whole[: whole.rindex('"text"')])
    assert refusals(path) == [(16, "is cut off: the file ends in the middle of it")]


def test_unknown_edition_folder_and_missing_file_are_refused(notes_file, tmp_path):
    assert refusals(notes_file(), edition="1999-01-01")[0][1] == "there is no edition 1999-01-01"
    assert "cannot be read" in refusals(tmp_path)[0][1]
    assert "cannot be read" in refusals(tmp_path / "absent")[0][1]


def test_reading_stops_after_many_mistakes(notes_file):
    rows = as_rows() + [{"kind": "poem", "title": "t", "text": "x"}] * 80
    assert len(refusals(notes_file(rows))) == module.MAX_MISTAKES + 1


def test_form_is_told_by_the_first_line(notes_file, text_file, tmp_path):
    assert looks_like_notes(notes_file())
    assert not looks_like_notes(text_file())
    assert not looks_like_notes(tmp_path / "absent")
    assert not looks_like_notes(text_file([]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60) | st.just(json.dumps(as_rows()[0]).encode()), max_size=5))
def test_any_bytes_are_refused_without_a_trace(tmp_path, parts):
    path = tmp_path / "any.jsonl"
    path.write_bytes(b"\n".join(parts))
    looks_like_notes(path)
    with pytest.raises(Refused):
        import_notes(path, edition=KEY)
    assert not Passage.objects.exists()
