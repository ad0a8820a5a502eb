"""EUR-Lex HTML and Formex, read as the lines they were made of."""

import json

import pytest
from django.conf import settings as project
from hypothesis import given, settings
from hypothesis import strategies as st

from controllist.importers import annex, eurlex, formex, markup
from controllist.importers.reading import Mistake, Reading, orphans
from tests.controllist import published
from tests.controllist.conftest import LINES

SAMPLE = [(path, kind, text) for _code, path, kind, text in LINES if kind == "provision"] + [
    ("2B350", "note", "Note: Seals do not decide."),
]
SAMPLE.sort(key=lambda line: line[0][:5])


def read(data: bytes, form=eurlex) -> Reading:
    return annex.read(form.blocks(data))


def found(data: bytes, form=eurlex) -> list[tuple[str, str, str]]:
    reading = read(data, form)
    assert reading.mistakes == []
    return [(line.path, line.kind, line.text) for line in reading.lines]


def doubts(data: bytes, form=eurlex) -> dict[str, str]:
    return {line.path: line.defect for line in read(data, form).lines if line.defect}


def html(body: str) -> bytes:
    return published.page(body)


def item(mark: str, content: str) -> str:
    return (
        f'<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>{mark} '
        f'</span></div><div class="grid-list-column-2">{content}</div></div>'
    )


def p(text: str) -> str:
    return f'<p class="norm">{text}</p>'


FORMS = [
    (published.as_grid, eurlex),
    (published.as_table, eurlex),
    (published.as_formex, formex),
]


@pytest.mark.parametrize(("write", "form"), FORMS)
def test_sample_comes_back_as_it_was(write, form):
    assert found(write(SAMPLE), form) == SAMPLE


@pytest.mark.parametrize(("write", "form"), FORMS)
@settings(max_examples=60)
@given(lines=published.lists())
def test_any_well_formed_list_comes_back_as_it_was(write, form, lines):
    data = write(lines)
    assert found(data, form) == lines
    assert doubts(data, form) == {}


def test_what_stands_before_the_entries_and_in_other_annexes_is_left_out_and_counted():
    reading = read(published.as_grid(SAMPLE))
    assert reading.outside == 1
    assert len(reading.lines) == len(SAMPLE)


def test_rows_without_nesting_are_read_by_their_marks():
    body = "".join(
        f"<table><tr><td>{mark}</td><td>{text}</td></tr></table>"
        for mark, text in [
            ("2B350", "Plant, as follows:"), ("a.", "Reactors:"), ("1.", "Small;"), ("2.", "Large;"),
            ("b.", "Valves."), ("2B351", "Detectors."), ("a.", "For gas."),
        ]
    )  # fmt: skip
    paths = [path for path, _, _ in found(html(body))]
    assert paths == [
        "2B350", "2B350.a", "2B350.a.1", "2B350.a.2", "2B350.b", "2B351", "2B351.a",
    ]  # fmt: skip
    assert doubts(html(body)) == {}


def test_paragraphs_with_their_marks_in_the_text_are_read_too():
    body = p("2B350 Plant, as follows:") + p("a. Reactors;") + p("b. Valves.") + p("2B351 Others")
    assert found(html(body)) == [
        ("2B350", "provision", "Plant, as follows:"),
        ("2B350.a", "provision", "Reactors;"),
        ("2B350.b", "provision", "Valves."),
        ("2B351", "provision", "Others"),
    ]


def test_sentence_that_begins_with_an_earlier_code_is_no_entry():
    body = item("2B350", p("Plant.") + p("2B350 covers spares.")) + p("2B349 is elsewhere.")
    assert [line[0] for line in found(html(body))] == ["2B350"]


def test_heading_of_a_group_ends_an_entry():
    body = (
        item("2B350", p("Plant."))
        + '<p class="title-gr-seq-level-2">2C Materials</p>'
        + p("Note 1: words of the group.")
        + item("2D001", p("Software."))
    )
    assert [line[0] for line in found(html(body))] == ["2B350", "2D001"]
    assert read(html(body)).outside == 3


@pytest.mark.parametrize(
    ("markup_text", "text"),
    [
        ("above 10<sup>6</sup> and 5 m<sup>3</sup>", "above 10⁶ and 5 m³"),
        ('10<span class="superscript">-14</span> s', "10⁻¹⁴ s"),
        ("a<sup>n</sup> b<sup>2,5</sup>", "aⁿ b^(2,5)"),
        ("the 1<sup>st</sup> UF<sub>6</sub>", "the 1st UF6"),
        ("0,2&#160;% or&nbsp;less", "0,2 % or less"),
        ("pumps (<a href='#E1'><span class='superscript'>1</span></a>);", "pumps;"),
        ("see (<a href='http://x/'>1</a>)", "see (1)"),
        ("►M7 new words ◄ and ▼B old", "new words and old"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_wording_keeps_exponents_and_loses_furniture(markup_text, text):
    assert found(html(item("2B350", p(markup_text))))[0][2] == text


def test_formex_exponents_quotes_and_footnotes():
    data = published.as_formex([("2B350", "provision", "@")]).replace(
        b"@",
        b'<QUOT.START CODE="201C"/>Pumps<QUOT.END CODE="201D"/> above 10<HT TYPE="SUP">6</HT> m'
        b'<IND LOC="SUP">3</IND>/h<NOTE NOTE.ID="E1"><P>A footnote.</P></NOTE>',
    )
    assert found(data, formex)[0][2] == "“Pumps” above 10⁶ m³/h"


def test_picture_and_table_are_marked_for_a_reader():
    table = "<table><tr><td>Dose</td><td>5</td><td>Gy</td></tr></table>"
    body = item("2B350", p("As <img src='x'/> says") + table)
    assert found(html(body))[0][2] == "As […] says Dose | 5 | Gy"
    assert "picture" in doubts(html(body))["2B350"]
    assert "table" in doubts(html(body))["2B350"]


def test_list_of_a_note_stays_in_the_note():
    body = item(
        "2B350",
        p("Plant, as follows:")
        + item("a.", p("Reactors;"))
        + p("Note: 2B350 does not control:")
        + item("a.", p("toys;"))
        + item("b.", p("models.")),
    )
    assert found(html(body))[-1] == (
        "2B350",
        "note",
        "Note: 2B350 does not control: a. toys; b. models.",
    )
    assert len(found(html(body))) == 3


def test_notes_with_numbers_of_their_own():
    body = item(
        "2B350", p("Plant.") + p("Technical Notes:") + item("1.", p("X.")) + item("2.", p("Y."))
    )
    assert found(html(body))[1:] == [("2B350", "technical_note", "Technical Notes: 1. X. 2. Y.")]


def test_list_that_may_be_the_notes_or_the_paragraphs_is_marked():
    body = item("2B350", p("Plant, as follows:") + p("N.B. See:") + item("a.", p("2B351;")))
    assert "may belong to the note or to the paragraph" in doubts(html(body))["2B350"]


def test_paragraph_without_a_mark_after_a_note_is_kept_in_it_and_marked():
    body = item("2B350", p("Plant.") + p("Note: Not toys.") + p("Nor models."))
    assert found(html(body))[1:] == [("2B350", "note", "Note: Not toys. Nor models.")]
    assert "without a mark" in doubts(html(body))["2B350"]


def test_note_as_a_marked_item():
    body = item("2B350", p("Plant.") + item("Note:", p("Not") + item("a.", p("toys."))))
    assert found(html(body))[1:] == [("2B350", "note", "Note: Not a. toys.")]


def test_note_among_rows_goes_to_the_paragraph_it_names_or_is_marked():
    row = "<table><tr><td>{}</td><td>{}</td></tr></table>"
    body = row.format("2B350", "Plant") + row.format("a.", "Reactors") + row.format("1.", "Small")
    named = html(body + p("Note: In 2B350.a. small means small."))
    assert found(named)[-1][0] == "2B350.a"
    assert doubts(named) == {}
    unnamed = html(body + p("Note: Small means small."))
    assert found(unnamed)[-1][0] == "2B350.a.1"
    assert "not clear" in doubts(unnamed)["2B350.a.1"]


def test_missing_step_is_kept_and_marked():
    body = item("2B350", p("Plant:") + item("a.", p("A")) + item("c.", p("C")))
    assert [line[0] for line in found(html(body))] == ["2B350", "2B350.a", "2B350.c"]
    assert doubts(html(body)) == {"2B350.c": "a step is missing before this paragraph"}


def test_text_after_its_paragraphs_is_kept_and_marked():
    body = item("2B350", p("Plant:") + item("a.", p("A")) + p("all of them."))
    reading = read(html(body))
    assert [(line.path, line.ordinal, line.text) for line in reading.lines][-1] == (
        "2B350", 1, "all of them.",
    )  # fmt: skip
    assert reading.lines[-1].defect == "this text stands after the paragraphs below it"


def test_whole_paths_as_marks_and_a_path_without_the_one_above():
    body = item("2B350", p("Plant")) + item("2B350.a", p("A")) + item("2B350.b.1.", p("B1"))
    reading = read(html(body))
    assert [line.path for line in reading.lines] == ["2B350", "2B350.a", "2B350.b.1"]
    assert [reason for _, reason in orphans(reading)] == [
        "the path 2B350.b.1 stands without 2B350.b"
    ]


@pytest.mark.parametrize(
    ("data", "form", "reason"),
    [
        (b"<html><body><p>Nothing", eurlex, "is cut off: <html>"),
        (b"<div><p>2B350 Plant</p>", eurlex, "is cut off: <div>"),
        (b"<html><body></body></html>", eurlex, "holds no text"),
        (b"\xff\xfe\x00<", eurlex, "is not UTF-8 text"),
        (b"<div>" * 200 + b"x" + b"</div>" * 200, eurlex, "nested deeper than 100"),
        (b"<ANNEX><TITLE>", formex, "is cut off or is not well-formed XML"),
        (b"<x/>", formex, "its root is x"),
        (b"<ACT><P>a</P></ACT>", formex, "holds no annex"),
        (b"", formex, "is cut off or is not well-formed XML"),
        (b"<ANNEX>" * 200, formex, "nested deeper than 100"),
    ],
)
def test_what_cannot_be_read_is_refused(data, form, reason):
    with pytest.raises(Mistake, match=reason):
        form.blocks(data)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (p("A page about something else."), "holds no entry of the list"),
        (item("2B350", p("x")).replace("2B350", "12345"), "holds no entry of the list"),
    ],
)
def test_page_without_entries_is_refused(body, reason):
    assert reason in read(html(body)).mistakes[0][1]


def test_document_without_annex_one_is_refused_with_the_line():
    data = b"<html><body>\n\n<p class='title-annex-1'>ANNEX II</p><p>2B350 x</p></body></html>"
    assert read(data).mistakes == [(3, "holds annexes, but no Annex I")]


BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><ANNEX><P>&c;</P></ANNEX>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><ANNEX><P>&a;</P></ANNEX>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE])
def test_entity_bombs_and_external_entities_are_refused(data):
    with pytest.raises(Mistake, match="declares entities"):
        markup.xml(data)


TAGS = st.sampled_from(
    [b"<p>", b"</p>", b"<div class='grid-list'>", b"</div>", b"<table>", b"<tr>", b"<td>", b"</td>",
     b"</table>", b"2B350", b" a. ", b"Note:", b"<sup>", b"6", b"</sup>", b"<html>", b"</html>", b"&c;",
     b"<ANNEX>", b"</ANNEX>", b"<NP>", b"<NO.P>", b"</NO.P>", b"</NP>", b"<![CDATA[", b"<!--", b"\x00"]
)  # fmt: skip


@settings(max_examples=200)
@given(
    parts=st.lists(TAGS | st.binary(max_size=20), max_size=25),
    form=st.sampled_from([eurlex, formex]),
)
def test_any_bytes_are_read_or_refused(parts, form):
    try:
        reading = annex.read(form.blocks(b"".join(parts)))
    except Mistake:
        return
    assert reading.mistakes or reading.lines
    assert all(line.path.startswith(line.code) for line in reading.lines)


DATA = project.LIST_DATA_DIR / "annex_i_2025-11-15.jsonl"


@pytest.mark.skipif(not DATA.exists(), reason="the official text is not at hand")
@pytest.mark.parametrize(("write", "form"), [FORMS[0], FORMS[2]])
def test_official_text_as_a_published_document_comes_back(write, form):
    """Written in both forms and read again: all but lines that their source marks as misplaced."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    wrong = {row["code"] for row in rows if row["defect"]} | {"6A001"}
    lines = [(row["path"], row["kind"], " ".join(row["text"].split())) for row in rows]
    lines = [line for line in lines if line[0][:5] not in wrong]
    assert len(lines) > 3000
    given_lines, got = set(lines), set(found(write(lines), form))
    assert len(given_lines - got) <= 8
