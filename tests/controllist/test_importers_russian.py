import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist.importers import import_text, load_content
from controllist.importers.russian import import_russian
from controllist.models import Edition, Line
from controllist.selectors import search
from tests.controllist import published
from tests.controllist.conftest import as_rows
from theme.sheets import Sheet, write_csv, write_xlsx
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
KEY = "2025-11-15"
TEXTS = [
    ("2B350", "provision", "", "Оборудование для химии:"),
    ("2В350.а", "provision", "", "Реакторы объёмом более 0,1 м³:"),
    ("2b350 a 1", "", "", "Никель; или"),
    ("2B350", "note", "", "Уплотнения не учитываются."),
    ("2B350", "note", "1", "Прокладки также."),
]


@pytest.fixture(autouse=True)
def _text(root, text_file):
    load_content(root)
    import_text(text_file(), edition=KEY)


def as_json(rows=TEXTS):
    keys = ("path", "kind", "ordinal", "text_ru")
    found = [dict(zip(keys, row, strict=True)) for row in rows]
    lines = [{key: value for key, value in row.items() if value} for row in found]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def as_csv(rows=TEXTS, header=("path", "kind", "ordinal", "text_ru")):
    return write_csv(Sheet("t", header, rows), delimiter=";")


def as_xlsx(rows=TEXTS):
    return write_xlsx([Sheet("t", ("Позиция", "вид", "номер", "Русский текст"), rows)])


def russian():
    rows = Line.objects.exclude(text_ru="").order_by("path", "kind", "ordinal")
    return list(rows.values_list("path", "kind", "ordinal", "text_ru"))


EXPECTED = [
    ("2B350", "note", 0, "Уплотнения не учитываются."),
    ("2B350", "note", 1, "Прокладки также."),
    ("2B350", "provision", 0, "Оборудование для химии:"),
    ("2B350.a", "provision", 0, "Реакторы объёмом более 0,1 м³:"),
    ("2B350.a.1", "provision", 0, "Никель; или"),
]


def snapshot():
    return list(Line.objects.order_by("pk").values())


def reasons(path, **options):
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_russian(path, **{"edition": KEY} | options)
    assert snapshot() == before
    return [(report.line, report.detail) for report in caught.value.refused]


@pytest.mark.parametrize("write", [as_json, as_csv, as_xlsx])
def test_russian_text_is_laid_over_the_same_places_and_again_changes_nothing(tmp_path, write):
    path = published.write(tmp_path, "ru", write())
    report = import_russian(path, edition=KEY)
    assert russian() == EXPECTED
    assert (report.tally.created, report.lines, report.without) == (5, 5, 3)
    before = snapshot()
    again = import_russian(path, edition=KEY)
    assert (again.tally.changed, again.tally.unchanged) == (0, 5)
    assert snapshot() == before


def test_form_of_official_texts_is_taken_too(text_file):
    rows = [{**row, "text": f"По-русски {at}"} for at, row in enumerate(as_rows())]
    report = import_russian(text_file(rows, name="ru.jsonl"), edition=KEY)
    assert (report.lines, report.without) == (8, 0)
    assert (
        Line.objects.get(path="2B350.a", kind="provision").text == "Reactors above 100 litres of:"
    )


def test_entries_are_found_by_their_russian_text(tmp_path):
    import_russian(published.write(tmp_path, "ru", as_json()), edition=KEY)
    found = search("никель", Edition.objects.get(key=KEY))
    assert [entry.code for entry in found] == ["2B350"]


def test_official_text_laid_again_keeps_the_russian_and_counts_what_is_stale(tmp_path, text_file):
    import_russian(published.write(tmp_path, "ru", as_json()), edition=KEY)
    rows = as_rows()
    rows[2]["text"] = "Nickel alloys; or"
    report = import_text(text_file(rows), edition=KEY)
    assert report.stale_russian == 1
    assert russian() == EXPECTED


def test_dry_run_writes_nothing(tmp_path):
    before = snapshot()
    report = import_russian(published.write(tmp_path, "ru", as_json()), edition=KEY, dry_run=True)
    assert (report.tally.created, report.written) == (5, False)
    assert snapshot() == before


def test_unknown_lines_are_told_one_by_one_and_refuse_the_file_unless_skipped(tmp_path):
    rows = [*TEXTS, ("9A001", "", "", "Двигатели"), ("2B350.a", "nb", "7", "Лишнее")]
    path = published.write(tmp_path, "ru", as_csv(rows))
    assert reasons(path) == [
        (7, "the edition has no line 9A001 (provision)"),
        (8, "the edition has no line 2B350.a (nb, repeat 7)"),
    ]
    report = import_russian(path, edition=KEY, skip_unknown=True)
    assert [row.path for row in report.skipped] == ["9A001", "2B350.a"]
    assert russian() == EXPECTED


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", None, "the file is empty"),
        (b"path,text_ru\n", None, "no rows"),
        (b"path,colour\n2B350,x\n", 1, "has no column “text”"),
        (b"path,text,text_ru\n2B350,x,y\n", 1, "two columns are “text”"),
        (as_csv([("hello", "", "", "x")]), 2, "“hello” is not a path"),
        (as_csv([("2B350", "remark", "", "x")]), 2, "“remark” is not a kind"),
        (as_csv([("2B350", "", "two", "x")]), 2, "“two” is no ordinal"),
        (as_csv([("2B350", "", "0", "x"), ("2B350", "", "0", "y")]), 3, "stands twice"),
        (b'{"path": "2B350"}', 1, "it lacks path or text_ru"),
        (b'{"path": "2B350", "text_ru": "x", "colour": "red"}', 1, "it has unknown colour"),
        (b'{"path": "2B350", "text_ru": 5}', 1, "must be text"),
        (b'{"path": "2B350", "text_ru": "x"}\n{"path"', 2, "is cut off"),
        (b"<html></html>", None, "is neither lines of JSON nor a table"),
        (b"PK\x03\x04", None, "no CSV or XLSX"),
    ],
)
def test_odd_files_are_refused(tmp_path, data, line, reason):
    found = reasons(published.write(tmp_path, "ru", data))
    assert found[0][0] == line
    assert reason in found[0][1]


def test_edition_that_is_not_there_or_has_no_text_is_refused(tmp_path):
    path = published.write(tmp_path, "ru", as_json())
    assert "there is no edition" in reasons(path, edition="2019-01-01")[0][1]
    assert "has no official text" in reasons(path, edition="2021-05-20")[0][1]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(
        st.sampled_from([b"path,text_ru\n", b"2B351,x\n", b'{"path":', b"\n"])
        | st.binary(max_size=20),
        max_size=6,
    )
)
def test_any_bytes_are_refused_and_write_nothing(tmp_path, parts):
    path = published.write(tmp_path, "any", b"".join(parts))
    before = snapshot()
    with pytest.raises(Refused):
        import_russian(path, edition=KEY)
    assert snapshot() == before
