"""Which citations stand on lines that a new text changes, and which stand on nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from controllist import diff
from controllist.codes import parse
from controllist.diff import Change, Paragraph
from controllist.enums import Touch
from controllist.models import Alarm, Citation, Edition, Line

Paragraphs = Mapping[str, list[Paragraph]]


@dataclass(frozen=True, slots=True)
class Touched:
    """One citation and one line that it stands on, or that stands over or under it."""

    cited_by: str
    room: str
    cited_in: str
    cited_path: str
    how: str
    path: str
    kind: str
    ordinal: int
    old: str = ""
    new: str = ""


def cited_entries(edition: str) -> set[str]:
    paths = Citation.objects.filter(edition=edition).values_list("path", flat=True)
    codes = [parse(path) for path in paths]
    return {code.entry for code in codes if code}


def official_paragraphs(edition: Edition, codes: Iterable[str]) -> dict[str, list[Paragraph]]:
    """The official lines of some entries, as they can be compared."""
    found: dict[str, list[Paragraph]] = defaultdict(list)
    lines = Line.objects.filter(edition=edition, imported=True, code__in=list(codes))
    for line in lines.order_by("position", "pk"):
        one = Paragraph(line.path, line.kind, line.ordinal, line.text, line.defect)
        found[line.code].append(one)
    return dict(found)


def touched(cited_in: str, before: Paragraphs, after: Paragraphs) -> list[Touched]:
    """Citations of an edition, each with the changed lines it depends on.

    What stands on 2B350.a.3 depends on the heads above it, where thresholds often are, and on what
    stands below it. Typography does not count as a change.
    """
    changes = {
        code: diff.compare(lines, after.get(code, [])) for code, lines in before.items() if lines
    }
    return [
        _touched(citation, change)
        for citation in Citation.objects.filter(edition=cited_in)
        for change in changes.get(citation.path[:5], [])
        if _depends(citation.path, change)
    ]


def _depends(path: str, change: Change) -> bool:
    ends = [one.path for one in (change.old, change.new) if one]
    return any(_within(path, end) or _within(end, path) for end in ends)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")


def _touched(citation: Citation, change: Change) -> Touched:
    here = change.old or change.here
    return Touched(
        cited_by=citation.cited_by,
        room=citation.room,
        cited_in=citation.edition,
        cited_path=citation.path,
        how=change.how.value,
        path=here.path,
        kind=here.kind,
        ordinal=here.ordinal,
        old=change.old.text if change.old else "",
        new=_new_text(change),
    )


def _new_text(change: Change) -> str:
    if change.new is None:
        return ""
    moved = change.how == diff.How.MOVED
    return f"{change.new.path}: {change.new.text}" if moved else change.new.text


def standing_on_nothing(edition: Edition) -> list[Touched]:
    """Citations of an edition with an official text in which the path does not occur."""
    there = set(Line.objects.filter(edition=edition).values_list("path", flat=True))
    return [
        Touched(
            cited_by=row.cited_by,
            room=row.room,
            cited_in=row.edition,
            cited_path=row.path,
            how=Touch.MISSING,
            path=row.path,
            kind="provision",
            ordinal=0,
        )
        for row in Citation.objects.filter(edition=edition.key)
        if row.path not in there
    ]


def older_edition(edition: Edition) -> Edition | None:
    """The edition before this one, of those with an official text."""
    older = Edition.objects.filter(key__lt=edition.key, official=True)
    return older.order_by("-key").first()


def open_alarms() -> QuerySet[Alarm]:
    return Alarm.objects.filter(checked_at=None)
