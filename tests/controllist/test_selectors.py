import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controllist import selectors
from controllist.codes import parse
from controllist.enums import Kind
from controllist.models import UNPLACED, Line
from tests.factories.controllist import CitationFactory, EditionFactory, EntryFactory, LineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def steel(edition):
    entry = EntryFactory(
        edition=edition, code="1C216", subject_en="Hard steel", subject_ru="Твёрдая сталь"
    )
    LineFactory(edition=edition, path="1C216", text="Strong in tension", caption_ru="Прочная")
    return entry


@pytest.fixture
def valves(edition):
    entry = EntryFactory(
        edition=edition, code="2B350", subject_en="Plant", subject_ru="Оборудование"
    )
    for path, text in (
        ("2B350.g", "Valves of steel"),
        ("2B350.g.1", "Bodies"),
        ("2B350.a", "Vessels"),
    ):
        LineFactory(edition=edition, path=path, text=text)
    LineFactory(edition=edition, path="2B350", kind="note", text="Gaskets do not decide")
    return entry


def found(query, edition):
    return [entry.code for entry in selectors.search(query, edition)]


def test_current_edition_is_the_one_that_says_so(edition):
    EditionFactory(key="2021-05-20")
    assert selectors.current_edition() == edition
    assert selectors.edition("") == edition
    assert selectors.edition("2021-05-20").key == "2021-05-20"
    assert selectors.edition("1999-01-01") is None


@pytest.mark.parametrize("typed", ["1C216", "1с216", " 1 C 216 ", "«1С216»", "1c216.a"])
def test_search_by_code_however_it_is_typed(edition, steel, valves, typed):
    assert found(typed, edition) == ["1C216"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("1C", ["1C216"]), ("2в3", ["2B350"]), ("2B35", ["2B350"]), ("3A", []), ("2Z", [])],
)
def test_search_by_the_beginning_of_a_code(edition, steel, valves, typed, codes):
    assert found(typed, edition) == codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("steels", ["1C216", "2B350"]),
        ("сталью", ["1C216"]),
        ("твердой", ["1C216"]),
        ("прочные", ["1C216"]),
        ("tension", ["1C216"]),
        ("gasket decides", ["2B350"]),
        ("gasket bodies", ["2B350"]),
        ("plant gasket 2b350", ["2B350"]),
        ("gasket tension", []),
        ("", []),
        ("   ", []),
        ("!!!", []),
        ("% _", []),
        ("a" * 5000, []),
        ("\x00", []),
    ],
)
def test_search_by_words_of_either_language_in_any_form(edition, steel, valves, words, codes):
    assert found(words, edition) == codes


def test_subject_comes_before_one_line_before_many(edition, steel, valves):
    EntryFactory(edition=edition, code="0A001", subject_en="Vessel")
    LineFactory(edition=edition, path="0A001.a", text="Of steel")
    LineFactory(edition=edition, path="2B350.h", text="Steel vessel")
    EntryFactory(edition=edition, code="9A001", subject_en="Steel vessel")
    assert found("steel vessel", edition) == ["9A001", "2B350", "0A001"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=150))
def test_any_text_can_be_searched_for(edition, steel, valves, text):
    rows = list(selectors.search(text, edition))
    assert len(selectors.hits(rows, text)) == len(rows)


def test_search_stays_in_its_edition(edition, steel):
    other = EditionFactory(key="2021-05-20")
    EntryFactory(edition=other, code="1C216", subject_en="Hard steel")
    assert [entry.edition for entry in selectors.search("steel", other)] == [other]


def test_hits_show_the_line_that_has_the_words_or_was_asked_for(edition, steel, valves):
    def lines(query):
        rows = list(selectors.search(query, edition))
        return [hit.line and hit.line.path for hit in selectors.hits(rows, query)]

    assert lines("steel") == [None, "2B350.g"]
    assert lines("2b350 g 1") == ["2B350.g.1"]
    assert lines("2B350") == [None]
    assert lines("2B") == [None]
    assert selectors.hits([], "steel") == []


def test_line_for_answers_with_the_nearest_line_above(edition, valves):
    assert selectors.line_for("2в350 g 1", edition).path == "2B350.g.1"
    assert selectors.line_for("2B350.g.1.b", edition).path == "2B350.g.1"
    assert selectors.line_for("2B350.g.1").path == "2B350.g.1"
    assert selectors.line_for("9A001", edition) is None
    assert selectors.line_for("hello", edition) is None


def test_has_path_is_strict_only_where_the_text_is_loaded(edition, valves):
    assert selectors.has_path("2B350.z", edition)
    assert not selectors.has_path("9A001", edition)
    edition.official = True
    edition.save()
    assert selectors.has_path("2B350.g.1", edition)
    assert not selectors.has_path("2B350.z", edition)
    assert not selectors.has_path("hello", edition)


def test_captions_answer_in_every_language_for_many_paths(
    edition, steel, valves, django_assert_num_queries
):
    LineFactory(edition=edition, path="2B350.k", caption_en="Repair", caption_ru="Ремонт")
    with django_assert_num_queries(3):
        texts = selectors.captions(["2B350.k", "2в350k", "2B350", "2B350.g", "?"])
    nothing = {"en": "", "ru": ""}
    repair = {"en": "Repair", "ru": "Ремонт"}
    assert texts == {
        "2B350.k": repair,
        "2в350k": repair,
        "2B350": {"en": "Plant", "ru": "Оборудование"},
        "2B350.g": nothing,
        "?": nothing,
    }
    assert selectors.caption("1C216") == {"en": "", "ru": "Прочная"}


def shape(nodes):
    return [
        (node.line.path, [note.text for note in node.notes], shape(node.children)) for node in nodes
    ]


def test_tree_hangs_lines_under_the_nearest_above_and_sets_notes_apart(edition):
    entry = EntryFactory(edition=edition, code="2B350")
    for path, kind, text in (
        ("2B350", "provision", ""),
        ("2B350.a", "provision", ""),
        ("2B350.a.2.b", "provision", ""),
        ("2B350.a", "nb", "see k"),
        ("2B350.b", "provision", ""),
        ("2B350", "note", "seals"),
        ("2B350.c.1", "note", "lost"),
    ):
        LineFactory(edition=edition, path=path, kind=kind, text=text)
    assert shape(selectors.tree(entry)) == [
        (
            "2B350",
            ["seals", "lost"],
            [("2B350.a", ["see k"], [("2B350.a.2.b", [], [])]), ("2B350.b", [], [])],
        )
    ]


def test_lines_without_a_place_stand_in_natural_order(edition):
    entry = EntryFactory(edition=edition, code="2B350")
    for path in ("2B350.d.10", "2B350.d.9", "2B350.a"):
        LineFactory(edition=edition, path=path, position=UNPLACED)
    assert [path for path, _, _ in shape(selectors.tree(entry))] == [
        "2B350.a", "2B350.d.9", "2B350.d.10",
    ]  # fmt: skip


def test_no_line_of_a_tree_is_lost(edition):
    entry = EntryFactory(edition=edition, code="2B350")
    kinds = ("note", "provision", "technical_note")
    for number, path in enumerate(("2B350.b.1", "2B350.b.1", "2B350.a")):
        LineFactory(edition=edition, path=path, kind=kinds[number], text=str(number))
    LineFactory(edition=edition, path="2B350.b.1", ordinal=1, text="repeat")
    texts = {line.text for line in selectors.lines_of(selectors.tree(entry))}
    assert texts == {"0", "1", "2", "repeat"}


paths = st.sampled_from(
    ["2B350", "2B350.a", "2B350.b", "2B350.a.1", "2B350.a.2", "2B350.a.10", "2B350.a.1.b"]
)


@given(st.lists(st.tuples(paths, st.sampled_from(Kind.values)), max_size=14))
def test_a_tree_holds_every_line_once_in_any_order_and_with_any_gaps(pairs):
    lines = [Line(path=path, kind=kind, position=n) for n, (path, kind) in enumerate(pairs)]
    grown = list(selectors.lines_of(selectors.grow(lines)))
    assert sorted(line.position for line in grown) == list(range(len(lines)))


def test_citations_of_a_line_include_those_below(edition):
    for path in ("2B350", "2B350.a", "2B350.a.3", "2B350.ab"):
        CitationFactory(path=path, cited_by=f"exercises:item:{path}")
    CitationFactory(edition="2021-05-20", path="2B350.a")
    rows = selectors.citations(edition, parse("2B350.a"))
    assert [row.path for row in rows] == ["2B350.a", "2B350.a.3"]


def test_notes_keep_their_side_of_what_stands_under_the_paragraph(edition):
    entry = EntryFactory(edition=edition, code="2B350")
    for path, kind, text in (
        ("2B350", "provision", ""),
        ("2B350", "nb", "before"),
        ("2B350.a", "provision", ""),
        ("2B350", "note", "after"),
    ):
        LineFactory(edition=edition, path=path, kind=kind, text=text)
    LineFactory(edition=edition, path="2B350.a", kind="note", text="no children")
    (root,) = selectors.tree(entry)
    assert [note.text for note in root.leading] == ["before"]
    assert [note.text for note in root.closing] == ["after"]
    assert [note.text for note in root.children[0].leading] == []
    assert [note.text for note in root.children[0].closing] == ["no children"]
