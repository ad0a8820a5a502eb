"""Questions to the control list. Everybody may ask: the list is public."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from controllist.codes import Code, normalise, parse
from controllist.enums import Kind
from controllist.models import UNPLACED, Citation, Edition, Entry, Line
from vocabulary.spelling import search_key

MAX_WORDS = 8
MAX_QUERY = 100


@dataclass(slots=True)
class Node:
    """A paragraph with what stands under it; notes come apart from provisions."""

    line: Line
    notes: list[Line] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def leading(self) -> list[Line]:
        """Notes that the text puts before what stands under the paragraph, such as an N.B."""
        first = self.children[0].line.position if self.children else UNPLACED
        return [note for note in self.notes if self.children and note.position < first]

    @property
    def closing(self) -> list[Line]:
        leading = self.leading
        return [note for note in self.notes if note not in leading]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a search found, with the line in which the words stand, if any."""

    entry: Entry
    line: Line | None


def current_edition() -> Edition | None:
    return Edition.objects.filter(is_current=True).first()


def edition(key: str) -> Edition | None:
    """The edition of this date; the current one for an empty key."""
    return Edition.objects.filter(key=key).first() if key else current_edition()


def editions() -> QuerySet[Edition]:
    return Edition.objects.annotate(entry_count=Count("entries"))


def entry(edition: Edition, code: str) -> Entry | None:
    wanted = parse(code)
    if wanted is None:
        return None
    found = Entry.objects.select_related("edition")
    return found.filter(edition=edition, code=wanted.entry).first()


def categories(edition: Edition) -> dict[str, int]:
    """How many entries each category has, in order."""
    rows = Entry.objects.filter(edition=edition).order_by("category")
    return dict(rows.values_list("category").annotate(count=Count("pk")))


def entries(edition: Edition, *, category: str = "") -> QuerySet[Entry]:
    found = Entry.objects.filter(edition=edition)
    return found.filter(category=category) if category else found


def line_for(path: str, edition: Edition | None = None) -> Line | None:
    """The paragraph at a path, or the nearest one above it that the edition has."""
    code, chosen = parse(path), edition or current_edition()
    if code is None or chosen is None:
        return None
    paths = [code.text, *(above.text for above in code.ancestors())]
    found = Line.objects.filter(
        edition=chosen, path__in=paths, kind=Kind.PROVISION, ordinal=0
    ).select_related("edition")
    return max(found, key=lambda line: len(line.path), default=None)


def has_path(path: str, edition: Edition) -> bool:
    """Whether the edition has this entry and, where its text is loaded, this very line."""
    code = parse(path)
    if code is None:
        return False
    if not code.path or not edition.official:
        return entries(edition).filter(code=code.entry).exists()
    return Line.objects.filter(edition=edition, path=code.text).exists()


def caption(path: str, edition: Edition | None = None) -> dict[str, str]:
    """Our caption of a path in every language; '' where there is none."""
    return captions([path], edition).get(path, _nothing())


def captions(paths: Iterable[str], edition: Edition | None = None) -> dict[str, dict[str, str]]:
    """Captions of many paths in two queries. An entry without one answers with its subject."""
    codes = {path: parse(path) for path in paths}
    chosen = edition or current_edition()
    wanted = {code.text for code in codes.values() if code}
    texts: dict[str, dict[str, str]] = {}
    for row in Entry.objects.filter(edition=chosen, code__in=wanted) if wanted else ():
        texts[row.code] = _languages(row, "subject")
    lines = Line.objects.filter(edition=chosen, path__in=wanted, kind=Kind.PROVISION, ordinal=0)
    for line in lines if wanted else ():
        found = _languages(line, "caption")
        if any(found.values()):
            texts[line.path] = found
    return {path: texts.get(code.text if code else "", _nothing()) for path, code in codes.items()}


def _languages(row: Entry | Line, name: str) -> dict[str, str]:
    return {code: getattr(row, f"{name}_{code}") or "" for code, _name in settings.LANGUAGES}


def _nothing() -> dict[str, str]:
    return dict.fromkeys((code for code, _name in settings.LANGUAGES), "")


def search(query: str, edition: Edition) -> QuerySet[Entry]:
    """Entries by code, by the beginning of one, or by words of either language.

    Each word stands in the subject or in some line. Entries with all of them in the subject
    come first, then those with all in one line.
    """
    found, text = Entry.objects.filter(edition=edition), query[:MAX_QUERY]
    code = parse(text)
    if code is not None:
        return found.filter(code=code.entry)
    beginning = _beginning_of_code(text)
    if beginning:
        return found.filter(code__startswith=beginning).order_by("code")
    tokens = _tokens(text)
    if not tokens:
        return found.none()
    rank = Case(
        When(_has_all(tokens), then=Value(0)),
        When(_in_a_line(tokens), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    everywhere = Q(*(_has_all([token]) | _in_a_line([token]) for token in tokens))
    return found.filter(everywhere).order_by(rank, "code")


def _in_a_line(tokens: list[str]) -> Q:
    lines = Line.objects.filter(_has_all(tokens), edition=OuterRef("edition"))
    return Q(Exists(lines.filter(code=OuterRef("code"))))


def hits(entries: Sequence[Entry], query: str) -> list[Hit]:
    """The found entries with the first line that has the words, or the path that was asked."""
    if not entries:
        return []
    of_entries = Line.objects.filter(
        edition=entries[0].edition_id, code__in=[row.code for row in entries]
    )
    wanted = of_entries.filter(_asked_for(query[:MAX_QUERY])).order_by("position", "pk")
    first: dict[str, Line] = {}
    for line in wanted:
        first.setdefault(line.code, line)
    return [Hit(row, first.get(row.code)) for row in entries]


def _asked_for(query: str) -> Q:
    """Lines to show with an entry: the path that was typed, or those with all the words."""
    code, tokens = parse(query), _tokens(query)
    if code is not None:
        return Q(path=code.text) if code.path else Q(pk=None)
    return _has_all(tokens) if tokens and not _beginning_of_code(query) else Q(pk=None)


def _tokens(query: str) -> list[str]:
    return search_key(query).split()[:MAX_WORDS]


def _has_all(tokens: list[str]) -> Q:
    return Q(*(Q(search__contains=f" {token}") for token in tokens))


def _beginning_of_code(text: str) -> str:
    """`2B` or `2в3` typed on the way to a code; '' for anything else."""
    plain = normalise(text).replace(" ", "")
    shape = zip(plain, ("0123456789", "ABCDE", "012345", "0123456789"), strict=False)
    fits = 2 <= len(plain) <= 4 and all(sign in known for sign, known in shape)
    return plain if fits else ""


def tree(entry: Entry) -> list[Node]:
    """The entry's lines as they hang together. One query."""
    lines = Line.objects.filter(edition=entry.edition_id, code=entry.code)
    return grow(lines.order_by("position", "path", "kind", "ordinal"))


def _natural(line: Line) -> tuple[Any, ...]:
    code = parse(line.path)
    return line.position, code.sort_key() if code else ()


def grow(lines: Iterable[Line]) -> list[Node]:
    """Each paragraph under the nearest one above it that is there; notes to their paragraph.

    A note whose paragraph is missing stands with the nearest one above, too.
    """
    ordered = sorted(lines, key=_natural)
    roots: list[Node] = []
    nodes: dict[str, Node] = {}
    for line in _from_the_root(ordered):
        above = _nearest(nodes, line.path, itself=False)
        node = Node(line)
        (above.children if above else roots).append(node)
        nodes.setdefault(line.path, node)
    for line in ordered:
        if line.kind == Kind.PROVISION:
            continue
        home = _nearest(nodes, line.path, itself=True)
        if home is None:
            home = Node(line)
            roots.append(home)
            continue
        home.notes.append(line)
    return roots


def _from_the_root(lines: list[Line]) -> list[Line]:
    """Provisions with parents before children, otherwise in the order of the text."""
    provisions = [line for line in lines if line.kind == Kind.PROVISION]
    return sorted(provisions, key=lambda line: line.path.count("."))


def _nearest(nodes: dict[str, Node], path: str, *, itself: bool) -> Node | None:
    above = path if itself else path.rpartition(".")[0]
    while above:
        if above in nodes:
            return nodes[above]
        above = above.rpartition(".")[0]
    return None


def citations(edition: Edition, code: Code) -> QuerySet[Citation]:
    """What cites this line or one below it."""
    below = Q(path=code.text) | Q(path__startswith=f"{code.text}.")
    return Citation.objects.filter(below, edition=edition.key)


def lines_of(nodes: Iterable[Node]) -> Iterator[Line]:
    """Every line of a tree, notes with their paragraphs."""
    for node in nodes:
        yield node.line
        yield from node.notes
        yield from lines_of(node.children)


def in_other_editions(entry: Entry) -> QuerySet[Entry]:
    """The same code in the other editions, newest first."""
    others = Entry.objects.filter(code=entry.code).exclude(edition=entry.edition_id)
    return others.select_related("edition").order_by("-edition__key")
