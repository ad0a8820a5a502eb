"""Load topics, objectives, sources and terms from `content/vocabulary/`: all of it or nothing."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction

from vocabulary.compile import render_definition
from vocabulary.models import Objective, Source, Term, Topic
from vocabulary.reports import FileReport, stop_if_refused, tally
from vocabulary.yamlfile import BadFile, Section, bilingual, line_of, load, require, sections, text

FOLDER = "vocabulary"
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_KEY = 80

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: a list of rows under the file's own name."""

    name: str
    model: type[models.Model]
    read: Callable[[Section], Values]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[FileReport] = field(default_factory=list)


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    folder = Path(root) / FOLDER
    with transaction.atomic():
        reports = _unknown_files(folder)
        for table in TABLES:
            path = folder / f"{table.name}.yaml"
            if path.exists():
                reports += _load_file(path, table)
        stop_if_refused(reports)
        transaction.set_rollback(dry_run)
    return reports


def _unknown_files(folder: Path) -> list[FileReport]:
    known = {f"{table.name}.yaml" for table in TABLES}
    hint = f"not a file of the vocabulary (known: {', '.join(sorted(known))})"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        FileReport(_shown(path), "refused", hint)
        for path in found
        if path.name not in known and not path.name.startswith(".")
    ]


def _load_file(path: Path, table: Table) -> list[FileReport]:
    shown = _shown(path)
    try:
        data = require(load(path), allowed=(), required=(table.name,))
        rows = sections(data, table.name)
    except BadFile as error:
        return [FileReport(shown, "refused", error.reason, error.line)]
    tally_ = Tally()
    existing = {row.key: row for row in table.model._default_manager.all()}  # type: ignore[attr-defined]
    seen: set[str] = set()
    for row in rows:
        try:
            _store(table, _read(table, row, seen), existing, tally_)
        except BadFile as error:
            tally_.refused.append(FileReport(shown, "refused", error.reason, error.line))
    if tally_.refused:
        return tally_.refused
    state = tally(created=tally_.created, updated=tally_.updated)
    counts = f"{tally_.created} new, {tally_.updated} changed, {tally_.unchanged} as before"
    return [FileReport(shown, state, counts)]


def _read(table: Table, row: Section, seen: set[str]) -> Values:
    require(row, allowed=table.optional, required=table.required)
    key = text(row, "key")
    if not KEY.fullmatch(key) or len(key) > MAX_KEY:
        raise BadFile(
            row.path, line_of(row, "key"), f"“{key[:40]}” is not a key like dual-use-item"
        )
    if key in seen:
        raise BadFile(row.path, line_of(row, "key"), f"the key “{key}” stands twice in the file")
    seen.add(key)
    return {"key": key, **table.read(row)}


def _store(table: Table, values: Values, existing: dict[str, Any], tally_: Tally) -> None:
    row = existing.get(values["key"])
    if row is None:
        row = table.model(**values)
        tally_.created += 1
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        tally_.updated += 1
    else:
        tally_.unchanged += 1
        return
    row.save()


def _source(row: Section) -> Values:
    url = text(row, "url", optional=True)
    if url:
        _check_url(row, url)
    reference = _short(row, "reference", text(row, "reference"), 300)
    return {**_titles(row, 300), "reference": reference, "url": url, "as_of": _date(row, "as_of")}


def _topic(row: Section) -> Values:
    return _titles(row, 200)


def _objective(row: Section) -> Values:
    return {**_titles(row, 300), "topic_id": _pk_of(row, "topic", Topic)}


def _term(row: Section) -> Values:
    definition = bilingual(row, "definition")
    for language, definition_text in definition.items():
        _check_definition(row, language, definition_text)
    return {
        **_titles(row, 200),
        **{f"definition_{language}": value for language, value in definition.items()},
        "source_id": _pk_of(row, "source", Source) if row.get("source") else None,
    }


def _titles(row: Section, limit: int) -> Values:
    titles = bilingual(row, "title")
    return {
        f"title_{language}": _short(row, "title", title, limit)
        for language, title in titles.items()
    }


def _short(row: Section, key: str, value: str, limit: int) -> str:
    if len(value) > limit:
        raise BadFile(row.path, line_of(row, key), f"“{key}” is longer than {limit} characters")
    return value


def _date(row: Section, key: str) -> datetime.date:
    value = row.get(key)
    if not isinstance(value, datetime.date):
        raise BadFile(row.path, line_of(row, key), f"“{key}” must be a date like 2025-11-15")
    return value


def _check_url(row: Section, url: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise BadFile(row.path, line_of(row, "url"), "“url” is not a web address") from error
    _short(row, "url", url, 500)


def _check_definition(row: Section, language: str, definition: str) -> None:
    try:
        render_definition(definition)
    except ValueError as error:
        raise BadFile(
            row.path,
            line_of(row["definition"], language),
            f"the text is too long or too intricate to be shown ({error})",
        ) from error


def _pk_of(row: Section, key: str, model: type[models.Model]) -> int:
    wanted = text(row, key)
    found = model._default_manager.filter(key=wanted).values_list("pk", flat=True).first()
    if found is None:
        raise BadFile(row.path, line_of(row, key), f"there is no {key} “{wanted[:80]}”")
    return int(found)


def _shown(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


# In this order: an objective names a topic, a term names a source.
TABLES = (
    Table("sources", Source, _source, ("key", "title", "reference", "as_of"), ("url",)),
    Table("topics", Topic, _topic, ("key", "title")),
    Table("objectives", Objective, _objective, ("key", "topic", "title")),
    Table("terms", Term, _term, ("key", "title", "definition"), ("source",)),
)
