"""A digest of every table, the same for the same rows whatever the database.

The tables are read through the models as they were at the archive's migrations, so an archive
of an older version can be checked by the code of a newer one.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import ExpressionWrapper, F
from django.db.models.query import QuerySet

from academy.archive.manifest import BadArchive, Table

CHUNK = 2000
Applied = Iterable[tuple[str, str]]


def applied_migrations(alias: str) -> tuple[tuple[str, str], ...]:
    loader = MigrationLoader(connections[alias])
    return tuple(sorted(key for key in loader.applied_migrations if key in loader.disk_migrations))


def disk_migrations() -> set[tuple[str, str]]:
    """The migrations of this version that are not replaced by a squashed one."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def tables(alias: str, applied: Applied) -> dict[str, Table]:
    return {model._meta.db_table: _digest(model, alias) for model in _models(tuple(applied))}


@lru_cache(maxsize=2)
def _models(nodes: tuple[tuple[str, str], ...]) -> list[type[models.Model]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    unknown = [node for node in nodes if node not in loader.disk_migrations]
    if unknown:
        raise BadArchive(
            f"it is of a newer version (it knows the migration {'.'.join(unknown[0])})"
        )
    # Squashed migrations stand for those they replace, which the graph no longer holds.
    state = loader.project_state([node for node in nodes if node in loader.graph.nodes])
    everything = state.apps.get_models(include_auto_created=True)
    return [model for model in everything if model._meta.managed and not model._meta.proxy]


def _digest(model: type[models.Model], alias: str) -> Table:
    digest, count = hashlib.sha256(), 0
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: field.attname)
    names = [field.attname for field in fields]
    # A plain QuerySet: no manager may narrow or translate what is counted.
    rows: QuerySet[Any, Any] = QuerySet(model=model, using=alias)
    rows = rows.order_by("pk").values_list(*map(_column, fields))
    digest.update(json.dumps(names).encode())
    for row in rows.iterator(chunk_size=CHUNK):
        digest.update(b"\n")
        digest.update(_canonical(row))
        count += 1
    return Table(rows=count, sha256=digest.hexdigest())


def _column(field: models.Field[Any, Any]) -> str | ExpressionWrapper[Any]:
    """The stored value; of a StreamField its JSON, not the blocks made from it."""
    if field.get_internal_type() == "JSONField":
        return ExpressionWrapper(F(field.attname), output_field=models.JSONField())
    return field.attname


def _canonical(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row, default=_plain, sort_keys=True, ensure_ascii=True).encode()


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def differences(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """Tables that are not the same, each with what differs."""
    lines = []
    for name in sorted(wanted.keys() | found.keys()):
        before, after = wanted.get(name), found.get(name)
        if before == after:
            continue
        if before is None or after is None:
            lines.append(f"{name}: {'missing' if after is None else 'not in the manifest'}")
        elif before.rows != after.rows:
            lines.append(f"{name}: {after.rows} rows instead of {before.rows}")
        else:
            lines.append(f"{name}: same number of rows, other contents")
    return lines
