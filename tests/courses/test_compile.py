import json
import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.models import Locale

from controllist.models import Citation, Edition
from controllist.services import put_editions, put_entries
from courses.blocks import LessonBody
from courses.blocks.text import LessonText, paragraphs
from courses.compile import Library
from courses.compile.state import Compilation
from courses.compile.text import prose
from courses.feedback import warning_texts
from courses.models import LessonPage
from tests.factories import courses as make
from tests.factories import exercises as bank
from tests.factories.vocabulary import ObjectiveFactory, SourceFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary() -> None:
    TermFactory(
        key="dual-use-item",
        title_en="dual-use item",
        title_ru="товар двойного назначения",
        definition_en="Goods for *both* uses.",
        definition_ru="Товары *двоякого* применения.",
    )
    SourceFactory(key="reg-2021", title_en="Regulation", reference="Article 3")
    ObjectiveFactory(key="read-entry", title_en="Read an entry")


@pytest.fixture
def control_list() -> None:
    put_editions(
        rows=[{"key": "2025-11-15", "title_en": "List", "title_ru": "Список", "is_current": True}]
    )
    edition = Edition.objects.get()
    rows = [
        {"code": code, "subject_en": f"Subject {code}", "subject_ru": f"Предмет {code}"}
        for code in ("2B350", "3A225")
    ]
    put_entries(edition=edition, rows=rows)


def compiled(*body: tuple[str, object], **fields: object) -> dict[str, object]:
    module = make.module(make.course())
    return make.lesson(module, body=list(body), **fields).compiled


def test_text_is_rendered_once_with_headings_that_can_be_reached(vocabulary: None) -> None:
    found = compiled(("text", "## First\n\n**Text**\n\n### Under it"), ("text", "## Second"))
    assert found["headings"] == [
        {"id": "h-1", "text": "First", "level": 2},
        {"id": "h-2", "text": "Under it", "level": 3},
        {"id": "h-3", "text": "Second", "level": 2},
    ]
    assert '<h2 id="h-1">First</h2>' in found["html"]
    assert "<strong>Text</strong>" in found["html"]
    assert found["warnings"] == []


def test_a_terms_definition_stands_in_the_page_once(vocabulary: None) -> None:
    found = compiled(("text", "A [[dual-use-item]] and [[dual-use-item|another one]]."))
    html = str(found["html"])
    assert html.count("Goods for both uses.") == 1
    assert html.count('popovertarget="term-dual-use-item"') == 2
    assert html.count('id="term-dual-use-item"') == 1
    assert ">another one</button>" in html
    assert 'href="/en/glossary/dual-use-item/"' in html
    assert found["terms"] == ["dual-use-item"]


def test_a_term_in_a_box_opens_without_scripts(vocabulary: None) -> None:
    html = str(compiled(("term", "dual-use-item"), ("text", "A [[dual-use-item]]"))["html"])
    assert re.search(r"<details[^>]*>\s*<summary>", html)
    assert "Goods for <em>both</em> uses." in html
    assert 'id="term-dual-use-item"' in html


def test_everything_is_in_the_pages_language(vocabulary: None) -> None:
    page = make.lesson(make.module(make.course()), body=[("term", "dual-use-item")])
    with translation.override("en"):
        copy = make.translated(page.get_parent().get_parent().specific, title="Курс")
        copy = make.translated(page.get_parent().specific, title="Модуль")
        copy = make.translated(page, title="Урок")
    assert "двоякого" in copy.compiled["html"]
    assert "/ru/glossary/dual-use-item/" in copy.compiled["html"]
    assert "In the glossary" not in copy.compiled["html"]


def test_sources_are_collected_from_text_and_field(vocabulary: None) -> None:
    found = compiled(("text", "As [[source:reg-2021|the law]] says."), sources="reg-2021")
    assert [row["key"] for row in found["sources"]] == ["reg-2021"]
    assert '<a href="#source-reg-2021"' in str(found["html"])
    found = prose("As said [[source:reg-2021]].", library())
    assert '<sup class="cite"><a href="#source-reg-2021" title="Regulation">[1]</a></sup>' in found


def test_list_paths_become_links_and_citations(control_list: None) -> None:
    found = compiled(
        ("text", "See [[list:3A225]] and [[list:2B350.a.3|pumps]] not [[list:9Z999]].")
    )
    html = str(found["html"])
    link = '<a href="/en/list/3A225/" class="code" title="Subject 3A225">3A225</a>'
    assert link in html
    assert ">pumps</a>" in html
    assert '<span class="code">9Z999</span>' in html
    assert found["lists"] == ["3A225", "2B350.a.3"]
    assert found["warnings"] == [{"code": "unknown_entry", "about": "9Z999"}]
    cited = Citation.objects.filter(cited_by="courses:lesson:start/basics/one")
    assert set(cited.values_list("path", "edition")) == {
        ("3A225", "2025-11-15"),
        ("2B350.a.3", "2025-11-15"),
    }
    LessonPage.objects.get().unpublish()
    assert not cited.exists()


def test_what_is_unknown_is_a_warning_and_plain_text(vocabulary: None) -> None:
    found = compiled(
        ("text", "A [[none]], [[source:none]], [[Bad Key]] and text"),
        ("term", "gone"),
        ("exercise", "no-set/no-item"),
        ("case", "no-case"),
        objectives="none",
    )
    codes = {warning["code"] for warning in found["warnings"]}
    assert codes == {
        "unknown_term",
        "unknown_source",
        "malformed_reference",
        "unknown_exercise",
        "unknown_case",
        "unknown_objective",
    }
    assert "A none, none, [[Bad Key]] and text" in str(found["html"])
    with translation.override("ru"):
        texts = warning_texts(found["warnings"])
    assert "В глоссарии нет термина «none»." in texts
    assert len(texts) == len(found["warnings"])


def test_heading_order_and_reading_time_are_checked() -> None:
    found = compiled(("text", "## One\n\n#### Four\n\n" + "word " * 2500), minutes=5)
    assert {warning["code"] for warning in found["warnings"]} == {
        "heading_order",
        "longer_than_stated",
    }


def test_an_exercise_is_a_link_with_title_and_time_in_both_languages() -> None:
    bank.exercise_set("first-steps")
    key = bank.SetSlot.objects.order_by("position")[1].item.key
    found = compiled(("exercise", f"first-steps/{key}"))
    assert found["exercises"] == [f"first-steps/{key}"]
    assert 'href="/en/exercises/first-steps/2/"' in str(found["html"])
    assert "Task 2 of 3" in str(found["html"])


def test_no_answer_key_gets_into_a_page_or_out_of_it(client, django_user_model) -> None:
    bank.exercise_set("first-steps")
    keys = [slot.item.key for slot in bank.SetSlot.objects.all()]
    module = make.module(make.course())
    type(module).objects.filter(pk=module.pk).update(exercise_set="first-steps")
    page = make.lesson(module, body=[("exercise", f"first-steps/{key}") for key in keys])
    person = bank.person()
    places = [
        "",
        "courses/",
        "courses/start/",
        "courses/start/basics/",
        "courses/start/basics/one/",
    ]
    held = [
        json.dumps(page.compiled),
        page.to_json(),
        page.get_latest_revision().content.__repr__(),
    ]
    for user in (None, person):
        if user:
            client.force_login(user)
        held += [
            client.get(f"/{code}/{at}").content.decode() for code in ("en", "ru") for at in places
        ]
    assert [text for text in held if bank.CANARY in text] == []
    # The crawl would see one: put a key into a page and look again.
    make.lesson(module, "leak", body=[("text", bank.CANARY)])
    assert bank.CANARY in client.get("/en/courses/start/basics/leak/").content.decode()


def library() -> Compilation:
    return Compilation(Library("en"))


@pytest.mark.parametrize(
    "text",
    [
        '[a](/x "[[dual-use-item]]")',
        "![[dual-use-item]](x)",
        "[b]([[dual-use-item]])",
        "[[dual-use-item|<img src=x onerror=alert(1)>]]",
        '[[dual-use-item|" onmouseover="alert(1)]]',
        "[[list:3A225|</a><script>alert(1)</script>]]",
        "<span title='[[dual-use-item]]'>x</span>",
    ],
)
def test_references_cannot_break_out_of_the_html(vocabulary: None, text: str) -> None:
    html = prose(text, library())
    assert "<script" not in html
    assert "<img" not in html
    attributes = re.findall(r"<[a-z]+((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)\s*>", html)
    assert not any("onmouseover" in found or "onerror" in found for found in attributes)
    for title in re.findall(r'title="([^"]*)"', html):
        assert "<" not in title


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet='[]|:ab-\n# *<>"\ue000\ue0010', max_size=60))
def test_any_text_compiles(text: str) -> None:
    state = library()
    html = prose(text, state)
    assert "\ue000" not in html
    assert len(state.headings) == len({heading["id"] for heading in state.headings})


@given(st.lists(st.text(alphabet="ab \n", max_size=8), max_size=6))
def test_paragraphs_join_to_the_text_they_came_from(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    assert "".join(paragraphs(text)) == text


def test_paragraphs_go_to_translators_one_by_one_and_come_back() -> None:
    block = LessonText()
    text = "One\n\n- two\n- three\n\n\nFour\n\nOne"
    segments = block.get_translatable_segments(text)
    assert [segment.render_text() for segment in segments] == ["One", "- two\n- three", "Four"]
    for segment in segments:
        segment.string = type(segment.string).from_plaintext(segment.render_text().upper())
    assert block.restore_translated_segments(text, segments) == (
        "ONE\n\n- TWO\n- THREE\n\n\nFOUR\n\nONE"
    )


def test_no_block_of_any_page_takes_raw_html() -> None:
    def walk(block: blocks.Block) -> list[blocks.Block]:
        children = list(getattr(block, "child_blocks", {}).values())
        child = getattr(block, "child_block", None)
        return [
            block,
            *(found for one in [*children, *([child] if child else [])] for found in walk(one)),
        ]

    assert not any(isinstance(block, blocks.RawHTMLBlock) for block in walk(LessonBody()))


def test_every_block_shows_editors_icon_label_and_preview() -> None:
    for block in LessonBody().child_blocks.values():
        assert block.meta.icon not in ("", "placeholder")
        assert block.label
        assert block.meta.description
        if block.name not in ("figure", "document"):
            assert block.is_previewable


def test_publishing_from_a_revision_compiles_again(vocabulary: None) -> None:
    page = make.lesson(make.module(make.course()))
    page.body = [("text", "Reworded [[dual-use-item]]")]
    revision = page.save_revision()
    assert "compiled" not in revision.content
    assert "Reworded" not in LessonPage.objects.get(pk=page.pk).compiled["html"]
    revision.publish()
    assert "Reworded" in LessonPage.objects.get(pk=page.pk).compiled["html"]
    assert Locale.objects.count() == 2
