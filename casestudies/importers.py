"""Cases from `content/cases/<case>/`: read strictly, linted, frozen. All or none."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from casestudies.compile import frozen
from casestudies.models import Case, CaseVersion
from casestudies.scenario.codec import BadSpec, read, read_case
from casestudies.scenario.linter import lint
from casestudies.scenario.spec import LANGUAGES, Paper
from casestudies.scenario.spec import Case as CaseSpec
from theme import markdown
from vocabulary.reports import FileReport, State, stop_if_refused
from vocabulary.yamlfile import BadFile, load


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a case's folder holds: the specification and the trainer's notes as HTML."""

    case: CaseSpec
    notes: dict[str, str]


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    """Load every case, all or none. `Refused` carries the reports when a file is bad."""
    with transaction.atomic():
        reports: list[FileReport] = []
        for folder in sorted(path.parent for path in (root / "cases").glob("*/case.yaml")):
            reports += _load_folder(folder, root)
        stop_if_refused(reports)
        if dry_run:
            transaction.set_rollback(True)
    return reports


def _load_folder(folder: Path, root: Path) -> list[FileReport]:
    place = (folder / "case.yaml").relative_to(root).as_posix()
    try:
        dossier = read_dossier(folder)
    except BadFile as bad:
        path = _relative(bad.path, root) or place
        return [FileReport(path, "refused", bad.reason, bad.line)]
    except BadSpec as bad:
        path = _relative(bad.path, root) or place
        return [FileReport(path, "refused", str(bad), bad.line)]
    findings = lint(dossier.case)
    if dossier.case.key != folder.name:
        return [FileReport(place, "refused", f"the key must be the folder's name {folder.name}")]
    if findings:
        return [FileReport(place, "refused", str(finding)) for finding in findings]
    return [FileReport(place, _store(dossier), f"{len(dossier.case.papers)} papers")]


def _relative(path: str, root: Path) -> str:
    if not path:
        return ""
    place = Path(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else place.name


def read_dossier(folder: Path) -> Dossier:
    """Read a case's folder. A paper's file bears the paper's key."""
    data = load(folder / "case.yaml")
    if "papers" in data:
        raise BadFile(str(folder / "case.yaml"), data.lines.get("papers"), "papers lie in papers/")
    papers = []
    for path in sorted((folder / "papers").glob("*.yaml")):
        paper = load(path)
        if paper.get("key") != path.stem:
            raise BadFile(str(path), 1, f"the key must be the file's name {path.stem}")
        read(Paper, paper, f"papers.{path.stem}")
        papers.append(paper)
    data["papers"] = papers
    notes = {language: _notes(folder / f"notes.{language}.md") for language in LANGUAGES}
    return Dossier(read_case(data), notes)


def _notes(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), None, "the trainer's notes cannot be read") from error
    body = text.partition("\n")[2] if text.startswith("# ") else text
    try:
        return markdown.render(body)
    except markdown.Refused as refused:
        raise BadFile(str(path), None, f"cannot be formatted: {refused.reason}") from refused


def _store(dossier: Dossier) -> State:
    spec = dossier.case
    shown = {
        "level": spec.level,
        "minutes": spec.minutes,
        **{f"title_{code}": spec.title[code] for code in LANGUAGES},
        **{f"summary_{code}": spec.summary[code] for code in LANGUAGES},
    }
    row, created = Case.objects.get_or_create(key=spec.key, defaults=shown)
    changed = any(getattr(row, name) != value for name, value in shown.items())
    if changed:
        Case.objects.filter(pk=row.pk).update(**shown)
    added = _add_version(row, dossier)
    if created:
        return "created"
    return "updated" if changed or added else "unchanged"


def _add_version(row: Case, dossier: Dossier) -> bool:
    """A changed specification makes the next version; runs that began keep theirs."""
    spec, digest = frozen(dossier.case, dossier.notes)
    newest = row.versions.last()
    if newest and newest.hash == digest:
        return False
    CaseVersion.objects.create(
        case=row,
        number=newest.number + 1 if newest else 1,
        spec=spec,
        notes=dossier.notes,
        hash=digest,
    )
    return True
