"""Load countries, institutions and status facts from `content/partners/`: all of it or nothing.

What somebody changed in the CMS stays: a row is written again only when its entry in the file
has changed since it was last loaded, and a statement that a country confirmed is never touched.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction

from partners.enums import FactTopic, InstitutionKind
from partners.models import Country, Institution, StatusFact
from vocabulary.reports import FileReport, stop_if_refused, tally
from vocabulary.yamlfile import BadFile, Section, bilingual, line_of, load, require, sections, text

FOLDER = "partners"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: which list it holds, which model its rows become, what identifies a row."""

    name: str
    list_name: str
    model: type[models.Model]
    identity: tuple[str, ...]
    read: Callable[[Section], Values]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
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
    hint = f"not a file of the partners (known: {', '.join(sorted(known))})"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        FileReport(_shown(path), "refused", hint)
        for path in found
        if path.name not in known and not path.name.startswith(".")
    ]


def _load_file(path: Path, table: Table) -> list[FileReport]:
    shown = _shown(path)
    try:
        data = require(load(path), allowed=(), required=(table.list_name,))
        rows = sections(data, table.list_name)
    except BadFile as error:
        return [FileReport(shown, "refused", error.reason, error.line)]
    count = Tally()
    stored = {_identity(table, row): row for row in table.model._default_manager.all()}
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        try:
            _store(table, _read(table, row, seen), stored, count)
        except BadFile as error:
            count.refused.append(FileReport(shown, "refused", error.reason, error.line))
    if count.refused:
        return count.refused
    if table.model is StatusFact:
        count.removed = _remove_dropped(seen, stored)
    state = tally(created=count.created, updated=count.updated + count.removed)
    detail = f"{count.created} new, {count.updated} changed, {count.unchanged} as before"
    return [FileReport(shown, state, f"{detail}, {count.removed} removed")]


def _identity(table: Table, row: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in table.identity)


def _read(table: Table, row: Section, seen: set[tuple[Any, ...]]) -> Values:
    require(row, allowed=table.optional, required=table.required)
    values = table.read(row)
    identity = tuple(values[name] for name in table.identity)
    if identity in seen:
        raise BadFile(row.path, row.line, f"the entry {identity[0]} stands twice in the file")
    seen.add(identity)
    return values


def _store(table: Table, values: Values, stored: dict[tuple[Any, ...], Any], count: Tally) -> None:
    digest = _digest(values)
    row = stored.get(tuple(values[name] for name in table.identity))
    if row is None:
        table.model._default_manager.create(**values, loaded=digest)
        count.created += 1
    elif row.loaded == digest or getattr(row, "confirmed", False):
        count.unchanged += 1
    else:
        for name, value in {**values, "loaded": digest}.items():
            setattr(row, name, value)
        row.save()
        count.updated += 1


def _digest(values: Values) -> str:
    plain = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _remove_dropped(seen: set[tuple[Any, ...]], stored: dict[tuple[Any, ...], Any]) -> int:
    """Statements that came from the file and left it, unless a country confirmed them."""
    dropped = [
        row.pk
        for identity, row in stored.items()
        if identity not in seen and row.loaded and not row.confirmed
    ]
    StatusFact.objects.filter(pk__in=dropped).delete()
    return len(dropped)


def _country(row: Section) -> Values:
    code = text(row, "code")
    if len(code) != 2 or not code.isascii() or not code.isalpha() or not code.isupper():
        raise BadFile(row.path, line_of(row, "code"), "“code” must be two capitals like KZ")
    zone = text(row, "time_zone")
    if zone not in available_timezones():
        raise BadFile(row.path, line_of(row, "time_zone"), f"there is no time zone “{zone[:60]}”")
    return {
        "code": code,
        **_bilingual(row, "name", 120),
        "time_zone": zone,
        "is_partner": _yes_or_no(row, "partner", default=True),
    }


def _institution(row: Section) -> Values:
    key = text(row, "key")
    if len(key) > 80 or not key.replace("-", "").isalnum() or not key.isascii():
        raise BadFile(row.path, line_of(row, "key"), "“key” must look like kz-customs")
    return {
        "key": key,
        **_bilingual(row, "name", 200),
        **_bilingual(row, "short", 60),
        "kind": _one_of(row, "kind", InstitutionKind.values),
        "country_id": _country_code(row) if row.get("country") else None,
    }


def _fact(row: Section) -> Values:
    url = text(row, "url", optional=True)
    if url:
        _check_url(row, url)
    as_of = row.get("as_of")
    if not isinstance(as_of, datetime.date):
        raise BadFile(row.path, line_of(row, "as_of"), "“as_of” must be a date like 2025-11-15")
    return {
        "country_id": _country_code(row),
        "topic": _one_of(row, "topic", FactTopic.values),
        "source": _short(row, "source", text(row, "source"), 300),
        "source_url": url,
        "as_of": as_of,
        "confirmed": _yes_or_no(row, "confirmed", default=False),
        **_bilingual(row, "text", 4000),
    }


def _bilingual(row: Section, key: str, limit: int) -> Values:
    return {
        f"{key}_{language}": _short(row, key, value, limit)
        for language, value in bilingual(row, key).items()
    }


def _short(row: Section, key: str, value: str, limit: int) -> str:
    if len(value) > limit:
        raise BadFile(row.path, line_of(row, key), f"“{key}” is longer than {limit} characters")
    return value


def _one_of(row: Section, key: str, known: list[str]) -> str:
    value = text(row, key)
    if value not in known:
        hint = ", ".join(known)
        raise BadFile(row.path, line_of(row, key), f"unknown {key} “{value[:40]}” (known: {hint})")
    return value


def _yes_or_no(row: Section, key: str, *, default: bool) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise BadFile(row.path, line_of(row, key), f"“{key}” must be true or false")
    return value


def _country_code(row: Section) -> str:
    code = text(row, "country")
    if not Country.objects.filter(code=code).exists():
        raise BadFile(row.path, line_of(row, "country"), f"there is no country “{code[:10]}”")
    return code


def _check_url(row: Section, url: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(_short(row, "url", url, 200))
    except ValidationError as error:
        raise BadFile(row.path, line_of(row, "url"), "“url” is not a web address") from error


def _shown(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


# In this order: an institution and a fact name a country.
TABLES = (
    Table(
        "countries", "countries", Country, ("code",), _country, ("code", "name", "time_zone"),
        ("partner",),
    ),
    Table(
        "institutions", "institutions", Institution, ("key",), _institution,
        ("key", "name", "short", "kind"), ("country",),
    ),
    Table(
        "status_facts", "facts", StatusFact, ("country_id", "topic", "source"), _fact,
        ("country", "topic", "text", "source", "as_of"), ("url", "confirmed"),
    ),
)  # fmt: skip
