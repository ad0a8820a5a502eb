import pytest
from django.utils import translation

from tests.factories.vocabulary import (
    ObjectiveFactory,
    SourceFactory,
    TermFactory,
    TopicFactory,
)
from vocabulary import selectors

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def glossary():
    for key, title_en, title_ru, definition_en in (
        ("centrifuge", "Centrifuge", "Центрифуга", "Spins gas; needs a licence to export."),
        ("licence", "Licence", "Лицензия", "A permit."),
        ("capacity", "Capacity", "Ёмкость", "How much it holds."),
        ("end-user", "End-user", "Конечный пользователь", "Who uses it."),
    ):
        TermFactory(key=key, title_en=title_en, title_ru=title_ru, definition_en=definition_en)


def keys(**question):
    return [term.key for term in selectors.glossary(**question)]


def test_terms_stand_in_the_alphabet_of_the_language(glossary):
    assert keys() == ["capacity", "centrifuge", "end-user", "licence"]
    with translation.override("ru"):
        assert keys() == ["capacity", "end-user", "licence", "centrifuge"]


@pytest.mark.parametrize("words", ["центрифуги", "ЦЕНТРИФУГ", "Centrifuges", "центрифуга gas"])
def test_any_form_in_any_language_finds_a_term(glossary, words):
    assert keys(words=words) == ["centrifuge"]


def test_yo_is_found_as_e(glossary):
    assert keys(words="емкость") == keys(words="Ёмкость") == ["capacity"]


def test_titles_come_before_definitions(glossary):
    assert keys(words="licence") == ["licence", "centrifuge"]


def test_beginning_of_a_word_finds_it_but_its_middle_does_not(glossary):
    assert keys(words="центри") == ["centrifuge"]
    assert keys(words="трифуг") == []


@pytest.mark.parametrize("words", ["%", "_", "'; --", "\x00", "…"])
def test_signs_find_nothing(glossary, words):
    assert keys(words=words) == []


def test_letters_that_occur_and_the_terms_under_them(glossary):
    assert selectors.letters() == ["C", "E", "L"]
    assert keys(letter="C") == ["capacity", "centrifuge"]
    with translation.override("ru"):
        assert selectors.letters() == ["Е", "К", "Л", "Ц"]
        assert keys(letter="Е") == ["capacity"]


def test_a_language_the_site_does_not_have_uses_the_first(glossary):
    with translation.override("de"):
        assert selectors.letters() == ["C", "E", "L"]


@pytest.mark.parametrize(
    ("factory", "ask"),
    [
        (TermFactory, selectors.terms),
        (TopicFactory, selectors.topics),
        (ObjectiveFactory, selectors.objectives),
        (SourceFactory, selectors.sources),
    ],
)
def test_rows_by_key_in_one_query(factory, ask, django_assert_num_queries):
    rows = {row.key: row for row in factory.create_batch(3)}
    factory()
    with django_assert_num_queries(1):
        assert ask([*rows, "absent"]) == rows


def test_objectives_come_with_their_topics(django_assert_num_queries):
    objective = ObjectiveFactory()
    with django_assert_num_queries(1):
        assert selectors.objectives([objective.key])[objective.key].topic.title
