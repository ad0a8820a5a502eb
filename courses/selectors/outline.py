"""The published page tree as plain values.

What a course consists of is what is published in any language; titles come from the reader's
language where there is a translation, else from the first language that has the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q

from courses.models import CoursePage, LessonPage, ModulePage
from courses.models.pages import AcademyPage, page_address
from courses.rules import PREFIXES, Requirement, module_requirements

CATALOGUE = "courses"
_Keyed = TypeVar("_Keyed", "LessonRow", "ModuleRow")


@dataclass(frozen=True, slots=True)
class LessonRow:
    key: str
    title: str
    minutes: int
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class ModuleRow:
    key: str
    title: str
    minutes: int
    url: str
    language: str
    exercise_set: str
    case: str
    lessons: tuple[LessonRow, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        keys = [lesson.key for lesson in self.lessons]
        return module_requirements(keys, self.exercise_set, self.case)


@dataclass(frozen=True, slots=True)
class Outline:
    key: str
    title: str
    url: str
    language: str
    minutes: int
    open: bool
    modules: tuple[ModuleRow, ...]


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    key: str
    title: str
    url: str
    language: str
    languages: tuple[str, ...]
    minutes: int
    open: bool
    summary: str
    outcomes: int


def catalogue(language: str) -> list[CatalogueRow]:
    """Every published course, once, with the languages it can be read in."""
    fields = ("url_path", "title", "minutes", "open", "compiled", "locale__language_code")
    pages = CoursePage.objects.live().filter(alias_of=None).order_by("path").values(*fields)
    versions: dict[str, dict[str, Any]] = {}
    for page in pages:
        versions.setdefault(_key(page), {})[page["locale__language_code"]] = page
    return [_catalogue_row(key, found, language) for key, found in versions.items()]


def _catalogue_row(key: str, versions: dict[str, Any], language: str) -> CatalogueRow:
    page = versions[best_language(versions, language)]
    return CatalogueRow(
        key=key,
        title=page["title"],
        url=page_address(f"{CATALOGUE}/{key}", language),
        language=page["locale__language_code"],
        languages=tuple(code for code, _name in settings.LANGUAGES if code in versions),
        minutes=page["minutes"],
        open=page["open"],
        summary=page["compiled"].get("html", ""),
        outcomes=len(page["compiled"].get("outcomes", [])),
    )


def best_language(available: Iterable[str], wanted: str) -> str:
    """The wanted language, else the first of the site's languages that is there."""
    present = set(available)
    order = [wanted, *(code for code, _name in settings.LANGUAGES), *sorted(present)]
    return next(code for code in order if code in present)


def outline(course_key: str, language: str) -> Outline | None:
    """A course with its modules and lessons: three queries."""
    return outlines([course_key], language).get(course_key)


def outlines(course_keys: Iterable[str], language: str) -> dict[str, Outline]:
    """Several courses with what is in them: still three queries."""
    keys = list(course_keys)
    if not keys:
        return {}
    below = [f"{key}/" for key in keys]
    courses = _in_language(_rows(CoursePage, keys, "open"), language)
    modules = _in_language(_rows(ModulePage, below, "exercise_set", "case"), language)
    lessons = _by_parent(_lesson(row, language) for row in _lesson_rows(below, language))
    rows = _by_parent(_module(row, lessons, language) for row in modules)
    return {
        _key(course): Outline(
            key=_key(course),
            title=course["title"],
            url=_url(_key(course), language),
            language=course["language"],
            minutes=course["minutes"],
            open=course["open"],
            modules=tuple(rows.get(_key(course), ())),
        )
        for course in courses
    }


def _lesson_rows(below: list[str], language: str) -> list[dict[str, Any]]:
    return _in_language(_rows(LessonPage, below), language)


def _lesson(row: dict[str, Any], language: str) -> LessonRow:
    key = _key(row)
    return LessonRow(key, row["title"], row["minutes"], _url(key, language), row["language"])


def _module(row: dict[str, Any], lessons: dict[str, list[LessonRow]], language: str) -> ModuleRow:
    key = _key(row)
    return ModuleRow(
        key=key,
        title=row["title"],
        minutes=row["minutes"],
        url=_url(key, language),
        language=row["language"],
        exercise_set=row["exercise_set"],
        case=row["case"],
        lessons=tuple(lessons.get(key, ())),
    )


def _by_parent(rows: Iterable[_Keyed]) -> dict[str, list[_Keyed]]:
    found: dict[str, list[_Keyed]] = {}
    for row in rows:
        found.setdefault(row.key.rpartition("/")[0], []).append(row)
    return found


def course_is_open(course_key: str) -> bool | None:
    """Whether everybody may read and enrol; None when there is no such course."""
    opens = [row["open"] for row in _rows(CoursePage, [course_key], "open")]
    return opens[0] if opens else None


def course_keys() -> list[str]:
    paths = CoursePage.objects.live().order_by("path").values("url_path")
    return list(dict.fromkeys(_key(row) for row in paths))


def module_keys(course_key: str) -> list[str]:
    """The modules that make up a course, in order."""
    return list(dict.fromkeys(_key(row) for row in _rows(ModulePage, [f"{course_key}/"])))


def lesson_exists(lesson_key: str) -> bool:
    return any(_key(row) == lesson_key for row in _rows(LessonPage, [lesson_key]))


def modules_asking(object_key: str) -> list[str]:
    """The modules that ask for the thing with this ledger key."""
    for kind, prefix in PREFIXES.items():
        if not object_key.startswith(prefix):
            continue
        key = object_key.removeprefix(prefix)
        if kind == "lesson":
            return [key.rpartition("/")[0]]
        column = {"set": "exercise_set", "case": "case"}.get(kind)
        if column:
            pages = ModulePage.objects.live().filter(**{column: key}).values("url_path")
            return sorted({_key(row) for row in pages})
    return []


def requirements_of(module_key: str) -> tuple[Requirement, ...]:
    """What a module asks for now; nothing when it is not published."""
    modules = _rows(ModulePage, [module_key], "exercise_set", "case")
    if not modules:
        return ()
    lessons = dict.fromkeys(_key(row) for row in _rows(LessonPage, [f"{module_key}/"]))
    return module_requirements(list(lessons), modules[0]["exercise_set"], modules[0]["case"])


def _rows(model: type[AcademyPage], keys: list[str], *more: str) -> list[dict[str, Any]]:
    """Published pages at the keys, or below those that end with a slash, in tree order; the
    pages of the site's first language come first."""
    where = Q(pk__in=[])
    for key in keys:
        lookup = "contains" if key.endswith("/") else "endswith"
        where |= Q(**{f"url_path__{lookup}": f"/{CATALOGUE}/{key.rstrip('/')}/"})
    fields = ["url_path", "title", "minutes", "locale__language_code", *more]
    pages = model.objects.live().filter(where, alias_of=None).order_by("path").values(*fields)
    rows = [{**row, "language": row["locale__language_code"]} for row in pages]
    return sorted(rows, key=lambda row: row["language"] != settings.LANGUAGE_CODE)


def _in_language(rows: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """One row for each page, in the order of the first language."""
    versions: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        versions.setdefault(_key(row), {})[row["language"]] = row
    return [found[best_language(found, language)] for found in versions.values()]


def _key(row: dict[str, Any]) -> str:
    return str(row["url_path"]).split("/", 3)[3].strip("/")


def _url(key: str, language: str) -> str:
    return page_address(f"{CATALOGUE}/{key}", language)
