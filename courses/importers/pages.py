"""From plain values to published pages. What a page was made from is kept as a digest on it, so
that loading again writes only what changed and never over an editor's work."""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from courses.compile import VERSION, Library
from courses.importers.files import CourseFiles, LessonFiles, ModuleFiles
from courses.importers.references import Checker
from courses.importers.streams import lesson_body, outcomes_body
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.pages import AcademyPage
from courses.services import after_loading
from vocabulary.reports import FileReport, State
from vocabulary.yamlfile import LANGUAGES

EDITED = "was edited here since it was loaded: the page stays as it is"
Pages = dict[str, AcademyPage]


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as its files want it. `notes` is what the things it refers to say at present: a
    reworded term compiles its lessons anew."""

    model: type[AcademyPage]
    slug: str
    values: dict[str, Any]
    path: str
    notes: str

    @property
    def digest(self) -> str:
        text = json.dumps([VERSION, self.values, self.notes], ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()


@dataclass
class Writer:
    dry_run: bool = False
    reports: list[FileReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.checkers = {code: Checker(Library(code)) for code in LANGUAGES}

    def write(self, courses: list[CourseFiles]) -> list[FileReport]:
        for course in courses:
            self._check(course)
        if any(report.state == "refused" for report in self.reports):
            return self.reports
        catalogues = CatalogueIndexPage.objects.select_related("locale")
        parents: Pages = {page.locale.language_code: page for page in catalogues}
        for course in courses:
            self._course(course, parents)
        return self.reports

    def _check(self, course: CourseFiles) -> None:
        for language, checker in self.checkers.items():
            self.reports += checker.course(course, language)

    def _course(self, course: CourseFiles, parents: Pages) -> None:
        pages: dict[str, Draft] = {}
        for code in LANGUAGES:
            outcomes = outcomes_body(course.slug, course.outcomes, code)
            values = {
                "title": course.title[code],
                "summary": course.summary[code],
                "audience": course.audience[code],
                "outcomes": outcomes,
                "open": course.open,
                "minutes": course.minutes,
            }
            notes = self.checkers[code].notes(course.summary[code], course.audience[code], outcomes)
            pages[code] = Draft(CoursePage, course.slug, values, course.path, notes)
        made = self._put(pages, parents)
        for module in course.modules:
            self._module(module, made, course.slug)
        slugs = [module.slug for module in course.modules]
        self._take_down(made, slugs, course.path)
        self._in_order(made, slugs)

    def _module(self, module: ModuleFiles, parents: Pages, course_key: str) -> None:
        pages: dict[str, Draft] = {}
        for code in LANGUAGES:
            values = {
                "title": module.title[code],
                "summary": module.summary[code],
                "objectives": "\n".join(module.objectives),
                "minutes": module.minutes,
                "exercise_set": module.exercise_set,
                "case": module.case,
            }
            checker = self.checkers[code]
            notes = checker.notes(module.summary[code]) + repr(
                [checker.library.objective(key) for key in module.objectives]
            )
            pages[code] = Draft(ModulePage, module.slug, values, module.path, notes)
        made = self._put(pages, parents)
        for lesson in module.lessons:
            self._lesson(lesson, made, f"{course_key}/{module.slug}")
        slugs = [lesson.slug for lesson in module.lessons]
        self._take_down(made, slugs, module.path)
        self._in_order(made, slugs)

    def _lesson(self, lesson: LessonFiles, parents: Pages, module_key: str) -> None:
        pages: dict[str, Draft] = {}
        for code in LANGUAGES:
            text = lesson.texts[code]
            key = f"{module_key}/{lesson.slug}"
            values = {
                "title": text.title,
                "summary": text.summary,
                "objectives": "\n".join(text.objectives),
                "sources": "\n".join(text.sources),
                "minutes": text.minutes,
                "body": lesson_body(key, text, lesson.figures[code], dry_run=self.dry_run),
            }
            notes = self.checkers[code].lesson_notes(text)
            pages[code] = Draft(LessonPage, lesson.slug, values, lesson.paths[code], notes)
        self._put(pages, parents)

    def _put(self, drafts: dict[str, Draft], parents: Pages) -> Pages:
        """Write the page in every language; the first one is the translations' source."""
        made: Pages = {}
        states: dict[str, list[tuple[State, str]]] = {}
        for code, draft in drafts.items():
            found = draft.model.objects.child_of(parents[code]).filter(slug=draft.slug).first()
            state, detail = _state(found, draft)
            page = found or self._new(draft, parents[code], next(iter(made.values()), None))
            if state != "unchanged":
                _set(page, draft.values)
                _publish(page, draft.digest)
                after_loading(page=page)
            made[code] = page
            states.setdefault(draft.path, []).append((state, detail))
        self.reports += [_report(path, found) for path, found in states.items()]
        return made

    def _new(self, draft: Draft, parent: AcademyPage, source: AcademyPage | None) -> AcademyPage:
        if source is not None:
            copy: AcademyPage = source.copy_for_translation(parent.locale)
            return copy
        page = draft.model(slug=draft.slug, locale=parent.locale, live=False, **draft.values)
        parent.add_child(instance=page)
        return page

    def _take_down(self, parents: Pages, slugs: list[str], path: str) -> None:
        """Unpublish pages that came from files which are gone. Nothing is deleted: what people
        read stays on record, and an editor can publish the page again."""
        gone = set()
        for parent in parents.values():
            for page in parent.get_children().live().exclude(slug__in=slugs).specific():
                if page.content_hash:
                    page.unpublish()
                    gone.add(page.slug)
        self.reports += [
            FileReport(path, "updated", f"the file of “{slug}” is gone: its page is taken down")
            for slug in sorted(gone)
        ]

    def _in_order(self, parents: Pages, slugs: list[str]) -> None:
        """Children in the files' order. Pages of editors' own making come after."""
        for parent in parents.values():
            children = {page.slug: page for page in parent.get_children()}
            wanted = [slug for slug in slugs if slug in children]
            if [slug for slug in children if slug in wanted] == wanted:
                continue
            for slug in reversed(wanted):
                page = type(parent).objects.get(pk=parent.pk).get_children().get(slug=slug)
                page.move(type(parent).objects.get(pk=parent.pk), pos="first-child")


def _state(page: AcademyPage | None, draft: Draft) -> tuple[State, str]:
    if page is None:
        return "created", ""
    if not page.content_hash or page.has_unpublished_changes:
        return "unchanged", EDITED
    return ("unchanged" if page.content_hash == draft.digest else "updated"), ""


def _set(page: AcademyPage, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, value)


def _publish(page: AcademyPage, digest: str) -> None:
    page.save_revision().publish()
    type(page).objects.filter(pk=page.pk).update(content_hash=digest)
    page.refresh_from_db()


def _report(path: str, found: list[tuple[State, str]]) -> FileReport:
    """One report for a file, which may stand for a page in each language."""
    order: tuple[State, ...] = ("created", "updated", "unchanged")
    states = Counter(state for state, _detail in found)
    detail = next((detail for _state, detail in found if detail), "")
    return FileReport(path, next(state for state in order if states[state]), detail)
