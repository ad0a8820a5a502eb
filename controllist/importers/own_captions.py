"""Captions that stand beside the rules of an entry, for every edition the rules are written for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from controllist.codes import parse
from controllist.criteria.place import DATE, BadCriteria, Spec
from vocabulary.yamlfile import BadFile, Section, line_of, load

MAX_CAPTION = 400


@dataclass(frozen=True, slots=True)
class Caption:
    edition: str
    path: str
    texts: dict[str, str]


def captions_of(path: Path) -> list[Caption]:
    """The captions in one file of criteria. Raises `BadFile`."""
    data = load(path)
    rows = data.get("captions")
    if rows is None:
        return []
    if not isinstance(rows, Section):
        raise BadFile(str(path), line_of(data, "captions"), "captions is a mapping of paths")
    editions = [str(edition) for edition in data.get("editions") or []]
    return [
        caption
        for key, value in rows.items()
        for caption in _captions(path, rows, (key, value), editions)
    ]


def _captions(
    path: Path, rows: Section, pair: tuple[str, Any], editions: list[str]
) -> Iterator[Caption]:
    key, value = pair
    code = parse(key)
    if code is None or code.text != key or code.entry != path.stem:
        reason = f"“{key[:40]}” is no path of {path.stem}"
        raise BadFile(str(path), line_of(rows, key), reason)
    for edition, text in _by_edition(value, editions):
        try:
            texts = Spec(text, edition).texts_of(text)
        except BadCriteria as bad:
            raise BadFile(str(path), line_of(rows, key), bad.reason) from bad
        if any(len(one) > MAX_CAPTION for one in texts.values()):
            reason = f"the caption is longer than {MAX_CAPTION} characters"
            raise BadFile(str(path), line_of(rows, key), reason)
        yield Caption(edition, key, {f"caption_{language}": one for language, one in texts.items()})


def _by_edition(value: Any, editions: list[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Section) and value and all(DATE.fullmatch(key) for key in value):
        yield from value.items()
    else:
        yield from ((edition, value) for edition in editions)
