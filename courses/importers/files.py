"""From the files of a course to plain values, with every mistake at its file and line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from courses import markup
from courses.importers.figures import Figure, read_figure
from theme import markdown
from vocabulary import yamlfile
from vocabulary.reports import FileReport
from vocabulary.yamlfile import BadFile, Section

LESSON_FILE = re.compile(r"(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.(en|ru)\.md")
COURSE_KEYS = ("key", "title", "summary", "audience", "outcomes", "open", "minutes", "modules")
MODULE_KEYS = ("key", "title", "summary", "objectives", "minutes", "exercise_set", "case")
# Addresses that are taken below a course.
RESERVED = frozenset({"enrol", "groups", "read"})
MAX_FILE = 256 * 1024
Text = dict[str, str]
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class LessonFiles:
    slug: str
    paths: Text
    texts: dict[str, markup.Lesson]
    figures: dict[str, dict[str, Figure]]


@dataclass(frozen=True, slots=True)
class ModuleFiles:
    path: str
    slug: str
    title: Text
    summary: Text
    objectives: tuple[str, ...]
    minutes: int
    exercise_set: str
    case: str
    lines: dict[str, int]
    lessons: tuple[LessonFiles, ...]


@dataclass(frozen=True, slots=True)
class CourseFiles:
    path: str
    slug: str
    title: Text
    summary: Text
    audience: Text
    outcomes: tuple[Text, ...]
    open: bool
    minutes: int
    modules: tuple[ModuleFiles, ...]


@dataclass
class Reading:
    """The folder that is read, and what had to be refused in it."""

    root: Path
    reports: list[FileReport] = field(default_factory=list)

    def shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def refuse(self, path: Path, reason: str, line: int | None = None) -> None:
        self.reports.append(FileReport(self.shown(path), "refused", reason, line))

    def attempt(self, path: Path, read: Callable[[], _Read]) -> _Read | None:
        """What `read` gives, or nothing and a report."""
        try:
            return read()
        except BadFile as bad:
            self.refuse(path, bad.reason, bad.line)
        return None


def read_courses(reading: Reading) -> list[CourseFiles]:
    found = []
    for path in sorted((reading.root / "courses").glob("*/course.yaml")):
        course = reading.attempt(path, lambda path=path: _course(path, reading))  # type: ignore[misc]
        if course:
            found.append(course)
    return found


def _course(path: Path, reading: Reading) -> CourseFiles:
    data = _head(path, COURSE_KEYS, ("key", "title", "summary", "minutes"))
    order = markup.keys(data, "modules")
    folders = sorted(item.parent for item in path.parent.glob("*/module.yaml"))
    if order:
        folders = _ordered(folders, order, data)
    modules = [
        reading.attempt(folder / "module.yaml", lambda at=folder: _module(at, reading))  # type: ignore[misc]
        for folder in folders
    ]
    return CourseFiles(
        path=reading.shown(path),
        slug=path.parent.name,
        title=_line(data, "title"),
        summary=yamlfile.bilingual(data, "summary"),
        audience=yamlfile.bilingual(data, "audience", optional=True),
        outcomes=_outcomes(data),
        open=_flag(data, "open"),
        minutes=_minutes(data),
        modules=tuple(module for module in modules if module),
    )


def _ordered(folders: list[Path], order: tuple[str, ...], data: Section) -> list[Path]:
    by_name = {folder.name: folder for folder in folders}
    if set(by_name) != set(order):
        odd = ", ".join(sorted(set(by_name) ^ set(order)))
        where = yamlfile.line_of(data, "modules")
        raise BadFile(data.path, where, f"“modules” and the folders differ: {odd}")
    return [by_name[name] for name in order]


def _module(folder: Path, reading: Reading) -> ModuleFiles:
    path = folder / "module.yaml"
    data = _head(path, MODULE_KEYS, ("key", "title", "summary", "minutes"))
    if folder.name in RESERVED:
        raise BadFile(str(path), yamlfile.line_of(data, "key"), f"“{folder.name}” is reserved")
    refused_before = len(reading.reports)
    lessons = _lessons(folder, reading)
    if not lessons and len(reading.reports) == refused_before:
        raise BadFile(str(path), None, "the module has no lessons")
    return ModuleFiles(
        path=reading.shown(path),
        slug=folder.name,
        title=_line(data, "title"),
        summary=yamlfile.bilingual(data, "summary"),
        objectives=markup.keys(data, "objectives"),
        minutes=_minutes(data),
        exercise_set=yamlfile.text(data, "exercise_set", optional=True),
        case=yamlfile.text(data, "case", optional=True),
        lines={key: yamlfile.line_of(data, key) or 0 for key in data},
        lessons=lessons,
    )


def _lessons(folder: Path, reading: Reading) -> tuple[LessonFiles, ...]:
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.md")):
        match = LESSON_FILE.fullmatch(path.name)
        if match:
            found.setdefault(f"{match[1]}-{match[2]}", {})[match[3]] = path
        elif not path.name.startswith("guide."):
            reading.refuse(path, "a lesson's file is called like 01-first-steps.en.md")
    lessons = [_lesson(name, paths, reading) for name, paths in sorted(found.items())]
    slugs = [lesson.slug for lesson in lessons if lesson]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        reading.refuse(folder / "module.yaml", f"two lessons are called “{slug}”")
    return tuple(lesson for lesson in lessons if lesson)


def _lesson(name: str, paths: dict[str, Path], reading: Reading) -> LessonFiles | None:
    missing = [code for code in yamlfile.LANGUAGES if code not in paths]
    if missing:
        here = next(iter(paths.values()))
        reading.refuse(here, f"its other language is missing: {name}.{missing[0]}.md")
        return None
    texts = {
        code: reading.attempt(path, lambda at=path: _text(at))  # type: ignore[misc]
        for code, path in paths.items()
    }
    first, second = texts["en"], texts["ru"]
    if first is None or second is None:
        return None
    _compare(first, second, paths["ru"], reading)
    read = {"en": first, "ru": second}
    figures = {code: _figures(paths[code], text, code, reading) for code, text in read.items()}
    return LessonFiles(
        slug=name.partition("-")[2],
        paths={code: reading.shown(path) for code, path in paths.items()},
        texts=read,
        figures=figures,
    )


def _compare(first: markup.Lesson, second: markup.Lesson, path: Path, reading: Reading) -> None:
    different = markup.difference(first, second)
    if different:
        reading.refuse(path, f"differs from the English file: {different[1]}", different[0])
    for name in ("objectives", "sources", "minutes"):
        if getattr(first, name) != getattr(second, name):
            reading.refuse(path, f"“{name}” differs from the English file", 1)


def _text(path: Path) -> markup.Lesson:
    data = path.read_bytes()
    if len(data) > MAX_FILE:
        raise BadFile(str(path), None, f"is larger than {MAX_FILE // 1024} KB")
    source = yamlfile.decode(data, path=str(path)).replace("\r\n", "\n")
    lesson = markup.parse(source, path=str(path))
    for block in lesson.blocks:
        try:
            markdown.check(block.values.get("text", ""))
        except markdown.Refused as refused:
            raise BadFile(str(path), block.line, f"the text is refused: {refused.reason}") from None
    return lesson


def _figures(
    path: Path, lesson: markup.Lesson, language: str, reading: Reading
) -> dict[str, Figure]:
    """The lesson's pictures: `name.ru.svg` stands in for `name.svg` in Russian."""
    found = {}
    for block in lesson.blocks:
        if block.kind != "figure":
            continue
        name = block.values["src"]
        plain = path.parent / "figures" / name
        own = plain.with_suffix(f".{language}{plain.suffix}")
        try:
            found[name] = read_figure(own if own.is_file() else plain)
        except BadFile as bad:
            reading.refuse(path, f"figure {name}: {bad.reason}", block.line)
    return found


def _head(path: Path, allowed: tuple[str, ...], required: tuple[str, ...]) -> Section:
    data = yamlfile.require(yamlfile.load(path), allowed=allowed, required=required)
    key, name = yamlfile.text(data, "key"), path.parent.name
    if key != name or not markup.SLUG.fullmatch(name) or len(name) > markup.MAX_SLUG:
        where = yamlfile.line_of(data, "key")
        raise BadFile(str(path), where, f"“key” must be the folder's name, “{name}” (a-z, 0-9, -)")
    return data


def _line(data: Section, key: str) -> Text:
    texts = yamlfile.bilingual(data, key)
    for text in texts.values():
        if len(text) > 200 or "\n" in text:
            where = yamlfile.line_of(data, key)
            raise BadFile(data.path, where, f"“{key}” must be one line of at most 200 characters")
    return texts


def _outcomes(data: Section) -> tuple[Text, ...]:
    rows = data.get("outcomes") or []
    if not isinstance(rows, list) or not all(isinstance(row, Section) for row in rows):
        where = yamlfile.line_of(data, "outcomes")
        raise BadFile(data.path, where, "“outcomes” must be a list of texts in both languages")
    for row in rows:
        yamlfile.require(row, allowed=yamlfile.LANGUAGES, required=yamlfile.LANGUAGES)
    return tuple({code: yamlfile.text(row, code) for code in yamlfile.LANGUAGES} for row in rows)


def _flag(data: Section, key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise BadFile(data.path, yamlfile.line_of(data, key), f"“{key}” must be true or false")
    return value


def _minutes(data: Section) -> int:
    value = data.get("minutes")
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 6000:
        where = yamlfile.line_of(data, "minutes")
        raise BadFile(data.path, where, "“minutes” must be a whole number from 1 to 6000")
    return value
