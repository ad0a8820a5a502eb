import datetime

import pytest
from django.conf import settings as project
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist.importers.correlations import Defaults, import_correlations
from controllist.models import Correlation, Edition
from controllist.selectors import customs
from controllist.services import CorrelationTable
from partners.models import Country
from tests.controllist import published
from tests.factories.controllist import EntryFactory
from theme.sheets import Sheet, write_csv, write_xlsx
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
HEADER = ("list_entry", "tnved_code", "source")
ROWS = [
    ("2B350 a", "7310 10 000 0", "Decree"),
    ("2В350 а", "8419 89 989 0", "Decree"),
    ("2B350.g", "8481", "Decree"),
    ("2B351", "9027 10", ""),
]
TABLE = CorrelationTable("tnved", "National list of 2008", "KZ")


@pytest.fixture(autouse=True)
def _entries():
    Country.objects.get_or_create(
        code="KZ", defaults={"name_en": "Kazakhstan", "name_ru": "Казахстан"}
    )
    EntryFactory(code="2B350")
    EntryFactory(code="2B351")


def as_csv(rows=ROWS, header=HEADER):
    return write_csv(Sheet("t", header, rows))


def load(folder, rows=ROWS, **options):
    path = published.write(folder, "table.csv", as_csv(rows))
    return import_correlations(path, **{"table": TABLE} | options)


def snapshot():
    return list(Correlation.objects.order_by("pk").values())


def reasons(path, **options):
    before = snapshot()
    with pytest.raises(Refused) as caught:
        import_correlations(path, **{"table": TABLE} | options)
    assert snapshot() == before
    return [(report.line, report.detail) for report in caught.value.refused]


def test_table_is_loaded_normalised_and_again_changes_nothing(tmp_path):
    defaults = Defaults("Law", datetime.date(2008, 2, 5))
    report = load(tmp_path, defaults=defaults)
    assert (report.tally.created, report.pairs, report.entries) == (4, 4, 2)
    rows = Correlation.objects.order_by("position")
    assert list(rows.values_list("code", "path", "foreign", "shown", "source")) == [
        ("2B350", "2B350.a", "7310100000", "7310 10 000 0", "Decree"),
        ("2B350", "2B350.a", "8419899890", "8419 89 989 0", "Decree"),
        ("2B350", "2B350.g", "8481", "8481", "Decree"),
        ("2B351", "2B351", "902710", "9027 10", "Law"),
    ]
    assert rows[0].as_of == datetime.date(2008, 2, 5)
    before = snapshot()
    assert load(tmp_path, defaults=defaults).tally.changed == 0
    assert snapshot() == before


def test_same_table_again_replaces_what_it_said_and_leaves_other_tables(tmp_path):
    other = CorrelationTable("cn", "Another table")
    load(tmp_path, table=other)
    load(tmp_path)
    report = load(tmp_path, ROWS[:1])
    assert (report.tally.removed, report.tally.unchanged) == (3, 1)
    assert Correlation.objects.filter(title="Another table").count() == 4


def test_workbook_with_russian_columns(tmp_path):
    sheet = Sheet("t", ("Позиция", "Код ТН ВЭД", "Источник"), ROWS)
    path = published.write(tmp_path, "t.xlsx", write_xlsx([sheet]))
    assert import_correlations(path, table=TABLE).pairs == 4


def test_duplicates_are_kept_once_and_told(tmp_path):
    report = load(tmp_path, [*ROWS, ("2B350.A", "7310100000", "again")])
    assert [(row.place, row.path) for row in report.duplicates] == [(6, "2B350.a")]
    assert report.pairs == 4


def test_dry_run_writes_nothing(tmp_path):
    report = load(tmp_path, dry_run=True)
    assert (report.tally.created, report.written, Correlation.objects.count()) == (4, False, 0)


def test_entries_no_edition_has_refuse_the_file_unless_skipped(tmp_path):
    rows = [*ROWS, ("9A999 b", "8411 11", "")]
    path = published.write(tmp_path, "t.csv", as_csv(rows))
    assert reasons(path) == [(6, "no edition has the entry 9A999")]
    report = load(tmp_path, rows, skip_unknown=True)
    assert [(row.place, row.path) for row in report.skipped] == [(6, "9A999.b")]
    assert report.pairs == 4


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (as_csv([("hello", "8481", "")]), 2, "“hello” is no code of the list"),
        (as_csv([("2B350", "valves", "")]), 2, "“valves” is no customs code"),
        (as_csv([("2B350", "84", "")]), 2, "“84” is no customs code"),
        (as_csv([("2B350", "", "")]), 2, "is no customs code"),
        (as_csv([("2B350", "8481", "x", "soon")], (*HEADER, "as_of")), 2, "“soon” is no date"),
        (as_csv(header=("a", "b", "c")), 1, "has no column “path”"),
        (b"", None, "the file is empty"),
        (b"{}", None, "is no table"),
        (b"PK\x03\x04", None, "no CSV or XLSX"),
    ],
)
def test_odd_files_are_refused(tmp_path, data, line, reason):
    found = reasons(published.write(tmp_path, "t", data))
    assert found[0][0] == line
    assert reason in found[0][1]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (CorrelationTable("moon", "T"), "is no nomenclature"),
        (CorrelationTable("hs", " "), "needs a title"),
        (CorrelationTable("hs", "T", "ZZ"), "there is no country “ZZ”"),
    ],
)
def test_odd_tables_are_refused(tmp_path, table, reason):
    path = published.write(tmp_path, "t.csv", as_csv())
    assert reason in reasons(path, table=table)[0][1]


def found(query):
    edition = Edition.objects.get()
    return [(one.entry.code, len(one.pairs)) for one in customs.candidates(query, edition)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("7310 10 000 0", [("2B350", 1)]),
        ("7310", [("2B350", 1)]),
        ("8481 80 790 0", [("2B350", 1)]),
        ("8481.80", [("2B350", 1)]),
        ("9027", [("2B351", 1)]),
        ("731", []),
        ("9999", []),
        ("2B350", []),
        ("valves", []),
        ("", []),
        ("٨٤٨١", []),
    ],
)
def test_customs_code_leads_to_candidates(tmp_path, query, expected):
    load(tmp_path)
    assert found(query) == expected


def test_code_of_a_national_list_leads_to_candidates(tmp_path):
    path = published.write(tmp_path, "t.csv", as_csv([("2B350", "Раздел 2.А.7", "")]))
    import_correlations(path, table=CorrelationTable("national", "List"))
    assert found("раздел 2.а.7") == [("2B350", 1)]


def test_entry_page_shows_the_codes_as_candidates(client, tmp_path, django_assert_num_queries):
    page = reverse("controllist:entry", args=["2025-11-15", "2B350"])
    assert "Customs codes that may hold such goods" not in client.get(page).text
    load(tmp_path)
    shown = client.get(page).text
    assert "Candidates only, never a classification" in shown
    assert "7310 10 000 0" in shown
    assert "Kazakhstan" in shown
    with django_assert_num_queries(1):
        assert [table.title for table in customs.of_entry("2B350")] == ["National list of 2008"]


def test_search_by_customs_code_offers_candidates(client, tmp_path):
    load(tmp_path)
    for url in ("controllist:index", "controllist:find"):
        shown = client.get(reverse(url), {"q": "8481 80"}).text
        assert "Candidates only, never a classification" in shown
        assert "No entry matches" not in shown
        assert reverse("controllist:entry", args=["2025-11-15", "2B350"]) in shown
    assert "No entry matches" in client.get(reverse("controllist:index"), {"q": "9999 99"}).text


def test_candidates_cost_two_queries_however_many(tmp_path, django_assert_num_queries):
    load(tmp_path)
    for serial in range(360, 370):
        EntryFactory(code=f"2B{serial}")
    rows = [(f"2B{serial}", f"8481 80 {serial}", "") for serial in range(360, 370)]
    edition = Edition.objects.get()
    for some in (rows[:1], rows):
        load(tmp_path, some, table=CorrelationTable("hs", "Many"))
        with django_assert_num_queries(2):
            customs.candidates("8481", edition)


DATA = project.LIST_DATA_DIR.parent / "kz2008_2B350_tnved.csv"


@pytest.mark.skipif(not DATA.exists(), reason="the sample of a national table is not at hand")
def test_sample_of_a_national_table_is_taken():
    report = import_correlations(DATA, table=TABLE)
    assert report.entries == 1
    assert report.pairs > 60
    assert report.duplicates == ()
    assert [table.country for table in customs.of_entry("2B350")] == ["Kazakhstan"]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(
        st.sampled_from([b"list_entry,tnved_code\n", b"2B352,8481\n", b",", b"\n"])
        | st.binary(max_size=20),
        max_size=6,
    )
)
def test_any_bytes_are_refused_and_write_nothing(tmp_path, parts):
    path = published.write(tmp_path, "any", b"".join(parts))
    with pytest.raises(Refused):
        import_correlations(path, table=TABLE)
    assert snapshot() == []
