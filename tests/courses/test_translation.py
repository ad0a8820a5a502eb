"""Wagtail-localize, from the English page to the published Russian one and back through PO."""

from pathlib import Path

import polib
import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.importers import load_content
from courses.models import LessonPage
from courses.services.translating import adopt_translation, refresh_source
from jobs import services as jobs
from jobs.enums import State
from jobs.models import Job
from tests.courses.test_importers import content, lesson_file  # noqa: F401
from tests.factories import courses as make

pytestmark = pytest.mark.django_db


def run_jobs() -> list[str]:
    """Do what waits, in order; returns the kinds."""
    done = []
    for job in Job.objects.filter(state=State.WAITING).order_by("pk"):
        assert jobs.run(job.pk) == State.DONE, Job.objects.get(pk=job.pk).error
        done.append(job.kind)
    return done


def russian() -> Locale:
    return Locale.objects.get(language_code="ru")


@pytest.fixture
def lesson() -> LessonPage:
    course = make.course()
    module = make.module(course)
    page = make.lesson(module, text="## Part\n\nOne text.\n\nAnother text.")
    make.translated(course, title="Курс")
    make.translated(module, title="Модуль")
    return page


def submitted(page: LessonPage) -> Translation:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=russian())


def translate_all(translation: Translation) -> None:
    po = translation.export_po()
    for entry in po:
        entry.msgstr = f"Ру: {entry.msgid}"
    assert translation.import_po(po) == []


def test_paragraphs_are_segments_and_the_slug_is_not(lesson: LessonPage) -> None:
    texts = [entry.msgid for entry in submitted(lesson).export_po()]
    assert texts == ["One", "About one", "## Part", "One text.", "Another text."]


def test_a_translated_page_is_published_with_its_own_language(
    lesson: LessonPage, client, django_capture_on_commit_callbacks
) -> None:
    translation = submitted(lesson)
    translate_all(translation)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    page = LessonPage.objects.get(locale=russian())
    assert (page.title, page.slug, page.live) == ("Ру: One", "one", True)
    assert [block.id for block in page.body] == [block.id for block in lesson.body]
    assert "Ру: One text." in page.compiled["html"]
    html = client.get("/ru/courses/start/basics/one/").content.decode()
    assert "Ру: Another text." in html
    assert "только на английском" not in html


def test_po_goes_out_and_in_without_loss(lesson: LessonPage, tmp_path: Path) -> None:
    translation = submitted(lesson)
    translate_all(translation)
    before = list(StringTranslation.objects.order_by("pk").values_list("context__path", "data"))
    path = tmp_path / "lesson.po"
    translation.export_po().save(str(path))
    StringTranslation.objects.all().delete()
    assert translation.get_progress() == (5, 0)
    assert translation.import_po(polib.pofile(str(path))) == []
    assert translation.get_progress() == (5, 5)
    after = StringTranslation.objects.order_by("pk").values_list("context__path", "data")
    assert list(after) == before


def test_publishing_opens_only_what_changed(lesson: LessonPage) -> None:
    translation = submitted(lesson)
    translate_all(translation)
    Job.objects.all().delete()
    block = lesson.body[0]
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(
        [{"type": "text", "value": "New.\n\n## Part\n\nOne text.\n\nChanged.", "id": block.id}]
    )
    lesson.save_revision().publish()
    assert translation.get_progress() == (5, 5)
    assert run_jobs() == ["courses.refresh_source"]
    assert translation.get_progress() == (6, 4)
    waiting = [entry.msgid for entry in translation.export_po() if not entry.msgstr]
    assert [text for text in waiting if text] == ["New.", "Changed."]


def test_a_page_that_nobody_translates_needs_no_source(lesson: LessonPage) -> None:
    assert refresh_source(page_id=lesson.pk) is False
    assert refresh_source(page_id=0) is False
    assert adopt_translation(page_id=lesson.pk) is False
    assert not TranslationSource.objects.exists()


def test_loaded_translations_are_given_to_the_translators(content: Path) -> None:  # noqa: F811
    load_content(content)
    run_jobs()
    english = LessonPage.objects.get(locale__language_code="en")
    translation = Translation.objects.get(
        source=TranslationSource.objects.get_for_instance(english)
    )
    total, done = translation.get_progress()
    assert total == done > 0
    po = {entry.msgid: entry.msgstr for entry in translation.export_po()}
    assert po["## Part"] == "## Часть"
    assert po["First"] == "Первый"
    before = LessonPage.objects.get(locale=russian())
    translation.save_target(publish=False)
    after = LessonPage.objects.get(locale=russian()).get_latest_revision_as_object()
    assert after.body.get_prep_value() == before.body.get_prep_value()


def test_a_file_loaded_again_reaches_the_translators(content: Path) -> None:  # noqa: F811
    load_content(content)
    run_jobs()
    path = lesson_file(content, "01-first.ru.md")
    path.write_text(path.read_text().replace("Ещё.", "Ещё раз."))
    load_content(content)
    run_jobs()
    translation = Translation.objects.get(
        source__object_id=LessonPage.objects.first().translation_key
    )
    po = {entry.msgid: entry.msgstr for entry in translation.export_po() if not entry.obsolete}
    assert po["More."] == "Ещё раз."


def test_a_translation_with_other_paragraphs_stays_a_page_of_its_own(
    content: Path,  # noqa: F811
) -> None:
    path = lesson_file(content, "01-first.ru.md")
    path.write_text(path.read_text().replace("Ещё.", "Ещё.\n\nИ ещё."))
    load_content(content)
    run_jobs()
    english = LessonPage.objects.get(locale__language_code="en")
    assert not Translation.objects.filter(
        source__object_id=english.translation_key, enabled=True
    ).exists()
    assert "И ещё." in LessonPage.objects.get(locale=russian()).compiled["html"]
