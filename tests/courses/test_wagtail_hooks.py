import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import reverse

from courses.models import LessonPage
from courses.wagtail_hooks import say_what_is_not_translated, say_what_is_wrong
from people.models import User
from people.services import give_consent
from tests.factories import courses as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> LessonPage:
    return make.lesson(make.module(make.course()), text="See [[no-such-term]].")


@pytest.fixture
def editor(client: Client) -> Client:
    root = User.objects.create_superuser("root@example.org", "a-long-password")
    give_consent(user=root)
    client.force_login(root)
    return client


def told(hook, page: LessonPage) -> list[str]:
    request = RequestFactory().get("/cms/")
    request.session = {}
    request._messages = FallbackStorage(request)
    hook(request, page)
    return [str(message) for message in get_messages(request)]


def test_editors_hear_of_references_that_lead_nowhere(lesson: LessonPage) -> None:
    assert told(say_what_is_wrong, lesson) == ["The glossary has no term “no-such-term”."]
    lesson.body = [("text", " ".join(f"[[none-{n}]]" for n in range(12)))]
    assert told(say_what_is_wrong, lesson)[-1] == "and 4 more"


def test_editors_hear_of_a_missing_translation(lesson: LessonPage) -> None:
    course = lesson.get_parent().get_parent().specific
    assert told(say_what_is_not_translated, course) != []
    make.translated(course)
    assert told(say_what_is_not_translated, course) == []


def test_the_editor_opens_with_every_block(editor: Client, lesson: LessonPage) -> None:
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert response.status_code == 200
    html = response.content.decode()
    for label in ("Text (Markdown)", "Callout", "Key term", "Exercise", "Case study", "Document"):
        assert label in html
    for page in (lesson.get_parent(), lesson.get_parent().get_parent()):
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_preview_shows_the_draft_as_readers_will_see_it(lesson: LessonPage) -> None:
    lesson.body = [("text", "## A draft\n\nNot published.")]
    html = lesson.make_preview_request().content.decode()
    assert '<h2 id="h-1">A draft</h2>' in html
    assert "A draft" not in LessonPage.objects.get(pk=lesson.pk).compiled["html"]


@pytest.mark.parametrize("name", ["text", "callout", "term", "exercise", "case", "drawing"])
def test_each_block_has_a_preview(editor: Client, name: str) -> None:
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "theme/base.css" in response.content.decode()
