"""Executable criteria: the rulebook of an edition, and the text it is held against."""

from functools import lru_cache

from controllist.criteria import Rulebook, codec
from controllist.criteria.checking import Report, check
from controllist.models import CriteriaFile, Edition, Line


def rulebook(edition: str) -> Rulebook:
    """The rules of an edition. One query; built again only after the files have changed."""
    hashes = tuple(CriteriaFile.objects.order_by("sort", "key").values_list("hash", flat=True))
    return _built(edition, hashes)


@lru_cache(maxsize=6)
def _built(edition: str, hashes: tuple[str, ...]) -> Rulebook:
    rows = list(CriteriaFile.objects.all())
    return codec.load_book(
        [row.spec for row in rows if row.sort == CriteriaFile.Sort.FAMILY],
        [row.spec for row in rows if row.sort == CriteriaFile.Sort.ENTRY],
        edition,
    )


def official_text(edition: Edition) -> dict[tuple[str, str], str]:
    """Path and kind of line to its official text, repeats joined; empty where none is loaded."""
    texts: dict[tuple[str, str], str] = {}
    lines = Line.objects.filter(edition=edition, imported=True).order_by("position")
    for path, kind, text in lines.values_list("path", "kind", "text"):
        texts[path, kind] = f"{texts[path, kind]} ; {text}" if (path, kind) in texts else text
    return texts


def criteria_report(edition: Edition) -> Report:
    """Every path and number of the edition's criteria held against its official text."""
    book = rulebook(edition.key)
    return check(book.entries.values(), book.families.values(), official_text(edition))
