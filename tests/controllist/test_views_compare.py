import re

import pytest
from django.core.cache import cache

from tests.factories.controllist import EditionFactory, EntryFactory, LineFactory

pytestmark = pytest.mark.django_db
SIDES = "/en/list/2025-11-15/compare/"
EDITIONS = "/en/list/compare/2021-05-20/2025-11-15/"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def edition():
    return EditionFactory(official=True)


@pytest.fixture
def presses(edition):
    made = [EntryFactory(edition=edition, code=code) for code in ("2B004", "2B104", "2B204")]
    for entry in made:
        LineFactory(edition=edition, path=entry.code, text=f"Head of {entry.code}:")
        LineFactory(edition=edition, path=f"{entry.code}.a", text="At 69 MPa")
        LineFactory(edition=edition, path=entry.code, kind="note", text="Not for rubber")
    return made


@pytest.fixture
def older():
    return EditionFactory(key="2021-05-20", official=True)


def both(older, edition, code, old, new, **fields):
    for one, text in ((older, old), (edition, new)):
        EntryFactory(edition=one, code=code)
        LineFactory(edition=one, path=code, text=text, imported=True, **fields)


def page(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def shown(html):
    """The text of a page as somebody sees it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_entries_stand_side_by_side_with_notes_apart(client, presses):
    html = page(client, SIDES, codes="2в004, 2В104.a;2b204")
    assert re.findall(r'<th scope="col"><a href="([^"]+)"', html) == [
        f"/en/list/2025-11-15/{code}/" for code in ("2B004", "2B104", "2B204")
    ]
    aspects = re.findall(r'<th scope="rowgroup" colspan="3">([^<]+)<', html)
    assert aspects == ["Origin", "Heading of the entry", "Paragraphs", "Notes"]
    assert html.count("At 69 MPa") == 3
    assert html.index("At 69 MPa") < html.index("Not for rubber")
    assert "Missile Technology Control Regime" in html
    assert 'value="2в004, 2В104.a;2b204"' in html
    assert "There is a problem" not in html


def test_the_family_says_why_in_the_language_of_the_reader(client, presses):
    assert "Isostatic presses: three sets" in page(client, SIDES, codes="2B004 2B104")
    assert "Изостатические прессы: три" in page(
        client, SIDES.replace("en", "ru", 1), codes="2B004 2B104"
    )


def test_print_shows_the_address_with_plain_codes(client, presses):
    html = page(client, SIDES, codes="2в004 2B104.a")
    assert f"http://testserver{SIDES}?codes=2B004,2B104</p>" in html


def test_the_form_alone_offers_what_is_often_compared(client, presses):
    html = page(client, SIDES)
    assert "?codes=2B004%2C2B104%2C2B204" in html
    assert "There is a problem" not in html
    assert "<table" not in html


def test_one_entry_is_shown_companions_to_add(client, presses):
    html = page(client, SIDES, codes="2B004")
    assert "One more entry is needed" in html
    assert "?codes=2B004%2C2B104" in html
    assert "There is a problem" not in html


def test_a_companion_that_the_text_names_says_so(client, presses, edition):
    LineFactory(edition=edition, path="2B004", kind="nb", text="See also 2B204.")
    html = page(client, SIDES, codes="2B004,2B104")
    assert "?codes=2B004%2C2B104%2C2B204" in html
    assert "The text of 2B004 refers to it." in html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2B004, 9Я9", "Not the code of an entry: 9Я9."),
        ("lathe", "Not the code of an entry: lathe."),
        ("2B004, 9A999", "This edition has no entry 9A999."),
        ("", "Type the codes of two to four entries."),
        ("2B004 " * 50, "Use at most 200 characters."),
    ],
)
def test_bad_codes_say_what_is_wrong_and_stay_in_the_field(client, presses, typed, message):
    html = page(client, SIDES, codes=typed)
    assert "There is a problem" in html
    assert message in html
    assert typed.strip()[:10] in html


def test_good_codes_beside_a_bad_one_are_compared(client, presses):
    html = page(client, SIDES, codes="2B004, 2B104, 9A999")
    assert "This edition has no entry 9A999." in html
    assert html.count("At 69 MPa") == 2


def test_of_five_entries_four_are_compared(client, presses, edition):
    for code in ("2B005", "2B006"):
        EntryFactory(edition=edition, code=code)
    html = page(client, SIDES, codes="2B004 2B005 2B006 2B104 2B204")
    assert "You named 5 entries; only the first four are compared." in html
    assert 'class="sides of-4"' in html


@pytest.mark.parametrize("query", ["codes=%20", "codes=%ff%fe", "codes=<script>", "codes[]=2B004",
                                   "codes=2B004&codes=2B104", "x=1", "codes=" + "[" * 150])  # fmt: skip
def test_odd_queries_are_answered(client, presses, query):
    html = page(client, f"{SIDES}?{query}")
    assert "<script>" not in html


def test_a_doubtful_line_is_said_above_the_table(client, presses, edition):
    LineFactory(edition=edition, path="2B004.b", text="Odd", defect="superscript lost")
    assert "Some lines of these entries are marked as doubtful" in page(
        client, SIDES, codes="2B004 2B104"
    )
    assert "marked as doubtful" not in page(client, SIDES, codes="2B104 2B204")


def test_captions_stand_in_without_an_official_text(client):
    edition = EditionFactory()
    for code in ("2B004", "2B104"):
        EntryFactory(edition=edition, code=code)
        LineFactory(edition=edition, path=f"{code}.a", caption_en="Pressure in our words")
    html = page(client, SIDES, codes="2B004 2B104")
    assert html.count("Pressure in our words") == 2
    assert "The official text is not loaded here" in html


def test_unknown_edition_is_not_found(client, presses):
    assert client.get("/en/list/1999-01-01/compare/").status_code == 404
    assert client.get("/en/list/compare/1999-01-01/2025-11-15/").status_code == 404
    assert client.get("/en/list/compare/2025-11-15/2025-11-15/").status_code == 404
    assert client.get("/en/list/compare/1999/2025-11-15/").status_code == 404


def test_queries_do_not_grow_with_the_entries_and_lines(
    client, presses, edition, django_assert_max_num_queries
):
    counts = []
    for path, codes in (("2B004.b", "2B004,2B104"), ("2B004.c", "2B004,2B104,2B204")):
        with django_assert_max_num_queries(6) as queries:
            client.get(SIDES, {"codes": codes})
        counts.append(len(queries))
        LineFactory(edition=edition, path=path, text="More")
    # With the third there is no companion left to look up.
    assert counts == [6, 5]


def test_editions_show_what_came_and_went(client, edition, older):
    both(older, edition, "2B350", "Plant", "Plant")
    EntryFactory(edition=edition, code="2B510", subject_en="Metal printers")
    EntryFactory(edition=older, code="1A001", subject_en="Seals of old")
    text = shown(page(client, EDITIONS))
    assert "1 entry added 2B510 Metal printers Adopted outside the regimes" in text
    assert "1 entry removed 1A001 Seals of old" in text
    assert "No text differs" in text
    assert "2B350" not in text


def test_nothing_came_or_went(client, edition, older):
    both(older, edition, "2B350", "Plant", "Plant")
    text = shown(page(client, EDITIONS))
    assert "No entry added No entry removed" in text


def test_changed_numbers_are_marked_for_eye_and_ear(client, edition, older):
    both(older, edition, "2B209", "From 75 mm to 400 mm", "From 75 mm to 650 mm")
    html = page(client, EDITIONS)
    assert "From 75 mm to <del>" in html
    assert '<del><span class="vh">removed: </span><strong>400 </strong></del>' in html
    assert '<ins><span class="vh">added: </span><strong>650 </strong></ins>mm' in html
    assert "Numbers changed in 1 of them" in html
    assert 'href="/en/list/2025-11-15/2B209/#2B209"' in html


def test_entries_with_changed_numbers_come_first(client, edition, older):
    both(older, edition, "1A202", "Wide tubes", "Thin tubes")
    both(older, edition, "2B209", "Up to 400 mm", "Up to 650 mm")
    both(older, edition, "3A001", "10⁹ holes", "109 holes", defect="superscript lost")
    html = page(client, EDITIONS)
    assert re.findall(r'id="c-(\w+)"', html) == ["2B209", "3A001", "1A202"]
    assert html.count("The two texts may be parsed differently") == 1
    assert "Numbers differ in a doubtful line" in html
    assert "Wording only" in html


def test_typography_is_no_change(client, edition, older):
    both(older, edition, "2B209", "≤ 1 000 m³ of “film”", '<= 1000 m3 of "film";')
    assert "No text differs" in page(client, EDITIONS)


def test_texts_are_escaped(client, edition, older):
    both(older, edition, "2B209", "a <b>tube</b> here", "a <i>tube</i> here")
    html = page(client, EDITIONS)
    assert "<b>" not in html
    assert "&lt;" in html


def test_a_paragraph_that_went_leads_to_the_older_edition(client, edition, older):
    both(older, edition, "2B209", "Machines:", "Machines:")
    LineFactory(edition=older, path="2B209.b", text="Mandrels of old", imported=True)
    LineFactory(edition=edition, path="2B209.a", text="Rollers only", imported=True)
    html = page(client, EDITIONS)
    assert 'href="/en/list/2021-05-20/2B209/#2B209.b"' in html
    assert 'href="/en/list/2025-11-15/2B209/#2B209.a"' in html
    assert "paragraph removed" in html
    assert "new paragraph" in html


def test_without_the_texts_the_lists_stand_and_the_page_says_what_to_do(client, older):
    edition = EditionFactory()
    EntryFactory(edition=edition, code="2B510")
    html = page(client, EDITIONS)
    assert "1 entry added" in html
    assert "import_control_list" in html


def test_category_in_the_address(client, edition, older):
    both(older, edition, "1A202", "Wide tubes", "Thin tubes")
    both(older, edition, "2B209", "Up to 400 mm", "Up to 650 mm")
    html = page(client, EDITIONS, category="1")
    assert re.findall(r'id="c-(\w+)"', html) == ["1A202"]
    assert '<option value="1" selected>' in html
    assert "c-2B209" in page(client, EDITIONS, category="nonsense")


def test_pages_keep_the_category_and_show_the_lists_once(client, edition, older):
    for number in range(12):
        both(older, edition, f"2B{number + 200}", f"Up to {number} mm", "Up to 650 mm")
    both(older, edition, "3A001", "Wide", "Thin")
    html = page(client, EDITIONS, category="2")
    assert html.count("<article") == 10
    assert "?category=2&amp;page=2" in html
    last = page(client, EDITIONS, category="2", page="2")
    assert last.count("<article") == 2
    assert "No entry added" not in last
    assert page(client, EDITIONS, page="nonsense").count("<article") == 10


def test_the_other_way_round_leads_to_the_older_first(client, edition, older):
    response = client.get("/en/list/compare/2025-11-15/2021-05-20/")
    assert response["Location"] == EDITIONS


@pytest.mark.parametrize(
    "query",
    ["", "older=2021-05-20&newer=2025-11-15", "older=2025-11-15&newer=2021-05-20",
     "older=x&newer=%ff", "older=2025-11-15&newer=2025-11-15"],
)  # fmt: skip
def test_the_choice_leads_to_a_pair(client, edition, older, query):
    response = client.get(f"/en/list/compare/?{query}")
    assert response["Location"] == EDITIONS


def test_one_edition_alone_says_so(client, edition):
    assert "There are not two editions to compare" in page(client, "/en/list/compare/")


def test_three_editions_can_be_chosen_from(client, edition, older):
    assert 'name="older"' not in page(client, EDITIONS)
    EditionFactory(key="2023-05-25")
    html = page(client, EDITIONS)
    assert '<option value="2021-05-20" selected>' in html


@pytest.mark.parametrize("warm", [False, True])
def test_queries_do_not_grow_with_the_changes(
    client, edition, older, warm, django_assert_max_num_queries
):
    counts = []
    for codes in (["2B209"], ["2B228", "2B229"]):
        for code in codes:
            both(older, edition, code, "Up to 400 mm", "Up to 650 mm")
            EntryFactory(edition=edition, code=f"3A{code[2:]}")
        cache.clear()
        if warm:
            client.get(EDITIONS)
        with django_assert_max_num_queries(12) as queries:
            client.get(EDITIONS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_comparisons_are_read_only(client, edition, older):
    assert client.post(SIDES).status_code == 405
    assert client.post(EDITIONS).status_code == 405
    assert client.post("/en/list/compare/").status_code == 405
