"""Definitions and notes: their own pages, on the page of an entry, and in the search."""

import re

import pytest

from controllist.importers import import_notes, load_content
from controllist.models import Edition
from tests.controllist.notes_sample import as_rows
from tests.factories.controllist import EditionFactory, EntryFactory, LineFactory, PassageFactory

pytestmark = pytest.mark.django_db
KEY = "2025-11-15"
HOME = f"/en/list/{KEY}/"


@pytest.fixture
def edition(root, text_file):
    load_content(root)
    import_notes(text_file(as_rows(), name="notes.jsonl"), edition=KEY)
    return Edition.objects.get(key=KEY)


@pytest.fixture
def kiln(edition):
    """An entry with a term, a term of its own, and references to others and to itself."""
    EntryFactory(edition=edition, code="2B005", subject_en="Kilns", subject_ru="Печи")
    EntryFactory(edition=edition, code="2B201", subject_en="Other kilns")
    LineFactory(
        edition=edition, path="2B005", text="\"Kilns\" with a 'hot zone', see 2B201.a. or .b.:"
    )
    LineFactory(edition=edition, path="2B005.a", text='<b>"Kiln"</b> other than 2B005.b. & 9A999')
    LineFactory(edition=edition, path="2B005.b", text='A "kiln", a "kiln" and a "thing"')
    return LineFactory(
        edition=edition,
        path="2B005.b",
        kind="technical_note",
        text="A 'hot zone' is where 'hot zone' is hot; 'cold zone': the rest.",
    )


def page(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def content(html):
    return html.partition("<main")[2].partition("</main>")[0]


def test_term_opens_its_definition_and_leads_to_it(client, kiln):
    html = page(client, f"{HOME}2B005/")
    window = re.search(r'<div class="popup" popover id="(term-\d+)">(.*?)</div>', html, re.DOTALL)
    assert window is not None
    button = '<button type="button" class="term" popovertarget="{0}" interestfor="{0}">'
    button = button.format(window[1])
    assert html.count(f"{button}&quot;Kilns&quot;</button>") == 1
    assert html.count(f"{button}&quot;kiln&quot;</button>") == 1
    assert "having all of the following" in window[2]
    assert f'href="{HOME}notes/definitions/#definition-kiln"' in window[2]
    assert html.count("popover id=") == 1


def test_word_that_nobody_defined_stays_a_word(client, kiln):
    html = page(client, f"{HOME}2B005/")
    assert "and a &quot;thing&quot;" in html


def test_official_text_is_escaped(client, kiln):
    html = page(client, f"{HOME}2B005/")
    assert "&lt;b&gt;<button" in html
    assert "</button>&lt;/b&gt;" in html
    assert "<b>" not in content(html)


def test_own_term_leads_to_its_note_and_not_to_itself(client, kiln):
    html = page(client, f"{HOME}2B005/")
    link = f'<a class="def-link" href="#{kiln.anchor}">&#x27;hot zone&#x27;</a>'
    assert html.count(link) == 1
    assert f'id="{kiln.anchor}"' in html


def test_note_that_explains_a_term_is_preferred_to_one_that_uses_it(client, edition):
    EntryFactory(edition=edition, code="2E006")
    LineFactory(edition=edition, path="2E006", text="A 'wax coat' (2)")
    LineFactory(edition=edition, path="2E006", kind="note", text="Not every 'wax coat' (2) counts.")
    PassageFactory(
        edition=edition, kind="section_note", scope="2E", term="", anchor="wax",
        text="2 'Wax coat' does not include honey.",
    )  # fmt: skip
    html = page(client, f"{HOME}2E006/")
    assert html.count('<a class="def-link" href="#wax">&#x27;wax coat&#x27;</a>') == 2


def test_references_lead_to_lines_of_this_and_other_entries(client, kiln):
    html = page(client, f"{HOME}2B005/")
    links = re.findall(r'<a class="list-link" href="([^"]*)">([^<]*)</a>', html)
    assert links == [
        (f"{HOME}2B201/#2B201.a", "2B201.a"),
        (f"{HOME}2B201/#2B201.b", ".b"),
        ("#2B005.b", "2B005.b"),
    ]
    assert "9A999" in html


def test_definition_of_the_category_is_chosen_among_several(client, edition):
    for code in ("2B007", "7A001", "9A001"):
        EntryFactory(edition=edition, code=code)
        LineFactory(edition=edition, path=code, text='Gauges without "drift"')
    clock, gauge = "what a clock loses", "what a gauge adds"
    shown = {
        code: [words in page(client, f"{HOME}{code}/") for words in (clock, gauge)]
        for code in ("2B007", "7A001", "9A001")
    }
    assert shown == {"2B007": [True, False], "7A001": [True, True], "9A001": [True, True]}


def test_long_definition_is_cut_in_the_window(client, edition):
    PassageFactory(edition=edition, term="Endless", text='"Endless" (2) means ' + "so on " * 300)
    EntryFactory(edition=edition, code="2B008")
    LineFactory(edition=edition, path="2B008", text='An "endless" belt')
    window = page(client, f"{HOME}2B008/").partition('class="popup"')[2].partition("</div>")[0]
    assert " …" in window
    assert len(window) < 1200


@pytest.mark.parametrize(
    ("code", "headings"),
    [
        ("2B005", ["General notes to the list", "Notes to section 2B"]),
        ("2E001", ["General notes to the list", "General Technology Note", "Notes to section 2E"]),
        ("0D001", ["General notes to the list", "Nuclear Software Note"]),
        ("0E001", ["General notes to the list", "Nuclear Technology Note"]),
        ("4D001", ["General notes to the list", "General Software Note", "Notes to category 4"]),
        ("5A001", ["General notes to the list", "Notes to category 5, part 1"]),
        (
            "5D002",
            [
                "General notes to the list",
                "General Software Note",
                "General “Information Security” Note",
                "Notes to category 5, part 2",
            ],
        ),
    ],
)
def test_notes_that_apply_stand_folded_under_the_entry(client, edition, code, headings):
    EntryFactory(edition=edition, code=code)
    html = page(client, f"{HOME}{code}/")
    found = re.findall(r'<details class="more outside"><summary>(.*?) <span', html)
    assert found == headings


def test_entry_without_loaded_notes_has_no_empty_section(client):
    EntryFactory(edition=EditionFactory(), code="2B005")
    LineFactory(path="2B005", text='A "kiln" as in 2B201')
    html = page(client, f"{HOME}2B005/")
    assert "outside-notes" not in html
    assert "A &quot;kiln&quot; as in 2B201" in html


def test_russian_text_is_shown_and_marked_too(client, kiln, edition):
    LineFactory(edition=edition, path="2B005.c", text="See 2B201", text_ru="Печи: см. 2В201.а")
    html = page(client, f"/ru/list/{KEY}/2B005/")
    assert f'<a class="list-link" href="/ru/list/{KEY}/2B201/#2B201.a">2В201.а</a>' in html
    assert "Примечания к разделу 2B" in html


def test_russian_definition_is_shown_where_there_is_one(client, kiln, edition):
    PassageFactory(
        edition=edition,
        term="Pump",
        term_ru="Насос",
        text='"Pump" (2) means a mover.',
        text_ru="«Насос» (2) — прибор:\na Круглый;",
    )
    LineFactory(edition=edition, path="2B005.d", text='A "pump"', text_ru="«Насосы»")
    window = '<p lang="ru">«Насос» (2) — прибор:</p><p lang="ru">a Круглый;</p>'
    html = page(client, f"/ru/list/{KEY}/2B005/")
    assert window in html
    assert ">«Насосы»</button>" in html
    assert "means a mover" in page(client, f"{HOME}2B005/")
    html = page(client, f"/ru/list/{KEY}/notes/definitions/")
    assert '<p class="depth-1"><span class="num">a.</span> Круглый;</p>' in html
    assert "means a mover" in html


def test_overview_names_the_parts_and_what_they_hold(client, edition):
    html = page(client, f"{HOME}notes/")
    cards = re.findall(r'notes/(\w+)/">([^<]+)</a></h2>.*?(\d+) texts?</p>', html)
    assert cards == [
        ("notes", "General, category and section notes", "19"),
        ("definitions", "Definitions of terms", "10"),
        ("acronyms", "Acronyms and abbreviations", "4"),
        ("regulation", "Articles of the Regulation", "7"),
    ]
    assert "Определения терминов" in page(client, f"/ru/list/{KEY}/notes/")


@pytest.mark.parametrize("url", ["notes/", "notes/definitions/", "notes/?q=kiln"])
def test_edition_without_notes_says_what_to_do(client, edition, url):
    html = page(client, f"/en/list/2021-05-20/{url}")
    assert ("No definition or note matches" if "q=" in url else "are not loaded here") in html


@pytest.mark.parametrize("url", ["notes/poems/", "../1999-01-01/notes/", "notes/definitions/x/"])
def test_what_is_not_there_is_not_found(client, edition, url):
    assert client.get(HOME + url).status_code == 404


def test_definitions_stand_with_anchors_letters_and_links_to_each_other(client, edition):
    html = page(client, f"{HOME}notes/definitions/")
    ids = re.findall(r'<div class="list-term" id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 10
    assert 'href="#definition-kiln" lang="en">K</a>' in html
    link = f'<a class="def-link" href="{HOME}notes/definitions/#definition-turned-part">'
    assert f"{link}&quot;turned part&quot;</a>" in html
    assert "no &quot;lathe&quot;" in html


def test_notes_stand_by_category_with_their_tables(client, edition):
    html = page(client, f"{HOME}notes/notes/")
    headings = re.findall(r'<h2 id="group-[^"]+">([^<]+)</h2>', html)
    assert headings[0] == "General notes to the list"
    assert headings[-3:] == [
        "Notes to category 4", "Notes to category 5, part 1", "Notes to category 5, part 2",
    ]  # fmt: skip
    assert '<th scope="col">1. Process (1)</th>' in html
    assert "<td>Brass</td>" in html
    assert '<p class="what" lang="en">Technical Note 2</p>' in html


def test_acronyms_and_articles_have_their_pages(client, edition):
    html = page(client, f"{HOME}notes/acronyms/")
    assert '<dt>CW (for kilns)</dt><dd lang="en">Constant Warmth</dd>' in html
    html = page(client, f"{HOME}notes/regulation/")
    assert html.index("Article 4 — What is not listed") < html.index("Ask before you export")
    assert 'id="article-2-3"' in html


@pytest.mark.parametrize(
    ("query", "first"),
    [("kilns", "definition-kiln"), ("VQP", "definition-very-quick-printer"), ("weigh", "general-note-2")],
)  # fmt: skip
def test_search_among_notes_finds_terms_first(client, edition, query, first):
    PassageFactory(edition=edition, term="Kiln door", position=0)
    PassageFactory(edition=edition, kind="section_note", term="", text="A kiln.", position=0)
    html = page(client, f"{HOME}notes/", q=query)
    found = re.findall(r'<li><a href="[^"#]*#([^"]+)"', content(html))
    assert found[0] == first


@pytest.mark.parametrize("q", ["a" * 101, "[" * 90, "%", "«»", "zzz"])
def test_odd_queries_among_notes_are_answered(client, edition, q):
    assert "list-search" in page(client, f"{HOME}notes/", q=q)


def test_search_in_the_list_finds_definitions_too(client, edition):
    html = page(client, "/en/list/", q="kiln")
    found = html.partition('class="list-found"')[2].partition("</p>")[0]
    assert f'<a href="{HOME}notes/definitions/#definition-kiln">' in found
    assert f'href="{HOME}notes/?q=kiln"' in found
    assert "list-found" not in page(client, "/en/list/", q="2B350")


def test_pages_are_read_only(client, edition):
    assert client.post(f"{HOME}notes/").status_code == 405
    assert client.post(f"{HOME}notes/definitions/").status_code == 405


@pytest.mark.parametrize(
    "url",
    ["notes/", "notes/?q=widget", "notes/definitions/", "notes/notes/", "notes/acronyms/",
     "?q=widget"],
)  # fmt: skip
def test_queries_do_not_grow_with_the_passages(client, edition, url, django_assert_max_num_queries):
    counts = []
    for size in (1, 3):
        for _ in range(size):
            PassageFactory(edition=edition, text='A widget as a "kiln" of 2B350.')
            PassageFactory(edition=edition, kind="section_note", scope="2B", text="A widget; 2B510")
        client.get(HOME + url)
        with django_assert_max_num_queries(8) as queries:
            client.get(HOME + url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queries_of_an_entry_do_not_grow_with_a_hundred_lines(
    client, kiln, edition, django_assert_max_num_queries
):
    counts = []
    for size in (1, 100):
        for number in range(size):
            path = f"2B005.c.{number}" if size > 1 else "2B005.z"
            LineFactory(
                edition=edition,
                path=path,
                text=f'A "lathe", a "kiln" and "drift" of 2B201.a. or 2B350 in \'zone {number}\'',
            )
            LineFactory(
                edition=edition, path=path, kind="technical_note", text=f"'Zone {number}': hot"
            )
        client.get(f"{HOME}2B005/")
        with django_assert_max_num_queries(12) as queries:
            html = client.get(f"{HOME}2B005/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert html.count("popover id=") == 3
    assert html.count('class="term"') > 200


def test_notes_and_definitions_of_another_edition_stay_there(client, edition):
    older = Edition.objects.get(key="2021-05-20")
    EntryFactory(edition=older, code="2B006")
    LineFactory(edition=older, path="2B006", text='A "kiln"')
    html = page(client, "/en/list/2021-05-20/2B006/")
    assert "outside-notes" not in html
    assert "popover" not in html
    assert "list-found" not in page(client, "/en/list/2021-05-20/", q="kiln")
