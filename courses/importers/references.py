"""Whether what a file refers to exists: before anything is written, with file and line."""

from collections.abc import Iterator
from dataclasses import dataclass

from courses import markup
from courses.compile import Library
from courses.importers.files import CourseFiles, LessonFiles, ModuleFiles
from courses.markup import Block, Reference
from vocabulary.reports import FileReport

Wrong = tuple[str, int | None]


@dataclass
class Checker:
    library: Library

    def course(self, course: CourseFiles, language: str) -> list[FileReport]:
        found = [
            FileReport(course.path, "refused", f"{reason} ({language})", line)
            for reason, line in self._texts(course.summary[language], course.audience[language])
        ]
        for module in course.modules:
            wrong = [*self._texts(module.summary[language]), *self._keys(module)]
            found += [FileReport(module.path, "refused", *item) for item in wrong]
            for lesson in module.lessons:
                found += [
                    FileReport(lesson.paths[language], "refused", *item)
                    for item in self._lesson(lesson, language)
                ]
        return found

    def notes(self, *texts: str) -> str:
        """What the references of texts say at present, for a page's digest."""
        found = [reference for text in texts for reference in markup.references(text)]
        return repr([self._look_up(reference) for reference in dict.fromkeys(found)])

    def lesson_notes(self, lesson: markup.Lesson) -> str:
        """What a lesson's references, tasks, terms and sources say at present."""
        library, parts = self.library, []
        for block in lesson.blocks:
            values = block.values
            parts.append(self.notes(values.get("text", ""), values.get("caption", "")))
            if block.kind == "exercise":
                parts.append(repr(library.task(values["set"], values["item"])))
            elif block.kind in ("term", "case"):
                look_up = library.term if block.kind == "term" else library.case
                parts.append(repr(look_up(values["key"])))
        parts += [repr(library.source(key)) for key in lesson.sources]
        parts += [repr(library.objective(key)) for key in lesson.objectives]
        return "\n".join(parts)

    def _texts(self, *texts: str) -> Iterator[Wrong]:
        for text in texts:
            bad = markup.malformed(text)
            if bad:
                yield f"“{bad}” is not a reference", None
            for reference, _line in markup.located(text):
                if self._look_up(reference) is None:
                    yield _unknown(reference), None

    def _keys(self, module: ModuleFiles) -> Iterator[Wrong]:
        for key in module.objectives:
            if self.library.objective(key) is None:
                yield f"no objective is called “{key}”", module.lines.get("objectives")
        if module.exercise_set and not self.library.has_set(module.exercise_set):
            name = module.exercise_set
            yield f"no exercise set is called “{name}”", module.lines.get("exercise_set")
        if module.case and self.library.case(module.case) is None:
            yield f"no case is called “{module.case}”", module.lines.get("case")

    def _lesson(self, lesson: LessonFiles, language: str) -> Iterator[Wrong]:
        text = lesson.texts[language]
        for key in text.objectives:
            if self.library.objective(key) is None:
                yield f"no objective is called “{key}”", 1
        for key in text.sources:
            if self.library.source(key) is None:
                yield f"no source is called “{key}”", 1
        for block in text.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Wrong]:
        values = block.values
        first = block.line + (1 if block.kind == "callout" else 0)
        for reference, offset in markup.located(values.get("text", "")):
            if self._look_up(reference) is None:
                yield _unknown(reference), first + offset
        for reference in markup.references(values.get("caption", "")):
            if self._look_up(reference) is None:
                yield _unknown(reference), block.line
        if block.kind == "term" and self.library.term(values["key"]) is None:
            yield f"the glossary has no term “{values['key']}”", block.line
        if block.kind == "case" and self.library.case(values["key"]) is None:
            yield f"no case is called “{values['key']}”", block.line
        if block.kind == "exercise" and self.library.task(values["set"], values["item"]) is None:
            yield f"the set “{values['set']}” has no item “{values['item']}”", block.line

    def _look_up(self, reference: Reference) -> object | None:
        kinds = {
            "term": self.library.term,
            "list": self.library.entry,
            "source": self.library.source,
        }
        return kinds[reference.kind](reference.key)


def _unknown(reference: Reference) -> str:
    what = {
        "term": "the glossary has no term “{}”",
        "list": "the control list has no line “{}”",
        "source": "no source is called “{}”",
    }
    return what[reference.kind].format(reference.key)
