import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from controllist.selectors import compare
from controllist.selectors.compare import Typed, read_codes
from tests.factories.controllist import EditionFactory, EntryFactory, LineFactory

FAMILIES = """\
families:
  - codes: [2B001, 2B201]
    why: {en: Machine tools., ru: Станки.}
  - codes: [2B001, 2B109, 2B201]
    why: {en: Machines that shape metal., ru: Металлообработка.}
"""


@pytest.fixture
def content(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    (tmp_path / "catalogue").mkdir()
    path = tmp_path / "catalogue" / "compare.yaml"
    path.write_text(FAMILIES, encoding="utf-8")
    return path


@pytest.fixture
def edition(db):
    return EditionFactory()


def make(edition, *codes):
    return [EntryFactory(edition=edition, code=code) for code in codes]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("2B001,2B109,2B201", ("2B001", "2B109", "2B201")),
        ("2в001, 2В109; 2b 201", ("2B001", "2B109", "2B201")),
        ("2B001 2B109", ("2B001", "2B109")),
        ("2B001/2B109|2B201", ("2B001", "2B109", "2B201")),
        ("2B001.a.1 and 2b109a2", ("2B001", "2B109")),
        ("«2В350.а.3» и 2в 352 с", ("2B350", "2B352")),
        ("2B350 a 3 2B001", ("2B350", "2B001")),
        ("1C010.a. or b. 1C210", ("1C010", "1C210")),
        ("2B001, 2B001.b", ("2B001",)),
    ],
)
def test_codes_are_read_as_people_type_them(typed, codes):
    assert read_codes(typed) == Typed(codes)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lathe", Typed((), ("lathe",))),
        ("9Z9, 2B1", Typed((), ("9Z9", "2B1"))),
        ("2B001, 9Я9", Typed(("2B001",), ("9Я9",))),
        ("2B0012B109", Typed((), ("2B0012B109",))),
        ("", Typed(())),
        (" ,;. ", Typed(())),
    ],
)
def test_what_is_no_code_is_told(typed, expected):
    assert read_codes(typed) == expected


@given(st.text(max_size=300) | st.text(alphabet="2BВ0019 .,;-aа«»ßİ", max_size=300))
def test_any_text_is_read(typed):
    found = read_codes(typed)
    assert len(set(found.codes)) == len(found.codes)
    assert all(len(code) == 5 and code.isascii() for code in found.codes)


def test_known_keeps_the_order_and_leaves_out_what_is_not_there(edition):
    lathe, mill = make(edition, "2B001", "2B201")
    assert compare.known(edition, ["2B201", "9A999", "2B001"]) == [mill, lathe]


def test_columns_set_notes_apart(edition, django_assert_num_queries):
    lathe, mill = make(edition, "2B001", "2B201")
    head = LineFactory(edition=edition, path="2B001", text="Machine tools:")
    first = LineFactory(edition=edition, path="2B001.a", text="Turning")
    below = LineFactory(edition=edition, path="2B001.a.1", text="Small")
    note = LineFactory(edition=edition, path="2B001.a", kind="note", text="Not for gears")
    alone = LineFactory(edition=edition, path="2B201.a", text="Milling")
    with django_assert_num_queries(1):
        one, other = compare.columns([lathe, mill])
    assert (one.head, [node.line for node in one.nodes], one.notes) == (head, [first], [note])
    assert [node.line for node in one.nodes[0].children] == [below]
    assert (other.head, [node.line for node in other.nodes], other.notes) == (None, [alone], [])
    assert compare.columns([]) == []


def test_companions_are_named_by_the_text_or_by_a_family(edition, content):
    lathe, *_others = make(edition, "2B001", "2B002", "2B109", "2B201", "3A001")
    LineFactory(edition=edition, path="2B001", kind="nb", text="See also 2B201 and 2B002.a, 9A999")
    LineFactory(edition=edition, path="2B001.a", kind="note", text="Not as in 3A001")
    found = [(row.entry.code, row.named_by) for row in compare.companions([lathe])]
    assert found == [("2B201", ("2B001",)), ("2B002", ("2B001",)), ("2B109", ())]
    assert compare.companions([]) == []


def test_families_with_most_of_the_codes_say_why(content):
    assert compare.reasons(["2B001", "2B201"]) == ["Machine tools.", "Machines that shape metal."]
    assert compare.reasons(["2B001", "2B109"]) == ["Machines that shape metal."]
    with override("ru"):
        assert compare.reasons(["2B001", "2B109", "2B201"]) == ["Металлообработка."]
    assert compare.reasons(["2B001", "3A001"]) == []


def test_families_are_offered_where_the_edition_has_all_of_them(edition, content):
    make(edition, "2B001", "2B201")
    assert [why for _family, why in compare.families_in(edition)] == ["Machine tools."]


@pytest.mark.parametrize("text", ["families: [", "", None])
def test_a_bad_or_missing_file_only_takes_the_families_away(edition, content, text):
    lathe, _mill = make(edition, "2B001", "2B201")
    content.unlink() if text is None else content.write_text(text)
    assert compare.families_in(edition) == []
    assert compare.companions([lathe]) == []
