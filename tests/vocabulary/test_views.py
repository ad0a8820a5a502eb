import re

import pytest
from django.core.cache import cache

from tests.factories.vocabulary import SourceFactory, TermFactory
from vocabulary.models import Term

pytestmark = pytest.mark.django_db


def page(client, path, **query):
    return client.get(path, query, headers={"accept-language": "en"})


def titles(response):
    return re.findall(r"<dt><a [^>]+>([^<]+)</a>", response.content.decode())


@pytest.fixture
def three():
    for key, title_en, title_ru in (
        ("alpha", "Alpha", "Альфа"),
        ("beta", "Beta", "Бета"),
        ("gamma", "Gamma", "Гамма"),
    ):
        TermFactory(key=key, title_en=title_en, title_ru=title_ru)


def test_list_shows_terms_with_the_other_language(client, three):
    response = page(client, "/en/glossary/")
    text = response.content.decode()
    assert titles(response) == ["Alpha", "Beta", "Gamma"]
    assert '<span class="meta" lang="ru">Альфа</span>' in text
    assert "What it means." in text
    assert titles(page(client, "/ru/glossary/")) == ["Альфа", "Бета", "Гамма"]


def test_search_and_letter_narrow_the_list(client, three):
    assert titles(page(client, "/ru/glossary/", q="beta")) == ["Бета"]
    assert titles(page(client, "/ru/glossary/", letter="г")) == ["Гамма"]
    assert titles(page(client, "/en/glossary/", letter="Ж")) == ["Alpha", "Beta", "Gamma"]


def test_search_says_how_many_and_what_to_do_when_none(client, three):
    assert "1 term found" in page(client, "/en/glossary/", q="beta").content.decode()
    assert "Найден 1 термин" in page(client, "/ru/glossary/", q="beta").content.decode()
    nothing = page(client, "/en/glossary/", q="<script>zebra").content.decode()
    assert "No term matches" in nothing
    assert "<script>zebra" not in nothing


def test_empty_glossary_says_so(client):
    assert "The glossary is empty" in page(client, "/en/glossary/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 101},
        {"q": "\ufffe"},
        {"page": "99"},
        {"page": "-1"},
        {"page": "x" * 5000},
        {"letter": "%"},
        {"q": ""},
    ],
)
def test_odd_questions_are_answered(client, three, query):
    assert page(client, "/en/glossary/", **query).status_code == 200


@pytest.mark.parametrize("query", [{"q": "a\x00b"}, {"letter": "\x00"}])
def test_control_characters_are_a_bad_request(client, three, query):
    assert page(client, "/en/glossary/", **query).status_code == 400


def test_question_that_is_too_long_says_so(client, three):
    assert "at most 100 characters" in page(client, "/en/glossary/", q="x" * 101).content.decode()


def test_long_list_has_pages_that_keep_the_question(client):
    TermFactory.create_batch(45)
    first = page(client, "/en/glossary/", q="term")
    assert len(titles(first)) == 40
    assert "q=term&amp;page=2" in first.content.decode()
    assert len(titles(page(client, "/en/glossary/", q="term", page=2))) == 5


def test_term_page_shows_definition_source_and_both_titles(client):
    source = SourceFactory(
        title_en="Regulation", reference="Article 2", url="https://example.org/a"
    )
    TermFactory(
        key="item", title_en="Item", title_ru="Товар", definition_en="A *thing*.", source=source
    )
    text = page(client, "/en/glossary/item/").content.decode()
    assert "<h1>Item</h1>" in text
    assert '<p class="meta" lang="ru">Товар</p>' in text
    assert "<p>A <em>thing</em>.</p>" in text
    assert '<a href="https://example.org/a" rel="external">Regulation</a>, Article 2' in text
    assert "as of Nov. 15, 2025" in text
    assert 'hreflang="ru" href="http://testserver/ru/glossary/item/"' in text


def test_term_page_in_russian(client):
    TermFactory(key="item", title_ru="Товар", definition_ru="Вещь.", source=SourceFactory())
    text = page(client, "/ru/glossary/item/").content.decode()
    assert "<h1>Товар</h1>" in text
    assert "по состоянию на 15 ноября 2025" in text


@pytest.mark.parametrize("key", ["absent", "a" * 300])
def test_unknown_term_is_404(client, key):
    assert page(client, f"/en/glossary/{key}/").status_code == 404


def test_glossary_is_read_only(client):
    assert client.post("/en/glossary/").status_code == 405


@pytest.mark.parametrize("path", ["/en/glossary/", "/ru/glossary/?q=term"])
def test_queries_do_not_grow_with_the_terms(client, path, django_assert_max_num_queries):
    counts = []
    for count in (1, 3):
        TermFactory.create_batch(count - Term.objects.count())
        cache.clear()
        client.get(path)
        with django_assert_max_num_queries(12) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
