import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.marks import Mark, entries, marks, own_terms, paragraphs, terms

ALPHABET = st.text("\"'“”‘’«» .,2BАab350orand\n\x00é", max_size=60)


def found(text, kind):
    return [mark.to for mark in marks(text) if mark.kind == kind]


@given(st.text(max_size=80) | ALPHABET)
def test_pieces_put_together_are_the_text(text):
    assert "".join(mark.text for mark in marks(text)) == text


def test_term_stands_with_its_quotes_and_leads_to_what_is_in_them():
    assert list(marks('A "big lathe" here')) == [
        Mark("text", "A "),
        Mark("term", '"big lathe"', "big lathe"),
        Mark("text", " here"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"laser" and “robot”', ["laser", "robot"]),
        ('a 2" pipe', []),
        ('"one\ntwo"', []),
        ("«лазеры»", ["лазеры"]),
    ],
)
def test_terms_stand_in_double_quotes(text, expected):
    assert found(text, "term") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 'hot zone' of", ["hot zone"]),
        ("a maker's own part's size", []),
        ("‘quiet pump’", ["quiet pump"]),
    ],
)
def test_own_terms_stand_in_single_quotes(text, expected):
    assert own_terms(text) == expected


def test_term_inside_an_own_term_is_found_too():
    assert terms(["a 'stated \"settling time\"' of"]) == {"settling time"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see also 2B201.", ["2B201"]),
        ("in 1C010.a. or .b.", ["1C010.a", "1C010.b"]),
        ("in 1C010.a., .b. or .e., as", ["1C010.a", "1C010.b", "1C010.e"]),
        ("in 2B001.a., b. or c.", ["2B001.a", "2B001.b", "2B001.c"]),
        ("in 1C002.b.3. or .b.4., as", ["1C002.b.3", "1C002.b.4"]),
        ("3A001.a.3. to 3A001.a.10.", ["3A001.a.3", "3A001.a.10"]),
        ("1C001 to 1C012", ["1C001", "1C012"]),
        ("1C111a.2.a. is", ["1C111.a.2.a"]),
        ("в 2В350.а.3", ["2B350.a.3"]),
        ("2B350 or .5 mm", ["2B350"]),
        ("12B350, 2B3501, 2F350, ISO 2B35", []),
    ],
)
def test_codes_are_found_with_what_leans_on_them(text, expected):
    assert found(text, "code") == expected


def test_entries_that_texts_refer_to():
    assert entries(["see 2B201.a and 2B204", "2B201"]) == {"2B201", "2B204"}


def test_lines_become_labelled_paragraphs_and_tables():
    text = (
        "Whole:\na First\na.1 Under it\na Note: not a.1\na N.B. still a\nHead | Other\nOne | 2\n| 3"
    )
    shown = [(row.label, row.depth, row.text, row.rows) for row in paragraphs(text)]
    assert shown == [
        ("", 0, "Whole:", ()),
        ("a", 1, "First", ()),
        ("a.1", 2, "Under it", ()),
        ("a", 1, "Note: not a.1", ()),
        ("", 1, "N.B. still a", ()),
        ("", 0, "", (("Head", "Other"), ("One", "2"), ("", "3"))),
    ]


@given(st.text(max_size=100))
def test_any_text_has_paragraphs(text):
    assert all(row.text or row.rows for row in paragraphs(text))
