import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.importers import splitting
from tests.controllist import notes_sample as sample


def numbers(pieces):
    return [piece.number for piece in pieces]


def test_definitions_are_parted_by_their_terms():
    pieces = splitting.definitions(sample.DEFINITIONS)
    assert [(piece.term, piece.about) for piece in pieces] == [
        ("", ""),
        ("Lathe", "2 6"),
        ("Drift", "7"),
        ("Drift", "2 7"),
        ("Kiln", "2"),
        ("Very Quick Printer", "2 GTN"),
        ("Interleaved row Long Name Converter (LNC)", "3"),
        ("Makers (not) in the club", "1"),
        ("SKT", "All"),
        ("Turned part", "2"),
    ]
    assert pieces[1].text.endswith('N.B. A toy is no "lathe".')
    assert pieces[4].text.splitlines()[1:] == [
        "a A door; and", "b A chimney:", "b.1 Of brick;", "b.2 Of steel.",
    ]  # fmt: skip


def test_short_forms_are_names_too():
    names = {piece.term: piece.names[1:] for piece in splitting.definitions(sample.DEFINITIONS)}
    assert {term: also for term, also in names.items() if also} == {
        "Very Quick Printer": ("VQP",),
        "Interleaved row Long Name Converter (LNC)": ("Interleaved row LNC",),
        "Makers (not) in the club": ("Makers in the club",),
        "SKT": ("Small Kiln Type",),
    }


def test_acronyms_stand_one_a_line():
    pieces = splitting.acronyms(sample.ACRONYMS)
    assert [(piece.term, piece.text.split("\n")[-1]) for piece in pieces] == [
        ("", "SHORT FORMS"),
        ("ABC", "A Better Chart"),
        ("CW", "Cold Water"),
        ("CW (for kilns)", "Constant Warmth"),
    ]


def test_notes_are_parted_by_their_numbers_with_what_belongs_to_them():
    pieces = splitting.notes(sample.GENERAL)
    assert numbers(pieces) == ["1", "2", "3"]
    assert pieces[1].text.endswith("2 N.B. Weigh what the part is worth.")


def test_several_notes_in_one_line_are_parted_in_their_order_only():
    pieces = splitting.notes(sample.SECTION)
    assert numbers(pieces) == ["Technical Note 1", "Technical Note 2", "Technical Note 3"]
    assert pieces[0].text.endswith("See 5.3.2. of the guide.")


def test_numbers_inside_a_note_do_not_part_it():
    pieces = splitting.notes(sample.CRYPTO)
    assert numbers(pieces) == ["Note 1", "Note 2", "Note 3"]
    assert pieces[2].text.endswith("1. Small; 2. Cheap.")


def test_lettered_methods_are_parted_and_the_table_is_not():
    assert numbers(splitting.notes("As follows:\na Dipping\na N.B.1. Wet.\nb Rubbing")) == [
        "", "a", "b",
    ]  # fmt: skip
    assert [piece.text for piece in splitting.notes(sample.TABLE)] == [sample.TABLE]


def test_article_is_parted_by_paragraph():
    pieces = splitting.article(sample.ARTICLE, "4")
    assert numbers(pieces) == ["1", "2", "3"]
    assert pieces[0].text.startswith("Ask before")
    assert pieces[2].text.endswith("under Article 7.")


def test_legal_definitions_are_parted_by_number():
    pieces = splitting.article(sample.LEGAL, "2")
    assert [(piece.number, piece.term) for piece in pieces] == [
        ("", ""), ("1", "goods"), ("2", "maker"), ("3", "house rules"),
    ]  # fmt: skip
    assert pieces[3].names == ("house rules", "HR")
    assert "(a) a person; (b) a firm under point (1);" in pieces[2].text


@pytest.mark.parametrize(
    "split", [splitting.definitions, splitting.notes, splitting.acronyms, splitting.article]
)
def test_what_cannot_be_parted_stays_one_text(split):
    assert [piece.text for piece in split("Just words, and more of them.")] == [
        "Just words, and more of them."
    ]


@given(st.text(max_size=200) | st.text('"1234. aNoteA|:\n()‘’', max_size=200))
def test_no_word_is_lost_whatever_the_text(text):
    def letters(value):
        return "".join(value.split())

    for split in (splitting.definitions, splitting.whole):
        assert letters("".join(piece.text for piece in split(text))) == letters(text)
    for split in (splitting.notes, splitting.article, splitting.acronyms):
        assert all(piece.text.strip() == piece.text for piece in split(text))
