from controllist.criteria.thresholds import drift, thresholds
from tests.controllist.criteria.conftest import EDITIONS, ENTRY, book, shipped


def test_the_figures_of_an_entry_stand_once_and_in_order():
    found = thresholds(book().entries["2B350"])
    assert [(one.path, one.fact, one.op, one.bound) for one in found] == [
        ("2B350.a", "volume", "more_than", "1/10|m3"),
        ("2B350.a", "volume", "less_than", "20|m3"),
        ("2B350.a.4", "nickel", "more_than", "40|%"),
    ]


def test_what_became_of_a_figure():
    older, newer = book(edition="2021-05-20"), book()
    ((code, rows),) = drift(older, newer).items()
    assert code == "2B350"
    assert [(row.path, row.before, row.after) for row in rows] == [("2B350.a.4", "30|%", "40|%")]
    assert drift(newer, newer) == {}


def test_a_figure_that_came_or_went():
    gone = ENTRY.replace("more_than: 0.1 m3, less_than: 20 m3", "more_than: 0.1 m3")
    rows = drift(book(ENTRY), book(gone))["2B350"]
    assert [(row.before, row.after) for row in rows] == [("20|m3", "")]
    rows = drift(book(gone), book(ENTRY))["2B350"]
    assert [(row.before, row.after) for row in rows] == [("", "20|m3")]


def test_the_known_drift_between_the_shipped_editions():
    newer, older = (shipped(edition) for edition in EDITIONS)
    found = drift(older, newer)
    known = {
        ("4A003", "29|WT", "70|WT"),
        ("1A202", "400|mm", "650|mm"),
        ("2B209", "400|mm", "650|mm"),
        ("2B228", "400|mm", "650|mm"),
        ("3A002", "60|GHz", "90|GHz"),
    }
    gone = {(code, row.before) for code, rows in found.items() for row in rows}
    come = {(code, row.after) for code, rows in found.items() for row in rows}
    assert {(code, before) for code, before, _after in known} - gone == set()
    assert {(code, after) for code, _before, after in known} - come == set()
