import shutil
from pathlib import Path

import pytest

from casestudies.importers import load_content
from casestudies.models import Case, CaseVersion
from tests.factories.cases import CONTENT, SHIPPED
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT / "cases", tmp_path / "cases")
    return tmp_path


def case_file(root: Path) -> Path:
    return root / "cases" / SHIPPED / "case.yaml"


def test_second_load_changes_nothing(root: Path) -> None:
    states = [[report.state for report in load_content(root)] for _ in range(2)]
    assert states == [["created"], ["unchanged"]]
    assert CaseVersion.objects.count() == 1


def test_changed_file_makes_the_next_version(root: Path) -> None:
    load_content(root)
    text = case_file(root).read_text(encoding="utf-8")
    case_file(root).write_text(text.replace("minutes: 30", "minutes: 35"), encoding="utf-8")
    assert [report.state for report in load_content(root)] == ["updated"]
    assert Case.objects.get().minutes == 35
    assert [version.number for version in CaseVersion.objects.all()] == [1, 2]


def test_dry_run_writes_nothing(root: Path) -> None:
    assert [report.state for report in load_content(root, dry_run=True)] == ["created"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("case.yaml", "first: goods", "first: nowhere", "unknown reference"),
        ("case.yaml", "minutes: 30", "minutes: many", "a whole number"),
        ("case.yaml", "minutes: 30", "minutes: 30\nsecret: 1", "unknown key"),
        ("case.yaml", "first: goods", "first: [", "papers" ),
        ("papers/reply.yaml", "key: reply", "key: answer", "the file's name"),
        ("papers/reply.yaml", "kind: letter", "kind: postcard", "must be one of"),
        ("papers/reply.yaml", "signed:", "signet:", "unknown key"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_and_nothing_is_written(
    root: Path, file: str, old: str, new: str, said: str
) -> None:
    path = root / "cases" / SHIPPED / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_content(root)
    report = refused.value.reports[0]
    assert report.state == "refused"
    if new != "first: [":
        assert said in report.detail
    assert report.path.startswith("cases/")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 20_000, b"a: \x00", b"- 1\n", b"key: .nan\n", b"x: &a [*a]"],
)
def test_nonsense_is_refused_with_a_reason(root: Path, content: bytes) -> None:
    case_file(root).write_bytes(content)
    with pytest.raises(Refused):
        load_content(root)


def test_notes_that_are_missing_are_refused(root: Path) -> None:
    (root / "cases" / SHIPPED / "notes.ru.md").unlink()
    with pytest.raises(Refused, match="notes"):
        load_content(root)
