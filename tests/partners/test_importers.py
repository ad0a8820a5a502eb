"""Partners' content files: loaded whole, again without change, and never over somebody's edit."""

import shutil

import pytest

from partners.importers import load_content
from partners.models import Country, Institution, StatusFact
from tests.house import ROOT
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db

COUNTRIES = """countries:
  - {code: KZ, name: {en: Kazakhstan, ru: Казахстан}, time_zone: Asia/Almaty, partner: true}
"""
INSTITUTIONS = """institutions:
  - key: kz-customs
    name: {en: Customs, ru: Таможня}
    short: {en: Customs, ru: Таможня}
    kind: customs
    country: KZ
"""
FACTS = """facts:
  - country: KZ
    topic: law
    text: {en: There is a law., ru: Закон есть.}
    source: The law
    as_of: 2025-01-01
    confirmed: false
"""


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "partners"
    folder.mkdir()
    (folder / "countries.yaml").write_text(COUNTRIES)
    (folder / "institutions.yaml").write_text(INSTITUTIONS)
    (folder / "status_facts.yaml").write_text(FACTS)
    return tmp_path


def states(reports):
    return [report.state for report in reports]


def test_shipped_content_loads_and_loads_again_without_change(tmp_path):
    shutil.copytree(ROOT / "content/partners", tmp_path / "partners")
    assert states(load_content(tmp_path)) == ["created"] * 3
    assert states(load_content(tmp_path)) == ["unchanged"] * 3
    assert Country.objects.filter(is_partner=True).count() == 7
    assert not StatusFact.objects.filter(confirmed=True).exists()


def test_both_languages_are_stored(root):
    load_content(root)
    customs = Institution.objects.get(key="kz-customs")
    assert (customs.name_en, customs.name_ru, customs.country_id) == ("Customs", "Таможня", "KZ")


def test_dry_run_reports_and_writes_nothing(root):
    assert states(load_content(root, dry_run=True)) == ["created"] * 3
    assert not Country.objects.exists()


def test_a_change_in_the_cms_survives_the_next_load(root):
    load_content(root)
    Institution.objects.filter(key="kz-customs").update(name_en="The official name")
    assert states(load_content(root)) == ["unchanged"] * 3
    assert Institution.objects.get(key="kz-customs").name_en == "The official name"


def test_a_change_in_the_file_is_taken(root):
    load_content(root)
    path = root / "partners/institutions.yaml"
    path.write_text(INSTITUTIONS.replace("en: Customs", "en: Customs service", 1))
    assert states(load_content(root)) == ["unchanged", "updated", "unchanged"]
    assert Institution.objects.get(key="kz-customs").name_en == "Customs service"


def test_a_statement_that_left_the_file_is_removed_unless_confirmed(root):
    load_content(root)
    path = root / "partners/status_facts.yaml"
    path.write_text(FACTS.replace("source: The law", "source: Another law"))
    StatusFact.objects.update(confirmed=True)
    load_content(root)
    assert sorted(StatusFact.objects.values_list("source", flat=True)) == [
        "Another law",
        "The law",
    ]
    path.write_text(FACTS.replace("source: The law", "source: A third law"))
    load_content(root)
    assert sorted(StatusFact.objects.values_list("source", flat=True)) == [
        "A third law",
        "The law",
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("countries", COUNTRIES.replace("KZ", "kz"), 2, "two capitals"),
        ("countries", COUNTRIES.replace("Asia/Almaty", "Mars/Base"), 2, "no time zone"),
        ("countries", COUNTRIES.replace("true", "perhaps"), 2, "true or false"),
        ("countries", COUNTRIES + COUNTRIES.splitlines()[1] + "\n", 3, "twice"),
        ("institutions", INSTITUTIONS.replace("kind: customs", "kind: bakery"), 5, "unknown kind"),
        ("institutions", INSTITUTIONS.replace("KZ", "XX"), 6, "no country"),
        ("institutions", INSTITUTIONS.replace(", ru: Таможня", "", 1), 3, "missing key"),
        ("status_facts", FACTS.replace("2025-01-01", "yesterday"), 6, "date"),
        ("status_facts", FACTS + "    colour: red\n", 8, "unknown key"),
        ("status_facts", "facts: [[[[", 1, "expected"),
    ],
)
def test_a_fault_names_file_and_line_and_nothing_is_written(root, name, text, line, said):
    (root / f"partners/{name}.yaml").write_text(text)
    with pytest.raises(Refused) as refused:
        load_content(root)
    report = next(row for row in refused.value.reports if row.state == "refused")
    assert (report.path, report.line) == (f"partners/{name}.yaml", line)
    assert said in report.detail
    assert not Country.objects.exists()


def test_an_unknown_file_is_refused(root):
    (root / "partners/rankings.yaml").write_text("a: b")
    with pytest.raises(Refused, match="not a file of the partners"):
        load_content(root)
