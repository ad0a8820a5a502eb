import contextlib
import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from theme.sheets import Sheet, Unreadable, read_sheet, reading, write_csv, write_xlsx
from theme.sheets.cells import clean

FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
]


def sheet(*cells) -> Sheet:
    return Sheet("Слушатели", ["Имя"], [[cell] for cell in cells])


def package(**parts: bytes) -> bytes:
    """An XLSX of which single parts are replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(write_xlsx([sheet("Айгүл")])))
    target = io.BytesIO()
    named = {name.replace("__", "/").replace("_xml", ".xml"): body for name, body in parts.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, named.pop(name, None) or source.read(name))
        for name, body in named.items():
            archive.writestr(name, body)
    return target.getvalue()


def workbook_cells(data: bytes):
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [cell for row in page.iter_rows(min_row=2) for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_keeps_a_formula_as_text(text):
    (cell,) = workbook_cells(write_xlsx([sheet(text)]))
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS[:-1])
def test_csv_stops_a_formula_with_an_apostrophe(text):
    line = next(
        csv.reader(io.StringIO(write_csv(sheet(text)).decode("utf-8-sig").split("\n", 1)[1]))
    )
    assert line == [f"'{clean(text)}"]


def test_csv_header_is_guarded_too():
    assert write_csv(Sheet("a", ["=x"], [])).decode("utf-8-sig") == "'=x\r\n"


def test_negative_numbers_stay_numbers():
    assert write_csv(sheet(-5)).decode("utf-8-sig") == "Имя\r\n-5\r\n"
    (cell,) = workbook_cells(write_xlsx([sheet(-5)]))
    assert (cell.data_type, cell.value) == ("n", -5)


def test_control_characters_are_left_out():
    assert [row["Имя"] for row in read_sheet(write_xlsx([sheet("А\x07лия\x00\ud800")]))] == ["Алия"]
    assert b"\x07" not in write_csv(sheet("А\x07лия"))


@pytest.mark.parametrize(
    "value",
    [
        *[1, Decimal("1.5"), Fraction(1, 3), float("nan"), Decimal("NaN"), 10**40, True, None],
        *[date(2026, 11, 5), date(1200, 1, 1), datetime(2026, 11, 5, 9, tzinfo=UTC), "x" * 4_000],
    ],
)
def test_every_kind_of_value_can_be_written(value):
    assert read_sheet(write_xlsx([sheet("first", value)]))[0] == {"Имя": "first"}
    assert write_csv(sheet(value))


def test_same_sheets_give_the_same_bytes():
    assert write_xlsx([sheet("a", 1)]) == write_xlsx([sheet("a", 1)])


def test_sheet_names_are_made_legal_and_unique():
    names = ["a/b:c?*[]", "a/b:c?*[]", "History", "", "ы" * 60, "ы" * 60]
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx([Sheet(name, ["h"], []) for name in names]))
    )
    assert len(set(book.sheetnames)) == len(names)
    assert all(0 < len(name) <= 31 for name in book.sheetnames)


texts = st.text(st.characters(codec="utf-8"), max_size=60)


@given(st.lists(texts, max_size=8))
@settings(max_examples=60, deadline=None)
def test_csv_round_trip_keeps_every_visible_text(values):
    expected = [clean(value).strip() for value in values]
    rows = read_sheet(write_csv(Sheet("a", ["n", "v"], [[i, v] for i, v in enumerate(expected)])))
    assert [row["v"] for row in rows] == expected


@given(st.lists(texts, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_produced_workbook_holds_a_formula(values):
    cells = workbook_cells(write_xlsx([sheet(*values)]))
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")


def test_csv_is_read_whatever_office_wrote_it():
    expected = [{"Имя": "Айгүл", "Код": "3A225"}]
    assert read_sheet("\ufeffИмя;Код\r\nАйгүл;3A225\r\n".encode()) == expected
    assert read_sheet("Имя\tКод\nАйгүл\t3A225".encode("utf-16")) == expected
    assert read_sheet("Имя,Код\nИванов,1".encode("cp1251")) == [{"Имя": "Иванов", "Код": "1"}]


def test_short_rows_are_filled_and_empty_ones_left_out():
    assert read_sheet(b"a,b\n1\n,\n\n3,4,5") == [{"a": "1", "b": ""}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no_header"),
        (b"\n \n", "no_header"),
        (b"a,A\n1,2", "duplicate_header"),
        (b"a\x00b", "not_a_sheet"),
        (b"a\n" + b"1\n" * 2001, "too_many_rows"),
        (b"a" + b",b" * 70, "too_many_columns"),
        (b"a\n" + b"x" * 6_000, "cell_too_long"),
        (b"a\n" + b"x" * 200_000, "cell_too_long"),
        (b"x" * (reading.MAX_BYTES + 1), "too_large"),
        (b"\xd0\xcf\x11\xe0 old office file", "encrypted"),
        (b"PK\x03\x04 broken", "not_a_sheet"),
        (b"\xff\xfe\x00", "not_a_sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(data, reason):
    with pytest.raises(Unreadable) as caught:
        read_sheet(data)
    assert caught.value.reason == reason


def test_zip_bomb_is_refused_by_its_directory():
    with pytest.raises(Unreadable) as caught:
        read_sheet(package(xl__media__x_xml=b"\0" * (40 * 1024 * 1024)))
    assert caught.value.reason == "too_large"


def test_archive_with_many_members_is_refused():
    with pytest.raises(Unreadable) as caught:
        read_sheet(package(**{f"m{number}": b"x" for number in range(300)}))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("name", ["../evil_xml", "/etc/evil_xml", "..\\evil_xml"])
def test_member_outside_the_archive_is_refused(name):
    with pytest.raises(Unreadable) as caught:
        read_sheet(package(**{name: b"<a/>"}))
    assert caught.value.reason == "suspicious"


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize("body", [ENTITIES, ENTITIES.decode().encode("utf-16")])
def test_entities_in_any_part_are_refused(body):
    with pytest.raises(Unreadable) as caught:
        read_sheet(package(xl__sharedStrings_xml=body))
    assert caught.value.reason == "suspicious"


def test_far_away_cell_makes_no_million_rows():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "a")
        page.write_string(1_048_575, 0, "x")
    with pytest.raises(Unreadable) as caught:
        read_sheet(target.getvalue())
    assert caught.value.reason == "too_many_rows"


def test_other_archives_are_no_sheets():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Unreadable) as caught:
        read_sheet(target.getvalue())
    assert caught.value.reason == "not_a_sheet"


@given(st.binary(max_size=400), st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_damaged_workbook_is_refused_not_raised(noise, at):
    whole = write_xlsx([sheet("a")])
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    with contextlib.suppress(Unreadable):
        read_sheet(damaged)
