"""Customs and national codes beside entries: candidates for a search, never a classification."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from controllist.enums import Scheme
from controllist.models import Correlation, Edition, Entry
from vocabulary.spelling import fold_lookalikes

CUSTOMS = (Scheme.HS, Scheme.CN, Scheme.TNVED)
CUSTOMS_CODE = re.compile(r"\d{4,14}")
MAX_QUERY = 40
MAX_CANDIDATES = 20
MAX_SAID = 3


@dataclass(slots=True)
class Table:
    """One source's codes for an entry."""

    title: str
    scheme: str
    country: str
    source: str
    as_of: datetime.date | None
    rows: list[Correlation] = field(default_factory=list)

    @property
    def by_path(self) -> list[tuple[str, list[str]]]:
        """The codes of each paragraph, in the order of the table."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            found.setdefault(row.path, []).append(row.shown)
        return list(found.items())


@dataclass(slots=True)
class Candidate:
    """An entry that tables name for a foreign code, with the pairs that say so."""

    entry: Entry
    pairs: list[Correlation] = field(default_factory=list)

    @property
    def said(self) -> list[tuple[str, str, str]]:
        return [(row.shown, row.path, row.title) for row in self.pairs[:MAX_SAID]]

    @property
    def more(self) -> int:
        return max(0, len(self.pairs) - MAX_SAID)


def customs_code(text: str) -> str:
    """`8481 80 790 0` as digits alone; '' for what is no customs code."""
    digits = re.sub(r"[\s.\u00a0-]+", "", text[:MAX_QUERY])
    return digits if CUSTOMS_CODE.fullmatch(digits) and digits.isascii() else ""


def national_code(text: str) -> str:
    """A code of a national list in one spelling."""
    return re.sub(r"\s+", " ", fold_lookalikes(text[:MAX_QUERY])).strip(" .")


def of_entry(code: str) -> list[Table]:
    """What tables say of an entry and its paragraphs. One query."""
    rows = Correlation.objects.filter(code=code).select_related("country")
    tables: dict[tuple[Any, ...], Table] = {}
    for row in rows.order_by("title", "country_id", "source", "position", "pk"):
        key = row.scheme, row.title, row.country_id, row.source, row.as_of
        if key not in tables:
            tables[key] = Table(
                title=row.title,
                scheme=str(row.get_scheme_display()),
                country=row.country.name if row.country else "",
                source=row.source,
                as_of=row.as_of,
            )
        tables[key].rows.append(row)
    return list(tables.values())


def candidates(query: str, edition: Edition) -> list[Candidate]:
    """Entries of the edition that tables set beside a customs code, a heading of it or a code
    below it; or beside a code of a national list. Two queries at most."""
    found = list(_matching(query)[: MAX_CANDIDATES * 10])
    if not found:
        return []
    codes = {row.code for row in found}
    entries = Entry.objects.filter(edition=edition, code__in=codes).order_by("code")
    return _grouped(entries[:MAX_CANDIDATES], found)


def _grouped(entries: Iterable[Entry], found: list[Correlation]) -> list[Candidate]:
    return [Candidate(entry, [row for row in found if row.code == entry.code]) for entry in entries]


def _matching(query: str) -> QuerySet[Correlation]:
    rows = Correlation.objects.select_related("country").order_by("code", "title", "position")
    digits = customs_code(query)
    if digits:
        asked = rows.annotate(asked=Value(digits))
        match = Q(foreign__startswith=digits) | Q(asked__startswith=F("foreign"))
        return asked.filter(match, scheme__in=CUSTOMS)
    national = national_code(query)
    return rows.filter(scheme=Scheme.NATIONAL, foreign=national) if national else rows.none()
