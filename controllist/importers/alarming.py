"""What an edition said before an import, and whom the new text concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from controllist.diff import Paragraph
from controllist.models import Edition, Line
from controllist.selectors.alarms import (
    Touched,
    cited_entries,
    official_paragraphs,
    older_edition,
    standing_on_nothing,
    touched,
)
from controllist.services import Identity, OfficialLine


@dataclass(frozen=True, slots=True)
class Before:
    """The text to compare with: of the edition itself, or of the one before it when it has none."""

    edition: str
    cited: dict[str, list[Paragraph]]
    texts: dict[Identity, str] = field(default_factory=dict)
    russian: frozenset[Identity] = frozenset()

    def stale_russian(self, lines: Iterable[OfficialLine]) -> int:
        """How many Russian texts stand beside an official text that is now another."""
        return sum(
            line.identity in self.russian and self.texts[line.identity] != line.text
            for line in lines
        )


def remember(edition: Edition) -> Before:
    """To be asked before the text is laid."""
    source = edition if edition.official else older_edition(edition)
    if source is None:
        return Before("", {})
    cited = official_paragraphs(source, cited_entries(source.key))
    if source.pk != edition.pk:
        return Before(source.key, cited)
    rows = Line.objects.filter(edition=edition, imported=True)
    found = list(rows.values_list("path", "kind", "ordinal", "text", "text_ru"))
    return Before(
        source.key,
        cited,
        {(path, kind, ordinal): text for path, kind, ordinal, text, _russian in found},
        frozenset(
            (path, kind, ordinal) for path, kind, ordinal, _text, russian in found if russian
        ),
    )


def touched_by(edition: Edition, before: Before) -> list[Touched]:
    """To be asked after the text is laid."""
    after = official_paragraphs(edition, before.cited)
    return touched(before.edition, before.cited, after) + standing_on_nothing(edition)
