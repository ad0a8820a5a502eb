import pytest

from vocabulary.reports import FileReport, Refused, stop_if_refused, tally


def test_report_names_file_line_and_detail():
    report = FileReport("terms.yaml", "refused", "missing key “title”", 7)
    assert str(report) == "refused   terms.yaml:7: missing key “title”"


def test_report_without_line_or_detail():
    assert str(FileReport("terms.yaml", "created")) == "created   terms.yaml"


def test_refused_keeps_all_reports_and_shows_the_refused_ones():
    good, bad = FileReport("a.yaml", "created"), FileReport("b.yaml", "refused", "is empty")
    with pytest.raises(Refused) as caught:
        stop_if_refused([good, bad])
    assert caught.value.reports == (good, bad)
    assert caught.value.refused == (bad,)
    assert str(caught.value) == "refused   b.yaml: is empty"


def test_nothing_refused_goes_on():
    stop_if_refused([FileReport("a.yaml", "unchanged")])


@pytest.mark.parametrize(
    ("created", "updated", "state"),
    [(0, 0, "unchanged"), (3, 0, "created"), (0, 1, "updated"), (3, 1, "updated")],
)
def test_state_of_a_file_with_several_rows(created, updated, state):
    assert tally(created=created, updated=updated) == state
