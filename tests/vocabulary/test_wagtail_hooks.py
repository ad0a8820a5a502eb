import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from people.services import give_consent
from tests.factories.vocabulary import SourceFactory, TermFactory
from vocabulary.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser(email="editor@demo.example", password="x")
    give_consent(user=user)
    client.force_login(user)
    return client


def test_editor_writes_both_languages_in_one_form(editor):
    response = editor.get(reverse("wagtailsnippets_vocabulary_term:add"))
    text = response.content.decode()
    for name in ("title_en", "title_ru", "definition_en", "definition_ru"):
        assert f'name="{name}"' in text


def test_saved_term_shows_at_once_and_both_languages_are_required(editor):
    url = reverse("wagtailsnippets_vocabulary_term:add")
    values = {
        "key": "item",
        "source": "",
        "title_en": "Item",
        "definition_en": "A.",
        "definition_ru": "Б.",
    }
    assert editor.post(url, values).status_code == 200
    assert not Term.objects.exists()
    assert editor.post(url, {**values, "title_ru": "Товар"}).status_code == 302
    assert Term.objects.get().html_ru == "<p>Б.</p>"


@pytest.mark.parametrize("model", ["term", "topic", "objective", "source"])
def test_lists_open(editor, model):
    TermFactory(source=SourceFactory())
    assert editor.get(reverse(f"wagtailsnippets_vocabulary_{model}:list")).status_code == 200
