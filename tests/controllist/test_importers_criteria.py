"""Criteria and templates from files: all of them or nothing, with the line of each mistake."""

import io

import pytest
from django.core.management import CommandError, call_command

from controllist.importers.criteria import load_criteria
from controllist.models import CriteriaFile, Edition, Line
from controllist.selectors.criteria import criteria_report, frozen, rulebook, template_keys
from tests.controllist.criteria.conftest import ENTRY, FAMILY, OTHER
from tests.controllist.datasheets.conftest import TEMPLATE
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db
FILES = {
    "criteria/families/tanks.yaml": FAMILY,
    "criteria/entries/2B350.yaml": ENTRY,
    "criteria/entries/2B351.yaml": OTHER,
    "datasheets/tank.yaml": TEMPLATE,
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def change(root, name, before, after):
    path = root / name
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


def test_files_become_rows_and_a_rulebook(root):
    reports = load_criteria(root)
    assert {report.state for report in reports} == {"created"}
    assert CriteriaFile.objects.count() == 4
    assert set(rulebook("2025-11-15").entries) == {"2B350", "2B351"}
    assert set(rulebook("2021-05-20").entries) == {"2B350"}
    assert template_keys() == ["tank"]


def test_loading_again_changes_nothing_and_a_change_is_seen(root):
    load_criteria(root)
    assert {report.state for report in load_criteria(root)} == {"unchanged"}
    change(root, "criteria/entries/2B350.yaml", "more_than: 0.1 m3", "more_than: 0.2 m3")
    states = {report.path: report.state for report in load_criteria(root)}
    assert states["criteria/entries/2B350.yaml"] == "updated"
    assert states["criteria/families/tanks.yaml"] == "unchanged"
    (root / "datasheets/tank.yaml").unlink()
    load_criteria(root)
    assert template_keys() == []


def test_a_dry_run_writes_nothing(root):
    load_criteria(root, dry_run=True)
    assert not CriteriaFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "says"),
    [
        ("criteria/entries/2B350.yaml", "more_than: 0.1", "more_then: 0.1", 7, "unknown key"),
        ("criteria/entries/2B350.yaml", "entry: 2B350", "entry: 2B352", 1, "as the file is called"),
        ("criteria/entries/2B351.yaml", "other_than: 2B350", "other_than: 2B352", None, "no criteria"),
        ("criteria/families/tanks.yaml", "unit: m3,", "unit: barrel,", 7, "not known"),
        ("datasheets/tank.yaml", "around: 20 m3", "around: 50 m3", None, "reaches no threshold"),
        ("datasheets/tank.yaml", "kind: tank", "kind: tonk", 2, "no family has the kind"),
        ("datasheets/tank.yaml", "rows:", "rows: [", None, "expected"),
    ],
)  # fmt: skip
def test_one_mistake_refuses_all_and_keeps_what_was_there(root, name, before, after, line, says):
    load_criteria(root)
    kept = set(CriteriaFile.objects.values_list("key", "hash"))
    change(root, name, before, after)
    with pytest.raises(Refused) as caught:
        load_criteria(root)
    report = caught.value.refused[0]
    assert report.path == name
    assert says in str(report)
    assert line is None or report.line == line
    assert set(CriteriaFile.objects.values_list("key", "hash")) == kept


def test_a_kind_of_two_families_is_refused(root):
    twin = FAMILY.replace("family: tanks", "family: bins")
    (root / "criteria/families/bins.yaml").write_text(twin)
    with pytest.raises(Refused, match="has the kind “tank” already"):
        load_criteria(root)


def test_what_is_frozen_is_enough_to_answer_and_no_more(root):
    load_criteria(root)
    found = frozen("tank", "2025-11-15")
    assert [row["entry"] for row in found["entries"]] == ["2B350", "2B351"]
    assert [row["family"] for row in found["families"]] == ["tanks"]


def text_of(edition, **lines):
    for path, text in lines.items():
        place = path.replace("_", ".")
        Line.objects.create(
            edition=edition, code=place[:5], path=place, text=text, imported=True, position=1
        )


def test_the_report_of_a_new_edition_uses_the_criteria_before_it(root):
    load_criteria(root)
    old = Edition.objects.create(key="2025-11-15", title_en="Old", title_ru="Старая")
    new = Edition.objects.create(key="2027-01-01", title_en="New", title_ru="Новая")
    lines = {
        "a2B350": "Plant", "a2B350_a": "more than 0,1 m³ and less than 20 m³ Note 4",
        "a2B350_a_3": "Glass", "a2B350_a_4": "more than 40 %", "a2B351": "better than 1 %",
    }  # fmt: skip
    plain = {key[1:]: text for key, text in lines.items()}
    text_of(old, **plain)
    text_of(new, **{**plain, "2B350_a_4": "more than 45 %"})
    assert criteria_report(old)[1].findings == ()
    key, report = criteria_report(new)
    assert key == "2025-11-15"
    assert [(one.path, one.shown) for one in report.findings] == [("2B350.a.4", "40")]
    assert criteria_report(Edition(key="1999-01-01")) is None


def test_the_command_says_what_it_could_not_confirm(root, tmp_path):
    rows = [
        '{"code":"2B350","path":"2B350","kind":"provision","text":"Plant"}',
        '{"code":"2B350","path":"2B350.a","kind":"provision","text":"more than 0,1 m3, less than 20 m3"}',
        '{"code":"2B350","path":"2B350.a.3","kind":"provision","text":"Glass"}',
        '{"code":"2B350","path":"2B350.a.4","kind":"provision","text":"more than 41 %"}',
        '{"code":"2B351","path":"2B351","kind":"provision","text":"better than 1 %"}',
    ]
    text = tmp_path / "annex.jsonl"
    text.write_text("\n".join(rows))
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be confirmed"):
        call_command("check_criteria", edition="2025-11-15", root=root, text=text, stdout=out)
    assert "2B350: number not there 2B350.a.4 40" in out.getvalue()
    text.write_text("\n".join(rows).replace("41 %", "40 %"))
    out = io.StringIO()
    call_command("check_criteria", edition="2025-11-15", root=root, text=text, stdout=out)
    assert "4 criteria with numbers, 4 confirmed, 0 findings" in out.getvalue()
    with pytest.raises(CommandError, match="No official text"):
        call_command("check_criteria", edition="2025-11-15", root=root, stdout=out)
