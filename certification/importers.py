"""Schemes from `content/schemes/`: a changed file makes a new version, never edits the old one."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from certification.enums import Level
from certification.models import Scheme, SchemeVersion
from certification.rules import BadScheme, read_requirements
from vocabulary.reports import FileReport, State, stop_if_refused
from vocabulary.yamlfile import BadFile, load, require

ALLOWED = {
    "key", "title", "summary", "level", "track", "requirements", "validity_months", "approval",
}  # fmt: skip
REQUIRED = {"key", "title", "level", "requirements", "validity_months"}


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    """Load every scheme, all or none. `Refused` carries the reports when a file is bad."""
    with transaction.atomic():
        reports = [_load_file(path, root) for path in sorted((root / "schemes").glob("*.yaml"))]
        stop_if_refused(reports)
        if dry_run:
            transaction.set_rollback(True)
    return reports


def _load_file(path: Path, root: Path) -> FileReport:
    name = path.relative_to(root).as_posix()
    try:
        data = load(path)
        require(data, allowed=ALLOWED, required=REQUIRED)
        return FileReport(path=name, state=_store(data), detail="", line=None)
    except BadFile as bad:
        return FileReport(path=name, state="refused", detail=bad.reason, line=bad.line)
    except BadScheme as bad:
        return FileReport(path=name, state="refused", detail=str(bad), line=None)


def _store(data: dict[str, Any]) -> State:
    read_requirements(data["requirements"])
    if data["level"] not in Level.values:
        raise BadScheme(f"level {data['level']!r} is not one of {', '.join(Level.values)}")
    months = data["validity_months"]
    if not isinstance(months, int) or not 1 <= months <= 240:
        raise BadScheme("validity_months is a whole number from 1 to 240")
    fields = {
        "level": data["level"],
        "track": data.get("track", ""),
        **{f"title_{code}": _text(data, "title", code) for code in ("en", "ru")},
        **{f"summary_{code}": _text(data, "summary", code) for code in ("en", "ru")},
    }
    scheme, created = Scheme.objects.get_or_create(key=data["key"], defaults=fields)
    changed = any(getattr(scheme, name) != value for name, value in fields.items())
    if changed:
        Scheme.objects.filter(pk=scheme.pk).update(**fields)
    added = _add_version(scheme, data["requirements"], months)
    if created:
        return "created"
    return "updated" if changed or added else "unchanged"


def _text(data: dict[str, Any], name: str, code: str) -> str:
    texts = data.get(name, {"en": "", "ru": ""})
    if not isinstance(texts, dict) or not isinstance(texts.get(code), str):
        raise BadScheme(f"{name} is needed in both languages")
    return str(texts[code]).strip()


def _add_version(scheme: Scheme, requirements: list[dict[str, Any]], months: int) -> bool:
    body = json.dumps([scheme.key, requirements, months], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(body.encode()).hexdigest()
    newest = scheme.versions.last()
    if newest and newest.hash == digest:
        return False
    SchemeVersion.objects.create(
        scheme=scheme,
        number=newest.number + 1 if newest else 1,
        requirements=requirements,
        validity_months=months,
        hash=digest,
    )
    return True
