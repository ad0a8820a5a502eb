import pytest

from controllist.importers import load_content
from controllist.models import Edition, Entry, Line
from tests.controllist.conftest import CAPTIONS, EDITIONS, ENTRIES, write
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db


def states(reports):
    return {report.path.removeprefix("catalogue/"): report.state for report in reports}


def refusals(root):
    with pytest.raises(Refused) as caught:
        load_content(root)
    return [(r.path.removeprefix("catalogue/"), r.line, r.detail) for r in caught.value.refused]


def codes(edition):
    rows = Entry.objects.filter(edition__key=edition)
    return list(rows.order_by("code").values_list("code", flat=True))


def test_first_load_creates_editions_entries_and_captions(root):
    names = ("editions.yaml", "2.yaml", "captions.yaml")
    assert states(load_content(root)) == dict.fromkeys(names, "created")
    assert codes("2025-11-15") == ["2B350", "2B510"]
    entry = Entry.objects.get(edition__key="2025-11-15", code="2B350")
    assert (entry.category, entry.group, entry.origin) == ("2", "B", "3")
    assert (entry.subject_en, entry.subject_ru) == ("Chemical plant", "Химическое оборудование")
    line = Line.objects.get()
    assert (line.edition.key, line.path, line.caption_en) == (
        "2025-11-15",
        "2B350.a",
        "Small reactors.",
    )


def test_entry_since_a_later_edition_is_not_in_the_earlier(root):
    load_content(root)
    assert codes("2021-05-20") == ["2B350"]


def test_second_load_changes_nothing(root):
    load_content(root)
    before = [list(model.objects.values()) for model in (Edition, Entry, Line)]
    assert set(states(load_content(root)).values()) == {"unchanged"}
    assert [list(model.objects.values()) for model in (Edition, Entry, Line)] == before


def test_reworded_subject_is_updated_in_place_and_found_anew(root):
    load_content(root)
    before = Entry.objects.get(edition__key="2025-11-15", code="2B350").pk
    write(root, "2.yaml", ENTRIES.replace("Chemical plant", "Corrosion-proof vessels"))
    assert states(load_content(root))["2.yaml"] == "updated"
    entry = Entry.objects.get(pk=before)
    assert entry.subject_en == "Corrosion-proof vessels"
    assert " vessel" in entry.search


def test_entry_and_caption_that_are_no_longer_named_go(root):
    load_content(root)
    write(root, "2.yaml", ENTRIES[: ENTRIES.index("  - code: 2B510")])
    write(root, "captions.yaml", "captions: []\n")
    assert states(load_content(root)) == {
        "editions.yaml": "unchanged",
        "2.yaml": "updated",
        "captions.yaml": "updated",
    }
    assert codes("2025-11-15") == ["2B350"]
    assert Line.objects.count() == 0


def test_current_edition_moves_to_the_one_the_file_names(root):
    load_content(root)
    moved = EDITIONS.replace("    current: true\n", "").replace(
        '"2021-05-20"\n', '"2021-05-20"\n    current: true\n'
    )
    write(root, "editions.yaml", moved)
    load_content(root)
    assert list(Edition.objects.filter(is_current=True).values_list("key", flat=True)) == [
        "2021-05-20"
    ]


def test_dry_run_reports_and_writes_nothing(root):
    assert set(states(load_content(root, dry_run=True)).values()) == {"created"}
    assert Edition.objects.count() == 0


def test_without_a_catalogue_there_is_nothing_to_load(tmp_path):
    assert load_content(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        ("2.yaml", ENTRIES.replace("2B510", "2B350"), 4, "the entry “2B350” stands twice"),
        ("2.yaml", ENTRIES.replace("2B510", "3B510"), 4, "“3B510” belongs to another category"),
        ("2.yaml", ENTRIES.replace("2B510", "2В510"), 4, "“2В510” is not a code; did you mean"),
        ("2.yaml", ENTRIES.replace("2B510", "2B510.a"), 4, "“2B510.a” is a paragraph"),
        ("2.yaml", ENTRIES.replace("2025-11-15", "1999-01-01"), 5, "there is no edition"),
        ("2.yaml", ENTRIES.replace("en: Metal", "eng: Metal"), 6, "unknown key “eng”"),
        ("2.yaml", "entries: 5\n", 1, "must be a list"),
        ("2.yaml", "entries: [" + "[" * 3000, 1, ""),
        ("2.yaml", b"entries: \xff\n", 1, "is not UTF-8 text"),
        ("captions.yaml", CAPTIONS.replace("2B350.a", "2B351.a"), 2, "there is no entry “2B351”"),
        ("captions.yaml", CAPTIONS + CAPTIONS[10:], 4, "the path “2B350.a” stands twice"),
        ("editions.yaml", EDITIONS.replace("2021-05-20", "2025-11-15"), 7, "is no new date"),
        ("11.yaml", "entries: []\n", None, "not a file of the catalogue"),
    ],
)
def test_wrong_file_is_refused_with_its_line_and_nothing_is_written(
    root, name, content, line, reason
):
    write(root, name, content)
    found = refusals(root)
    assert (found[0][0], found[0][1]) == (name, line)
    assert reason in found[0][2]
    assert Edition.objects.count() == Entry.objects.count() == 0


def test_every_wrong_row_is_named_at_once(root):
    write(root, "2.yaml", ENTRIES.replace("code: 2B350", "code: hello").replace("2B510", "2Z510"))
    assert [(name, line) for name, line, _ in refusals(root)] == [
        ("2.yaml", 2), ("2.yaml", 4), ("captions.yaml", 2),
    ]  # fmt: skip
