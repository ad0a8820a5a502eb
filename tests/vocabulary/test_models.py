import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from tests.factories.vocabulary import ObjectiveFactory, SourceFactory, TermFactory
from vocabulary.models import Term

pytestmark = pytest.mark.django_db


def test_term_works_out_what_it_shows_in_both_languages():
    term = TermFactory(
        key="licence",
        title_en="Licence",
        title_ru="Лицензия",
        definition_en="A **permit**.",
        definition_ru="Разрешение.",
    )
    term.refresh_from_db()
    assert (term.html_en, term.summary_ru) == ("<p>A <strong>permit</strong>.</p>", "Разрешение.")
    assert (term.sort_en, term.sort_ru) == ("licence", "лицензия")
    with translation.override("ru"):
        assert (str(term), term.summary) == ("Лицензия", "Разрешение.")
        assert term.get_absolute_url() == "/ru/glossary/licence/"


def test_rewording_a_term_rewords_what_follows_from_it():
    term = TermFactory(title_en="Licence")
    term.title_en = "Authorisation"
    term.save()
    assert " author" in Term.objects.get().search_title


def test_text_that_cannot_be_shown_is_refused_at_its_field():
    term = TermFactory.build(definition_ru="[" * 600)
    with pytest.raises(ValidationError) as caught:
        term.full_clean(exclude=["source"])
    assert list(caught.value.message_dict) == ["definition_ru"]


def test_source_and_topic_in_use_are_not_deleted():
    term = TermFactory(source=SourceFactory())
    objective = ObjectiveFactory()
    for used in (term.source, objective.topic):
        with pytest.raises(ProtectedError):
            used.delete()


def test_names_are_titles():
    objective = ObjectiveFactory(key="a", title_en="Apply")
    assert [str(objective), str(objective.topic)] == ["Apply", objective.topic.title_en]
    assert str(SourceFactory(title_en="Law")) == "Law"
