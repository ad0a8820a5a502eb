"""What is found by a code, by the beginning of one, or by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from controllist.codes import normalise, parse
from controllist.models import Edition, Entry, Line
from vocabulary.spelling import search_key

MAX_WORDS = 8
MAX_QUERY = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a search found, with the line in which the words stand, if any."""

    entry: Entry
    line: Line | None


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
