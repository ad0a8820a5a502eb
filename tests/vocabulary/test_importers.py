import pytest

from vocabulary.importers import load_content
from vocabulary.models import Objective, Source, Term, Topic
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db

FILES = {
    "sources.yaml": """\
sources:
  - key: dual-use-regulation
    title: {en: Dual-use regulation, ru: Регламент о товарах двойного назначения}
    reference: Regulation (EU) 2021/821
    url: https://example.org/2021/821
    as_of: 2025-11-15
""",
    "topics.yaml": "topics:\n  - {key: electronics, title: {en: Electronics, ru: Электроника}}\n",
    "objectives.yaml": """\
objectives:
  - key: apply-thresholds
    topic: electronics
    title: {en: Apply thresholds, ru: Применять пороговые значения}
""",
    "terms.yaml": """\
terms:
  - key: threshold
    title: {en: threshold, ru: пороговое значение}
    definition:
      en: The value from which an item is controlled.
      ru: Значение, начиная с которого товар контролируется.
    source: dual-use-regulation
  - key: item
    title: {en: item, ru: товар}
    definition: {en: A thing., ru: Вещь.}
""",
}


@pytest.fixture
def root(tmp_path):
    for name, content in FILES.items():
        write(tmp_path, name, content)
    return tmp_path


def write(root, name, content):
    (root / "vocabulary").mkdir(exist_ok=True)
    path = root / "vocabulary" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def states(reports):
    return {report.path.removeprefix("vocabulary/"): report.state for report in reports}


def refusals(root):
    with pytest.raises(Refused) as caught:
        load_content(root)
    return [(r.path, r.line, r.detail) for r in caught.value.refused]


def test_first_load_creates_everything(root):
    assert states(load_content(root)) == dict.fromkeys(FILES, "created")
    term = Term.objects.get(key="threshold")
    assert (term.title_en, term.title_ru) == ("threshold", "пороговое значение")
    assert term.source.reference == "Regulation (EU) 2021/821"
    assert Objective.objects.get().topic.key == "electronics"


def test_second_load_changes_nothing(root):
    load_content(root)
    before = list(Term.objects.values())
    reports = load_content(root)
    assert states(reports) == dict.fromkeys(FILES, "unchanged")
    assert reports[-1].detail == "0 new, 0 changed, 2 as before"
    assert list(Term.objects.values()) == before


def test_reworded_term_is_updated_in_place(root):
    load_content(root)
    before = Term.objects.get(key="item").pk
    write(root, "terms.yaml", FILES["terms.yaml"].replace("A thing.", "Any thing."))
    assert states(load_content(root))["terms.yaml"] == "updated"
    term = Term.objects.get(key="item")
    assert (term.pk, term.summary_en) == (before, "Any thing.")


def test_dry_run_reports_and_writes_nothing(root):
    assert states(load_content(root, dry_run=True)) == dict.fromkeys(FILES, "created")
    assert Term.objects.count() == Source.objects.count() == 0


def test_one_bad_row_leaves_the_whole_room_unwritten(root):
    write(root, "terms.yaml", FILES["terms.yaml"].replace("ru: товар", "ro: товар"))
    assert refusals(root) == [
        ("vocabulary/terms.yaml", 9, "unknown key “ro” (known: en, ru)"),
    ]
    assert Topic.objects.count() == Source.objects.count() == 0


def test_every_bad_row_is_named_at_once(root):
    write(root, "topics.yaml", "topics:\n  - {key: A B, title: {en: x, ru: ю}}\n  - {key: b}\n")
    assert refusals(root) == [
        ("vocabulary/topics.yaml", 2, "“A B” is not a key like dual-use-item"),
        ("vocabulary/topics.yaml", 3, "missing key “title”"),
        ("vocabulary/objectives.yaml", 3, "there is no topic “electronics”"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "reason"),
    [
        ("terms.yaml", "source: dual", "source: single", 7, "there is no source “single-use-"),
        ("terms.yaml", "key: item", "key: threshold", 8, "the key “threshold” stands twice"),
        ("terms.yaml", "A thing.", "", 10, "“en” must be text, found nothing"),
        ("terms.yaml", "A thing.", "'" + "[" * 600 + "'", 10, "too intricate to be shown"),
        ("terms.yaml", "key: item", "key: item\n    colour: red", 9, "unknown key “colour”"),
        ("terms.yaml", "terms:", "words:", 1, "unknown key “words”"),
        ("sources.yaml", "2025-11-15", "soon", 6, "“as_of” must be a date like 2025-11-15"),
        ("sources.yaml", "https:", "javascript:", 5, "“url” is not a web address"),
        ("sources.yaml", "Regulation (EU)", "x" * 301, 4, "“reference” is longer than 300"),
        ("topics.yaml", "en: Electronics", "en: " + "x" * 201, 2, "“title” is longer than 200"),
    ],
)
def test_bad_value_is_refused_with_its_line(root, name, old, new, line, reason):
    assert old in FILES[name]
    write(root, name, FILES[name].replace(old, new))
    path, found, detail = refusals(root)[0]
    assert (path, found) == (f"vocabulary/{name}", line)
    assert reason in detail


@pytest.mark.parametrize(
    "content", [b"\x00", b"\xff", b"", b"[", b"- a", b"terms: {}", b"terms: [1]"]
)
def test_broken_file_is_refused(root, content):
    write(root, "terms.yaml", content)
    ((path, _line, _detail),) = refusals(root)
    assert path == "vocabulary/terms.yaml"


def test_file_with_an_unknown_name_is_refused(root):
    write(root, "term.yaml", "terms: []\n")
    ((path, _line, detail),) = refusals(root)
    assert path == "vocabulary/term.yaml"
    assert "known: objectives.yaml" in detail


def test_absent_folder_is_nothing_to_load(tmp_path):
    assert load_content(tmp_path) == []
