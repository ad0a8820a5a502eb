import json
from fractions import Fraction

import pytest

from controllist.criteria.checking import check, numbers_in
from tests.controllist.criteria.conftest import ENTRY, OTHER, book, shipped
from tests.house import ROOT

DATA = ROOT.parent / "shared" / "data" / "control_list"
TEXT = {
    ("2B350", "provision"): "Plant",
    ("2B350.a", "provision"): "Tanks of more than 0,1 m³ (100 litres) and less than 20 m³",
    ("2B350.a.3", "provision"): "Glass",
    ("2B350.a.4", "provision"): "Alloys with more than 40 % nickel",
    ("2B350.a", "note"): "Note 4: retail",
    ("2B351", "provision"): "An error better than 1 %",
}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("exceeding 12,7 × 10⁶ m", ["12.7", "12700000"]),
        ("of 12,7 x 106 m", ["12.7", "12700000"]),
        ("1 000 000 frames", ["1000000"]),
        ("20000 litres", ["20000"]),
        ("less than 10^-4", ["1/10000"]),
        ("10⁻¹¹ per month", ["1/100000000000"]),
        ("Five or more axes", ["5"]),
        ("multiphase", ["2"]),
        ("DN 10 or NPS 3/8", ["10", "3", "8"]),
    ],
)
def test_numbers_are_found_as_the_list_writes_them(text, values):
    assert {Fraction(value) for value in values} <= numbers_in(text)


def test_rules_that_stand_in_the_text_are_confirmed():
    rules = book()
    report = check(rules.entries.values(), rules.families.values(), TEXT)
    assert (report.leaves, report.confirmed, report.findings) == (4, 4, ())


def test_a_figure_that_is_not_at_its_line_is_found():
    rules = book(ENTRY.replace("less_than: 20 m3", "less_than: 25 m3"), OTHER)
    (finding,) = check(rules.entries.values(), [], TEXT).findings
    assert (finding.path, finding.reason, finding.shown) == ("2B350.a", "number_not_there", "25")


def test_a_path_that_does_not_exist_is_found():
    rules = book(ENTRY.replace("path: 2B350.a.3", "path: 2B350.a.9"), OTHER)
    (finding,) = check(rules.entries.values(), [], TEXT).findings
    assert (finding.path, finding.reason) == ("2B350.a.9", "no_such_path")


@pytest.mark.parametrize("edition", ["2025-11-15", "2021-05-20"])
def test_the_shipped_criteria_stand_in_the_official_text(edition):
    path = DATA / f"annex_i_{edition}.jsonl"
    if not path.exists():
        return  # the official text is an input, not part of this repository
    text: dict[tuple[str, str], str] = {}
    for line in path.read_text().splitlines():
        row = json.loads(line)
        name = row["path"], row["kind"]
        text[name] = f"{text.get(name, '')} ; {row['text']}"
    for line in (DATA / "notes_2025-11-15.jsonl").read_text().splitlines():
        row = json.loads(line)
        text[row["title"], "section_note"] = row["text"]
    rules = shipped(edition)
    report = check(rules.entries.values(), rules.families.values(), text)
    assert report.findings == ()
    assert report.confirmed == report.leaves > 25


def test_nearly_every_entry_of_the_curriculum_has_rules():
    assert len(shipped("2025-11-15").entries) >= 130
    assert len(shipped("2021-05-20").entries) >= 120
    path = DATA.parent / "training_items.csv"
    if path.exists():
        codes = {line.partition(",")[0] for line in path.read_text().splitlines()[1:]}
        assert codes - shipped("2025-11-15").entries.keys() == set()
