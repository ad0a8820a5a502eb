"""An edition laid from published documents, opened by an import; whatever is odd is refused."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist.importers import import_text, load_content, reading
from controllist.importers.detecting import FORMS, form_of
from controllist.importers.newcomers import new_edition
from controllist.importers.reading import Mistake
from controllist.models import Alarm, Correlation, Edition, Entry, Line
from controllist.services import put_editions
from tests.controllist import published
from tests.controllist.conftest import LINES, as_rows
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
KEY, NEW = "2025-11-15", "2026-11-15"
TREE = [
    ("2B350", "provision", "Plant for chemistry, as follows:"),
    ("2B350.a", "provision", "Reactors above 100 litres of:"),
    ("2B350.a.1", "provision", "Nickel; or"),
    ("2B350.a.2", "provision", "Glass"),
    ("2B350", "note", "Note: Seals do not decide."),
    ("2B510", "provision", "Printers for metal."),
]
WRITERS = {"html": published.as_grid, "formex": published.as_formex}


@pytest.fixture(autouse=True)
def _catalogue(root):
    load_content(root)


def snapshot():
    models = (Edition, Entry, Line, Correlation, Alarm)
    return [list(model.objects.order_by("pk").values()) for model in models]


def opening(key=NEW, **texts):
    return new_edition(key, texts=texts, make_current=False)


def reasons(path, **options):
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_text(path, **{"edition": KEY} | options)
    assert snapshot() == before
    return [(report.line, report.detail) for report in caught.value.refused]


def stored(edition=KEY):
    lines = Line.objects.filter(edition__key=edition, imported=True).order_by("position")
    return list(lines.values_list("path", "kind", "text"))


@pytest.mark.parametrize("form", WRITERS)
def test_published_document_is_laid_over_the_catalogue(tmp_path, form):
    path = published.write(tmp_path, "annex", WRITERS[form](TREE))
    assert form_of(path.read_bytes()) == form
    report = import_text(path, edition=KEY)
    assert (report.entries, report.lines) == (2, 6)
    assert stored() == TREE
    again = import_text(path, edition=KEY, form=form)
    assert (again.tally.changed, again.tally.unchanged) == (0, 6)


def test_every_form_gives_the_same_lines(tmp_path, text_file):
    import_text(
        text_file(as_rows([(path[:5], path, kind, text) for path, kind, text in TREE])), edition=KEY
    )
    for form, write in WRITERS.items():
        report = import_text(published.write(tmp_path, form, write(TREE)), edition=KEY)
        assert report.tally.changed == 0, form


def test_new_edition_is_opened_with_subjects_of_the_older_one(tmp_path):
    lines = [
        *TREE,
        ("9A001", "provision", "Engines of a new kind."),
        ("9A001.a", "provision", "Small."),
    ]
    path = published.write(tmp_path, "annex.html", published.as_grid(lines))
    report = import_text(path, edition=NEW, new=opening())
    assert (report.opened, report.as_found, report.lines) == (True, ("9A001",), 8)
    edition = Edition.objects.get(key=NEW)
    assert edition.by_import
    assert not edition.is_current
    assert edition.title_en == "EU dual-use control list, edition of 15 November 2026"
    assert edition.title_ru.endswith("редакция от 15 ноября 2026 года")
    assert "02021R0821-20261115" in edition.source_ru
    entries = {entry.code: entry for entry in Entry.objects.filter(edition=edition)}
    assert entries["2B350"].subject_ru == "Химическое оборудование"
    assert entries["9A001"].as_found
    assert entries["9A001"].subject_en == "Engines of a new kind."


def test_entries_of_an_opened_edition_follow_its_text(tmp_path):
    path = published.write(tmp_path, "annex.html", published.as_grid(TREE))
    import_text(path, edition=NEW, new=opening(title_en="Mine"))
    assert Edition.objects.get(key=NEW).title_en == "Mine"
    path.write_bytes(published.as_grid([*TREE[:-1], ("2B999", "provision", "Others.")]))
    import_text(path, edition=NEW)
    codes = Entry.objects.filter(edition__key=NEW).values_list("code", flat=True)
    assert list(codes) == ["2B350", "2B999"]


def test_catalogue_takes_an_opened_edition_over(tmp_path):
    path = published.write(tmp_path, "annex.html", published.as_grid(TREE))
    import_text(path, edition=NEW, new=opening())
    row = {"key": NEW, "is_current": False, "title_en": "Ours", "title_ru": "Наша"}
    put_editions(rows=[row])
    assert not Edition.objects.get(key=NEW).by_import


def test_second_edition_of_the_same_date_is_refused(text_file):
    assert reasons(text_file(), new=opening(KEY)) == [
        (None, f"there is an edition {KEY} already: import its text without opening it anew")
    ]


@pytest.mark.parametrize("key", ["2026-13-01", "20261115", "soon", "", "2026-1-1"])
def test_edition_without_a_date_is_refused(key):
    with pytest.raises(Mistake, match="is no date"):
        opening(key)


def test_texts_that_do_not_fit_are_refused():
    with pytest.raises(Mistake, match="longer than 200"):
        opening(title_en="x" * 201)


def test_new_edition_without_a_whole_category_is_refused(tmp_path):
    path = published.write(tmp_path, "a", published.as_grid([("9A001", "provision", "Engines.")]))
    found = reasons(path, edition=NEW, new=opening())
    assert found == [(None, "no line of category 2: the file is cut off or not the whole list")]


def test_path_without_the_one_above_is_refused_with_its_line(text_file):
    rows = [row for row in as_rows() if row["path"] != "2B350.a"]
    assert reasons(text_file(rows)) == [(2, "the path 2B350.a.1 stands without 2B350.a")]


@pytest.mark.parametrize(
    ("name", "data", "line", "reason"),
    [
        ("a.html", published.as_grid(TREE)[:-60], 2, "is cut off"),
        ("a.xml", published.as_formex(TREE)[:-60], 7, "is cut off"),
        ("a.xlsx", b"PK\x03\x04 anything", None, "is a table"),
        ("a.html", b"<html><body><p>A page.</p></body></html>", None, "holds no entry"),
        ("a.xml", b'<?xml version="1.0"?><DOC><X/></DOC>', None, "its root is DOC"),
        ("a.txt", b"hello", 1, "is cut off"),
        ("a.txt", b"", None, "the file is empty"),
        ("a.txt", b"  \n ", None, "the file is empty"),
    ],
)
def test_other_and_truncated_files_are_refused(tmp_path, name, data, line, reason):
    found = reasons(published.write(tmp_path, name, data))
    assert found[0][0] == line
    assert reason in found[0][1]


def test_wrong_form_is_refused(tmp_path):
    path = published.write(tmp_path, "annex", published.as_grid(TREE))
    assert "is not JSON" in reasons(path, form="jsonl")[0][1]
    assert "is a table" in reasons(path, form="csv")[0][1]


def test_path_that_repeats_without_end_is_refused(text_file, monkeypatch):
    monkeypatch.setattr(reading, "MAX_REPEATS", 1)
    rows = [*as_rows(), as_rows()[-2]]
    assert reasons(text_file(rows)) == [(9, "2B350 (note) stands more than 1 times")]


def test_report_tells_every_line(text_file):
    first = import_text(text_file(), edition=KEY)
    assert {row.state for row in first.rows} == {"new"}
    assert first.rows[1].place == 2
    rows = [row for row in as_rows() if row["path"] != "2B350.a.2"]
    rows[2]["text"] = "Nickel."
    second = import_text(text_file(rows), edition=KEY)
    states = {(row.path, row.kind): row.state for row in second.rows}
    assert states["2B350.a.1", "provision"] == "changed"
    assert states["2B350.a.2", "provision"] == "gone"
    assert states["2B510", "provision"] == "as before"


def test_progress_is_told(tmp_path, text_file):
    told = []
    import_text(text_file(), edition=KEY, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (8, 8)
    path = published.write(tmp_path, "annex.html", published.as_grid(TREE))
    told.clear()
    import_text(path, edition=KEY, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_many_lines_cost_as_many_queries_as_few(text_file, django_assert_max_num_queries):
    """Changing every line writes in blocks, not line by line."""
    lines = [("2B350", "2B350", "provision", "Plant:"), ("2B510", "2B510", "provision", "Print")]
    lines += [
        ("2B350", f"2B350.{a}{b}", "provision", "x") for a in "abcdefgh" for b in "klmnopqrst"
    ]
    import_text(text_file(as_rows(lines)), edition=KEY)
    changed = [(code, path, kind, f"{text} more") for code, path, kind, text in lines]
    with django_assert_max_num_queries(25):
        report = import_text(text_file(as_rows(changed)), edition=KEY)
    assert report.tally.updated == len(lines)


def test_identity_and_captions_survive_a_changed_text(text_file):
    import_text(text_file(), edition=KEY)
    before = dict(Line.objects.values_list("path", "pk").filter(kind="provision"))
    rows = [{**row, "text": row["text"] + " (mended)"} for row in as_rows()]
    import_text(text_file(rows), edition=KEY)
    line = Line.objects.get(path="2B350.a", kind="provision")
    assert (line.caption_en, line.text) == (
        "Small reactors.",
        "Reactors above 100 litres of: (mended)",
    )
    assert dict(Line.objects.values_list("path", "pk").filter(kind="provision")) == before


PIECES = st.sampled_from(
    [b"{", b"}", b'"path"', b"2B350", b"<html>", b"</html>", b"<ANNEX>", b"<p>", b"\n", b"PK\x03\x04",
     json.dumps(as_rows(LINES[:1])[0]).encode(), b"path,text_ru\n", b"\xff\xfe", b"<!DOCTYPE x ["]
)  # fmt: skip


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    parts=st.lists(PIECES | st.binary(max_size=30), max_size=10), form=st.sampled_from(["", *FORMS])
)
def test_any_bytes_are_refused_and_write_nothing(tmp_path, parts, form):
    path = published.write(tmp_path, "any", b"".join(parts))
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_text(path, edition=KEY, form=form)
    assert all(report.detail for report in caught.value.refused)
    assert snapshot() == before
