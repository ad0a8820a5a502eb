"""Blocks of a published Annex I as lines of the list: codes, paths, notes.

Both layouts are read. Where the paragraphs of an entry nest, the nesting says what belongs to
what. Where they follow each other as rows, the marks do: after `a.` comes `b.` beside it, or `1.`
below it. Whatever had to be guessed (a step that is missing, a list that may belong to a note or
to a paragraph, a paragraph without a mark after a note) is kept and marked doubtful; nothing is
dropped between the first entry and the last. What stands before an entry, under a heading of a
category or group, is outside the entries: definitions and general notes, counted and left to
their own importer.
"""

import re
from dataclasses import dataclass, field

from controllist.codes import Code, parse
from controllist.enums import Kind
from controllist.importers.blocks import Block, annex_one, count
from controllist.importers.reading import (
    MAX_LINES,
    MAX_TEXT,
    Mistake,
    Ordinals,
    Progress,
    Reading,
)
from controllist.importers.steps import Trail, split_mark
from controllist.services import OfficialLine

CODE = re.compile(r"[0-9][A-E][0-9]{3}")
ENTRY_TEXT = re.compile(r"([0-9][A-E][0-9]{3})(?:[.:]?\s+(?=\S)|\s*$)")
MARKED_TEXT = re.compile(r"([a-z]{1,2}|[0-9]{1,2})\.\s+(?=\S)")
# A group (0A …), a category, a part: what stands under it until the next entry is outside.
DIVISION = re.compile(
    r"[0-9][A-E][0-9]?\.?(?:\s+[A-Z“\"']|\s*$)|(?:CATEGORY|PART|SECTION|ANNEX)\b|Part\s+[0-9]\b"
)
NOTE = re.compile(
    r"(?P<word>(?P<technical>Technical\s+)?Notes?|N\.?\s?B\b\.?)"
    r"(?:\s*(?:to|[0-9]{1,2})\b[^:]{0,40})?\s*[:.]?",
)
NOTE_START = re.compile(
    r"Notes?\s*[0-9]{0,2}(?:\s+to\s+[^:]{1,40})?\s*:|Technical\s+Notes?\b|N\.?\s?B\."
)
OPEN_END = (":", ";", ",", " or", " and")
DASHES = frozenset("—–-•·")

CONTINUED = "a paragraph without a mark follows the note; it was read as part of the note"
EITHER = "the list after a note may belong to the note or to the paragraph"
HOMELESS = "it is not clear to which paragraph this note belongs"
AFTER = "this text stands after the paragraphs below it"
TWICE = "this entry stands twice in the text"
TABLE = "holds a table; compare it with the source"


@dataclass(slots=True)
class Draft:
    code: str
    path: str
    kind: str
    line: int
    parts: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    def say(self, text: str, doubts: list[str] | None = None) -> None:
        if text:
            self.parts.append(text)
        self.doubt(*(doubts or ()))

    def doubt(self, *reasons: str) -> None:
        self.doubts += [reason for reason in reasons if reason not in self.doubts]


@dataclass(slots=True)
class OpenNote:
    """A note that may still go on: by nested blocks, or by a list of its own."""

    draft: Draft
    level: int
    bare: bool
    marks: Trail = field(default_factory=Trail)

    @property
    def last(self) -> str:
        return self.draft.parts[-1] if self.draft.parts else ""


def read(blocks: list[Block], progress: Progress | None = None) -> Reading:
    reading = Reading()
    try:
        annex = annex_one(blocks)
        walk = _Walk(total=count(annex), progress=progress)
        walk.through(annex, 0)
        if not walk.drafts:
            raise Mistake("holds no entry of the list (a code such as 2B350 with its text)")
        _lines(walk.drafts, reading)
        reading.outside = walk.outside
    except Mistake as mistake:
        reading.refuse(mistake.line, str(mistake))
    return reading


def _lines(drafts: list[Draft], reading: Reading) -> None:
    ordinals = Ordinals()
    for draft in drafts:
        if len(draft.text) > MAX_TEXT:
            raise Mistake(f"the text is longer than {MAX_TEXT} characters", draft.line)
        ordinal = ordinals.next(draft.path, draft.kind)
        defect = "; ".join(draft.doubts)[:300]
        line = OfficialLine(draft.code, draft.path, draft.kind, ordinal, draft.text, defect)
        reading.add(line, draft.line)


class _Walk:
    def __init__(self, *, total: int, progress: Progress | None) -> None:
        self.drafts: list[Draft] = []
        self.outside = self.seen = 0
        self.total, self.progress = total, progress
        self.code: Code | None = None
        self.trail = Trail()
        self.note: OpenNote | None = None
        self.held: dict[str, Draft] = {}
        self.headed: set[str] = set()

    def through(self, blocks: list[Block], level: int) -> None:
        for block in blocks:
            self.seen += 1
            if self.progress:
                self.progress(self.seen, self.total)
            if block.kind == "item":
                self._item(block, level)
            elif block.kind == "table":
                self._table(block, level)
            else:
                self._text(block, level)

    def _item(self, block: Block, level: int) -> None:
        mark, steps = block.text.strip(), split_mark(block.text)
        full = parse(mark.rstrip(".:")) if CODE.match(mark) else None
        if full is not None:
            self._coded(full, block, level)
        elif DIVISION.match(mark):
            self._leave(block)
        elif NOTE.fullmatch(mark):
            self._open_note(block, mark, level)
        elif self.code is None:
            self.outside += 1 + count(block.children)
        elif steps and self._belongs_to_note(steps, level):
            self._say_to_note(block)
        elif steps:
            self._paragraph(steps, block, level)
        else:
            self._unmarked(block, mark, level)

    def _coded(self, code: Code, block: Block, level: int) -> None:
        """`0A001`, or a whole path in the mark."""
        if code.path and self.code and code.entry == self.code.entry:
            self.note = None
            self.trail.to(code.path, level)
            self._begin(code.text, block.line)
        else:
            self._entry(code, block.line)
            self.trail.enter(level)
        self.through(block.children, level + 1)

    def _entry(self, code: Code, line: int) -> None:
        """The heading of an entry; for a path of another entry, that path alone."""
        self.code, self.note, self.held = code.up_to(0), None, {}
        self.trail = Trail()
        self.trail.to(code.path, 0)
        draft = self._begin(code.text, line)
        if code.text in self.headed:
            draft.doubt(TWICE)
        self.headed.add(code.text)

    def _begin(self, path: str, line: int, kind: str = Kind.PROVISION) -> Draft:
        code = self.code.entry if self.code else path[:5]
        written = parse(path)
        if written is None or written.text != path or len(path) > 40:
            raise Mistake(f"“{path[:60]}” is not a path", line)
        draft = Draft(code, path, kind, line)
        self.drafts.append(draft)
        if len(self.drafts) > MAX_LINES:
            raise Mistake(f"has more than {MAX_LINES} lines", line)
        if kind == Kind.PROVISION:
            self.held[path] = draft
        return draft

    def _paragraph(self, steps: tuple[str, ...], block: Block, level: int) -> None:
        self.note = None
        doubt = self.trail.to(steps, level) if len(steps) > 1 else self.trail.place(steps[0], level)
        draft = self._begin(self._path(), block.line)
        draft.doubt(*([doubt] if doubt else []))
        self.through(block.children, level + 1)

    def _path(self) -> str:
        return ".".join((self.code.entry if self.code else "", *self.trail.labels))

    def _text(self, block: Block, level: int) -> None:
        entry = ENTRY_TEXT.match(block.text)
        if entry and self._begins_entry(entry[1], level):
            self._entry(Code(*_anatomy(entry[1])), block.line)
            self.trail.enter(level)
            self.drafts[-1].say(block.text[entry.end() :], block.doubts)
        elif NOTE_START.match(block.text) and self.code:
            self._open_note(block, "", level)
        elif level == 0 and (DIVISION.match(block.text) or block.kind == "heading"):
            self._leave(block)
        elif self.code is None:
            self.outside += 1
        elif marked := MARKED_TEXT.match(block.text):
            rest = Block("text", block.line, block.text[marked.end() :], doubts=block.doubts)
            self._item(Block("item", block.line, marked[1] + ".", [rest]), level)
        else:
            self._say(block, level)

    def _begins_entry(self, code: str, level: int) -> bool:
        """Entries ascend; a sentence that begins with the code of an earlier one is a sentence."""
        if level and self.note:
            return False
        last = self.code
        if last is None:
            return True
        new = Code(*_anatomy(code))
        return level == 0 and new.entry > last.entry

    def _leave(self, block: Block) -> None:
        self.code, self.note, self.trail, self.held = None, None, Trail(), {}
        self.outside += 1 + count(block.children)

    def _say(self, block: Block, level: int) -> None:
        """Text without a mark: of the note that is open, else of the paragraph it stands in."""
        if self.note and level >= self.note.level:
            if level == self.note.level and self.note.draft.parts:
                self.note.draft.doubt(CONTINUED)
            self.note.draft.say(block.text, block.doubts)
            return
        self.note = None
        steps = self.trail.labels if self.trail.is_flat(level) else self.trail.above(level)
        path = ".".join((self.code.entry if self.code else "", *steps))
        draft = self.held.get(path)
        if draft is None or draft is not self.drafts[-1]:
            late = draft is not None and bool(draft.parts)
            draft = self._begin(path, block.line) if late or draft is None else draft
            draft.doubt(*([AFTER] if late else []))
        draft.say(block.text, block.doubts)

    def _unmarked(self, block: Block, mark: str, level: int) -> None:
        """A dash, or a mark of no known kind: text of what it stands in."""
        text = flat(Block("item", block.line, mark, block.children))
        doubts = [] if mark in DASHES else [f"an unusual mark “{mark[:20]}” stands in it"]
        self._say(Block("text", block.line, text, doubts=doubts + all_doubts(block)), level)

    def _table(self, block: Block, level: int) -> None:
        if self.code is None:
            self.outside += 1
            return
        self._say(Block("text", block.line, block.text, doubts=[*block.doubts, TABLE]), level)

    def _open_note(self, block: Block, mark: str, level: int) -> None:
        if self.code is None:
            self.outside += 1 + count(block.children)
            return
        text = flat(block)
        home, doubt = self._home_of_note(text, level)
        draft = self._begin(home, block.line, _kind(text))
        draft.say(text, all_doubts(block))
        draft.doubt(*([doubt] if doubt else []))
        head = NOTE.match(text)
        bare = head is not None and not text[head.end() :].strip() and "otes" in head["word"]
        self.note = OpenNote(draft, level, bare)

    def _home_of_note(self, text: str, level: int) -> tuple[str, str]:
        """Where it nests; where nothing nests, the paragraph of the entry that it names."""
        entry = self.code.entry if self.code else ""
        if not self.trail.is_flat(level):
            return ".".join((entry, *self.trail.above(level))), ""
        chain = [".".join((entry, *labels)) for labels in self.trail.chain()]
        for named in re.findall(rf"{entry}(?:\.[a-z0-9]{{1,3}})*", text):
            if named in chain:
                return named, ""
        return chain[-1], HOMELESS if len(chain) > 1 else ""

    def _belongs_to_note(self, steps: tuple[str, ...], level: int) -> bool:
        note = self.note
        if note is None or level < note.level or len(steps) > 1:
            return False
        if level > note.level:
            return True
        if not note.marks.expects(steps[0], after_colon=note.last.endswith(":")):
            return False
        begun = bool(note.marks.labels)
        open_end = note.bare or note.last.endswith(OPEN_END if begun else ":")
        held = self.held.get(self._path())
        fits = self.trail.expects(steps[0], after_colon=bool(held and held.text.endswith(":")))
        if not fits:
            return begun or open_end
        if open_end:
            note.draft.doubt(*([] if note.bare else [EITHER]))
        return open_end

    def _say_to_note(self, block: Block) -> None:
        if self.note:
            mark = split_mark(block.text)
            if mark:
                self.note.marks.place(mark[0], 0)
            self.note.draft.say(flat(block), all_doubts(block))


def _anatomy(code: str) -> tuple[str, str, str, str]:
    return code[0], code[1], code[2], code[3:5]


def _kind(text: str) -> str:
    head = NOTE.match(text)
    if head and head["technical"]:
        return Kind.TECHNICAL_NOTE
    return Kind.NB if text[:1] == "N" and text[1:2] in ".B " else Kind.NOTE


def flat(block: Block) -> str:
    """A block with all that is in it on one line."""
    inner = [flat(child) for child in block.children]
    return " ".join(part for part in (block.text.strip(), *inner) if part)


def all_doubts(block: Block) -> list[str]:
    found = [*block.doubts, *([TABLE] if block.kind == "table" else [])]
    for child in block.children:
        found += all_doubts(child)
    return found
