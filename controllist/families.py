"""Well-known groups of entries that are read side by side: `content/catalogue/compare.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from controllist.codes import parse
from vocabulary.yamlfile import BadFile, Section, bilingual, line_of, load, require, sections

MOST = 4
MAX_WHY = 240


@dataclass(frozen=True, slots=True)
class Family:
    """Codes in the order in which they are read; `why` by language."""

    codes: tuple[str, ...]
    why: dict[str, str]
    line: int | None = None


def read(path: Path) -> tuple[Family, ...]:
    """Raises BadFile with file, line and reason."""
    rows = sections(require(load(path), allowed=(), required=("families",)), "families")
    families = tuple(_family(row) for row in rows)
    seen: set[frozenset[str]] = set()
    for row, family in zip(rows, families, strict=True):
        if frozenset(family.codes) in seen:
            raise BadFile(row.path, row.line, f"{', '.join(family.codes)} stand together twice")
        seen.add(frozenset(family.codes))
    return families


def _family(row: Section) -> Family:
    require(row, allowed=(), required=("codes", "why"))
    why = bilingual(row, "why")
    if any(len(text) > MAX_WHY for text in why.values()):
        raise BadFile(row.path, line_of(row, "why"), f"“why” is longer than {MAX_WHY} characters")
    return Family(_codes(row), why, row.line)


def _codes(row: Section) -> tuple[str, ...]:
    at, written = line_of(row, "codes"), row["codes"]
    if not isinstance(written, list) or not 2 <= len(written) <= MOST:
        raise BadFile(row.path, at, f"“codes” must be a list of two to {MOST} codes")
    for one in written:
        code = parse(one) if isinstance(one, str) else None
        if code is None or code.path or code.text != one:
            raise BadFile(row.path, at, f"“{str(one)[:40]}” is not the code of an entry")
    if len(set(written)) < len(written):
        raise BadFile(row.path, at, "a code stands twice")
    return tuple(written)
