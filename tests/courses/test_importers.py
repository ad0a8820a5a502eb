from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Page

from courses.importers import load_content
from courses.models import CoursePage, LessonPage, ModulePage
from tests.factories.vocabulary import SourceFactory, TermFactory
from vocabulary.models import Term
from vocabulary.reports import Refused

pytestmark = pytest.mark.django_db

HEAD = "---\ntitle: {title}\nsummary: {summary}\nminutes: 6\n---\n"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><title>Tree</title>'
    '<path d="M0 0h10" fill="#000"/></svg>'
)
COURSE = """\
key: start
title: {en: Getting started, ru: Начало}
summary: {en: "About **lists**", ru: "О **списках**"}
audience: {en: Officers, ru: Сотрудники}
outcomes:
  - {en: Read an entry, ru: Читать позицию}
open: true
minutes: 30
"""
MODULE = """\
key: basics
title: {en: Basics, ru: Основы}
summary: {en: The basics, ru: Основные понятия}
minutes: 12
"""


def lesson_text(language: str, body: str, title: str = "") -> str:
    words = {"en": ("First", "Short"), "ru": ("Первый", "Кратко")}[language]
    return HEAD.format(title=title or words[0], summary=words[1]) + body


BODY = {
    "en": "Text with [[dual-use-item]].\n\n## Part\n\n::: term key=dual-use-item :::\n\nMore.\n",
    "ru": "Текст: [[dual-use-item|товар]].\n\n## Часть\n\n::: term key=dual-use-item :::\n\nЕщё.\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    TermFactory(key="dual-use-item", title_en="dual-use item", title_ru="товар двойного назначения")
    SourceFactory(key="reg-2021")
    folder = tmp_path / "courses/start/basics"
    (folder / "figures").mkdir(parents=True)
    (tmp_path / "courses/start/course.yaml").write_text(COURSE)
    (folder / "module.yaml").write_text(MODULE)
    (folder / "figures/tree.svg").write_text(SVG)
    for language, body in BODY.items():
        (folder / f"01-first.{language}.md").write_text(lesson_text(language, body))
    return tmp_path


def lesson_file(content: Path, name: str) -> Path:
    return content / "courses/start/basics" / name


def states(content: Path) -> dict[str, str]:
    return {report.path.split("/")[-1]: report.state for report in load_content(content)}


def refusals(content: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(Refused) as caught:
        load_content(content)
    assert not CoursePage.objects.exists()
    return [(row.path.split("/")[-1], row.line, row.detail) for row in caught.value.refused]


def snapshot() -> list[tuple[object, ...]]:
    fields = ("pk", "path", "title", "slug", "latest_revision_id", "last_published_at")
    return list(Page.objects.order_by("pk").values_list(*fields))


def test_loading_makes_both_trees_of_one_course(content: Path) -> None:
    assert states(content) == {
        "course.yaml": "created",
        "module.yaml": "created",
        "01-first.en.md": "created",
        "01-first.ru.md": "created",
    }
    for model in (CoursePage, ModulePage, LessonPage):
        english, russian = model.objects.order_by("locale__language_code")
        assert english.translation_key == russian.translation_key
        assert english.slug == russian.slug
        assert english.live
        assert russian.live
    assert [page.title for page in LessonPage.objects.order_by("path")] == ["First", "Первый"]


def test_both_languages_have_the_same_block_ids(content: Path) -> None:
    load_content(content)
    english, russian = LessonPage.objects.order_by("locale__language_code")
    assert [block.id for block in english.body] == [block.id for block in russian.body]
    assert [block.block_type for block in english.body] == ["text", "term", "text"]


def test_loading_again_writes_nothing(content: Path) -> None:
    load_content(content)
    before = snapshot()
    assert set(states(content).values()) == {"unchanged"}
    assert snapshot() == before


def test_a_changed_file_changes_its_page_alone(content: Path) -> None:
    load_content(content)
    before = {row[0]: row for row in snapshot()}
    ru = lesson_file(content, "01-first.ru.md")
    ru.write_text(ru.read_text().replace("Ещё.", "Ещё раз."))
    assert states(content)["01-first.ru.md"] == "updated"
    changed = [row[0] for row in snapshot() if row != before[row[0]]]
    assert changed == [LessonPage.objects.get(locale__language_code="ru").pk]
    assert "Ещё раз" in LessonPage.objects.get(locale__language_code="ru").compiled["html"]


def test_a_reworded_term_compiles_its_lessons_anew(content: Path) -> None:
    load_content(content)
    reworded = Term.objects.get()
    reworded.title_en = "item of dual use"
    reworded.save()
    found = states(content)
    assert (found["01-first.en.md"], found["module.yaml"]) == ("updated", "unchanged")
    assert "item of dual use" in LessonPage.objects.get(locale__language_code="en").compiled["html"]


def test_a_page_edited_in_the_cms_is_kept(content: Path) -> None:
    load_content(content)
    page = LessonPage.objects.get(locale__language_code="en")
    page.title = "An editor's title"
    page.save_revision().publish()
    english = lesson_file(content, "01-first.en.md")
    english.write_text(english.read_text().replace("More.", "Even more."))
    report = next(row for row in load_content(content) if row.path.endswith("01-first.en.md"))
    assert report.state == "unchanged"
    assert "edited here" in report.detail
    page.refresh_from_db()
    assert page.title == "An editor's title"


def test_a_dry_run_writes_nothing(content: Path) -> None:
    lesson_file(content, "01-first.en.md").write_text(
        lesson_text("en", BODY["en"] + '\n::: figure src=tree.svg alt="A tree" :::\n')
    )
    lesson_file(content, "01-first.ru.md").write_text(
        lesson_text("ru", BODY["ru"] + '\n::: figure src=tree.svg alt="Дерево" :::\n')
    )
    before = snapshot()
    reports = load_content(content, dry_run=True)
    assert {report.state for report in reports} == {"created"}
    assert snapshot() == before


def test_a_missing_russian_version_is_refused(content: Path) -> None:
    lesson_file(content, "01-first.ru.md").unlink()
    assert refusals(content) == [
        ("01-first.en.md", None, "its other language is missing: 01-first.ru.md")
    ]


def test_a_russian_file_of_another_shape_is_refused(content: Path) -> None:
    body = BODY["ru"].replace("::: term key=dual-use-item :::\n", "")
    lesson_file(content, "01-first.ru.md").write_text(lesson_text("ru", body))
    ((name, line, reason),) = refusals(content)
    assert (name, line) == ("01-first.ru.md", 6)
    assert "“::: term key=dual-use-item” is missing" in reason


@pytest.mark.parametrize(
    ("wrong", "line", "reason"),
    [
        ("[[no-such-term]]", 6, "no term “no-such-term”"),
        ("ok\n\n[[source:none]]", 8, "no source is called “none”"),
        ("ok\n\n::: callout kind=warning\nok\n[[none]]\n:::", 10, "no term “none”"),
        ("::: exercise set=none item=none :::", 6, "has no item “none”"),
        ("::: case key=none :::", 6, "no case is called “none”"),
        ("::: term key=none :::", 6, "no term “none”"),
        ("[[Wrong Key]]", 6, "is not a reference"),
        ("[ " * 600, 6, "refused: too_many_brackets"),
        ("[" * 15_000, 6, "is not a reference"),
        ("::: figure src=none.svg alt=x :::", 6, "does not exist"),
    ],
)
def test_what_does_not_exist_is_refused_with_its_line(
    content: Path, wrong: str, line: int, reason: str
) -> None:
    for language in BODY:
        lesson_file(content, f"01-first.{language}.md").write_text(lesson_text(language, wrong))
    found = refusals(content)
    assert {(name, at) for name, at, _why in found} == {
        ("01-first.en.md", line),
        ("01-first.ru.md", line),
    }
    assert all(reason in why for _name, _at, why in found)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "reason"),
    [
        ("course.yaml", "open: true", "open: perhaps", 7, "true or false"),
        ("course.yaml", "minutes: 30", "minutes: 0", 8, "from 1 to 6000"),
        ("course.yaml", "key: start", "key: other", 1, "folder's name"),
        ("course.yaml", "audience", "audiance", 4, "unknown key"),
        ("course.yaml", ", ru: Начало", "", 2, "missing key “ru”"),
        ("basics/module.yaml", "minutes: 12", "minutes: 12\ncase: none", 5, "no case is called"),
        ("basics/module.yaml", "minutes: 12", "minutes: [", 4, ""),
    ],
)
def test_mistakes_in_yaml_are_refused(
    content: Path, name: str, old: str, new: str, line: int, reason: str
) -> None:
    path = content / "courses/start" / name
    path.write_text(path.read_text().replace(old, new))
    found = refusals(content)
    assert found[0][0] == name.split("/")[-1]
    assert found[0][1] is not None
    assert abs(found[0][1] - line) <= 1
    assert reason in found[0][2]


def test_lessons_stand_in_the_order_of_their_numbers(content: Path) -> None:
    load_content(content)
    for language in BODY:
        for name in ("02-last", "00-zero"):
            path = lesson_file(content, f"{name}.{language}.md")
            path.write_text(lesson_text(language, "Text\n", name))
    load_content(content)
    for module in ModulePage.objects.all():
        children = module.get_children()
        assert [page.slug for page in children] == ["zero", "first", "last"]
    before = snapshot()
    assert set(states(content).values()) == {"unchanged"}
    assert snapshot() == before


def test_a_page_whose_files_are_gone_is_taken_down_and_kept(content: Path) -> None:
    for language in BODY:
        path = lesson_file(content, f"02-last.{language}.md")
        path.write_text(lesson_text(language, "Text\n"))
    load_content(content)
    for language in BODY:
        lesson_file(content, f"02-last.{language}.md").unlink()
    details = [report.detail for report in load_content(content) if report.state == "updated"]
    assert details == ["the file of “last” is gone: its page is taken down"]
    live = LessonPage.objects.live().values_list("slug", flat=True)
    assert set(live) == {"first"}
    assert LessonPage.objects.filter(slug="last").count() == 2
    assert set(states(content).values()) == {"unchanged"}


def figure(content: Path, svg: str) -> None:
    lesson_file(content, "figures/tree.svg").write_text(svg)
    for language in BODY:
        text = lesson_text(language, '::: figure src=tree.svg alt="Tree" caption="Ten" :::\n')
        lesson_file(content, f"01-first.{language}.md").write_text(text)


def test_a_drawing_becomes_a_course_asset(content: Path, client) -> None:
    figure(content, SVG)
    load_content(content)
    (block,) = LessonPage.objects.get(locale__language_code="en").body
    assert (block.value["width"], block.value["height"]) == (320, 200)
    url = f"/media/courses/figures/{block.value['file']}"
    assert f'src="{url}"' in client.get("/en/courses/start/basics/first/").content.decode()
    response = client.get(url)
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert b"".join(response.streaming_content).decode() == SVG
    assert (Path(settings.MEDIA_ROOT) / "courses/figures" / block.value["file"]).is_file()


@pytest.mark.parametrize("name", ["x.png", "..%2f..%2fsecret.svg", "none.svg", "A.svg", ".svg"])
def test_only_our_own_drawings_are_served(client, name: str) -> None:
    assert client.get(f"/media/courses/figures/{name}").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        SVG.replace("<path", "<script>alert(1)</script><path"),
        SVG.replace("<path", '<path onload="alert(1)"'),
        SVG.replace("<path", "<foreignObject/><path"),
        SVG.replace("<path", '<image href="http://example.org/x.png"/><path'),
        SVG.replace("<path", '<use href="http://example.org/x.svg#a"/><path'),
        SVG.replace("<path", "<style>@import url(http://example.org/)</style><path"),
        SVG.replace('fill="#000"', 'fill="url(http://example.org/#a)"'),
        SVG.replace(' viewBox="0 0 320 200"', ""),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        "<html></html>",
        "not xml",
    ],
)
def test_a_drawing_that_could_run_or_load_is_refused(content: Path, bad: str) -> None:
    figure(content, bad)
    found = refusals(content)
    assert {name for name, _line, _why in found} == {"01-first.en.md", "01-first.ru.md"}
