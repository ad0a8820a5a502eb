"""Editions, entries, lines and captions; who cites them."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from controllist.codes import Code, parse
from controllist.enums import Kind
from controllist.models import Citation, Edition, Entry, Line


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


def citations(edition: Edition, code: Code) -> QuerySet[Citation]:
    """What cites this line or one below it."""
    below = Q(path=code.text) | Q(path__startswith=f"{code.text}.")
    return Citation.objects.filter(below, edition=edition.key)


def in_other_editions(entry: Entry) -> QuerySet[Entry]:
    """The same code in the other editions, newest first."""
    others = Entry.objects.filter(code=entry.code).exclude(edition=entry.edition_id)
    return others.select_related("edition").order_by("-edition__key")
