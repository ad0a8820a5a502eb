import re

import pytest

from tests.factories.controllist import EditionFactory, EntryFactory, LineFactory

pytestmark = pytest.mark.django_db
HOME = "/en/list/"


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def plant(edition):
    entry = EntryFactory(
        edition=edition, code="2B350", subject_en="Chemical plant", subject_ru="Аппараты"
    )
    LineFactory(edition=edition, path="2B350", text="Plant, as follows:")
    LineFactory(
        edition=edition,
        path="2B350.a",
        text="Reactors",
        caption_en="Vessels in our words",
        caption_ru="Реакторы нашими словами",
    )
    LineFactory(edition=edition, path="2B350.a.3", caption_en="Glass", caption_ru="Стекло")
    LineFactory(edition=edition, path="2B350", kind="note", text="Seals do not decide")
    return entry


def page(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_index_shows_categories_to_somebody_signed_out(client, plant):
    html = page(client, HOME)
    assert "Materials processing" in html
    assert "1 entry" in html
    assert "Edition of 2025-11-15" in html
    assert "Official Journal" in html
    assert "Reuse permitted." in html
    assert "Регламент (ЕС) 2021/821" in page(client, "/ru/list/")


def test_index_without_an_edition_says_so(client):
    assert "No edition is loaded" in page(client, HOME)


def test_category_lists_its_entries_by_group(client, plant, edition):
    EntryFactory(edition=edition, code="2D101", subject_en="Some software")
    EntryFactory(edition=edition, code="3A001", subject_en="Chips")
    html = page(client, f"{HOME}{edition.key}/", category="2")
    assert html.index("Chemical plant") < html.index("2D Software") < html.index("Some software")
    assert "Chips" not in html


@pytest.mark.parametrize("category", ["", "x", "11", "2' OR 1=1"])
def test_unknown_category_shows_them_all(client, plant, category):
    assert "Materials processing" in page(client, HOME, category=category)


def test_search_shows_the_line_and_links_to_it(client, plant, edition):
    html = page(client, HOME, q="нашими словами")
    assert "1 entry found" in html
    assert f'href="/en/list/{edition.key}/2B350/#2B350.a"' in html
    assert "Vessels in our words" in html


def test_search_by_a_code_with_cyrillic_letters(client, plant, edition):
    assert f'href="/en/list/{edition.key}/2B350/#2B350.a.3"' in page(client, HOME, q="2в350 а 3")


def test_search_without_a_result_says_what_to_do(client, plant):
    assert "No entry matches" in page(client, HOME, q="xylophone")


@pytest.mark.parametrize("q", ["a" * 101, "[" * 90, "%", "«»", "1" * 100])
def test_odd_queries_are_answered(client, plant, q):
    html = page(client, HOME, q=q)
    assert "list-search" in html


def test_too_long_query_says_so(client, plant):
    assert "Use at most 100 characters." in page(client, HOME, q="a" * 101)


def test_search_keeps_its_query_across_pages(client, edition):
    for number in range(35):
        EntryFactory(edition=edition, code=f"2B{number + 100}", subject_en="Alike machine")
    html = page(client, HOME, q="alike")
    assert "35 entries found" in html
    assert "?q=alike&amp;page=2" in html
    assert page(client, HOME, q="alike", page="2").count("Alike machine") == 5
    assert page(client, HOME, q="alike", page="nonsense").count("Alike machine") == 30


def test_find_gives_only_the_hits(client, plant):
    html = page(client, f"{HOME}find/", q="reactors")
    assert "<html" not in html
    assert "2B350.a" in html
    assert "No entry matches" in page(client, f"{HOME}find/", q="xylophone")
    assert page(client, f"{HOME}find/").strip() == ""
    assert page(client, f"{HOME}find/", edition="nonsense", q="reactors")


def test_entry_shows_lines_with_anchors_and_notes_apart(client, plant, edition):
    html = page(client, f"{HOME}{edition.key}/2B350/")
    ids = re.findall(r'id="(2B350[^"]*)"', html)
    assert ids == ["2B350", "2B350.a", "2B350.a.3", "2B350-note-0"]
    assert "Notes to the whole entry" in html
    assert "Australia Group" in html


def test_entry_shows_our_caption_where_the_text_is_not_loaded(client, plant, edition):
    html = page(client, f"/ru/list/{edition.key}/2B350/")
    assert "Стекло" in html
    assert "Официальный текст здесь не загружен" in html
    assert "Реакторы нашими словами" in html
    assert '<p lang="en">Reactors</p>' in html


def test_doubtful_line_says_so(client, plant, edition):
    edition.official = True
    edition.save()
    LineFactory(edition=edition, path="2B350.b", text="Odd", defect="superscript lost")
    html = page(client, f"{HOME}{edition.key}/2B350/")
    assert "may be parsed wrongly" in html
    assert "marked as doubtful" in html


def test_entry_without_lines_says_so(client, edition):
    EntryFactory(edition=edition, code="9A001")
    assert "No paragraph of this entry" in page(client, f"{HOME}{edition.key}/9A001/")


def test_entry_names_the_other_editions(client, plant, edition):
    older = EditionFactory(key="2021-05-20")
    EntryFactory(edition=older, code="2B350")
    assert "/en/list/2021-05-20/2B350/" in page(client, f"{HOME}{edition.key}/2B350/")
    html = page(client, f"{HOME}2021-05-20/2B350/")
    assert "Go to the current edition" in html


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("2B350", "2B350/"),
        ("2в350 а 3", "2B350/#2B350.a.3"),
        ("2B350.a.3.z.1", "2B350/#2B350.a.3"),
        ("2B350.z", "2B350/"),
    ],
)
def test_path_leads_to_its_line_in_the_current_edition(client, plant, edition, path, target):
    response = client.get(f"{HOME}{path}/")
    assert response.status_code == 302
    assert response["Location"] == f"/en/list/{edition.key}/{target}"


def test_path_of_an_entry_under_an_edition_leads_to_the_entry(client, plant, edition):
    response = client.get(f"{HOME}{edition.key}/2b350.a.3/")
    assert response["Location"] == f"/en/list/{edition.key}/2B350/#2B350.a.3"


@pytest.mark.parametrize(
    "path",
    ["9A999/", "hello/", "2025-11-15/9A999/", "2025-11-15/x/", "1999-01-01/", "1999-01-01/2B350/",
     "2B350.%24/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, plant, path):
    assert client.get(HOME + path).status_code == 404


def test_the_list_is_read_only(client, plant):
    assert client.post(HOME).status_code == 405


def test_language_links_stay_on_the_entry(client, plant, edition):
    html = page(client, f"{HOME}{edition.key}/2B350/")
    assert f'href="/ru/list/{edition.key}/2B350/"' in html


@pytest.mark.parametrize(
    "url",
    ["/en/list/", "/en/list/?category=2", "/en/list/?q=widgets", "/en/list/find/?q=widgets"],
)
def test_queries_do_not_grow_with_the_entries(client, edition, url, django_assert_max_num_queries):
    counts = []
    for codes in (["2B100"], ["2B101", "2B102"]):
        for code in codes:
            EntryFactory(edition=edition, code=code)
            LineFactory(edition=edition, path=f"{code}.a", text="widgets")
        client.get(url)
        with django_assert_max_num_queries(8) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queries_do_not_grow_with_the_lines(client, plant, edition, django_assert_max_num_queries):
    url = f"{HOME}{edition.key}/2B350/"
    counts = []
    for path in ("2B350.b", "2B350.c"):
        LineFactory(edition=edition, path=path, text="More")
        LineFactory(edition=edition, path=path, kind="note", text="Less")
        client.get(url)
        with django_assert_max_num_queries(8) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
