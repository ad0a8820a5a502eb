"""Questions about certificates: what is done, what is missing, what holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from casestudies.models import Case
from certification.enums import AwardState, CertificateState, EventKind
from certification.models import Award, Certificate, Scheme, SchemeVersion
from certification.rules import (
    Evaluation,
    Line,
    Requirement,
    Tick,
    evaluate,
    read_requirements,
)
from courses.selectors import course_keys, outline
from exercises.models import ExerciseSet
from people.access import GuardedQuerySet
from people.models import User
from people.verbs import Verb
from records.selectors import effective, lines_for
from records.verbs import LedgerVerb

EVIDENCE_VERBS = [LedgerVerb.PASSED, LedgerVerb.COMPLETED, LedgerVerb.FAILED]


@dataclass(frozen=True, slots=True)
class SchemeProgress:
    """One scheme and how far a person is, with the evidence behind each tick."""

    scheme: Scheme
    version: SchemeVersion
    evaluation: Evaluation
    award: Award | None
    titles: Mapping[str, str]

    @property
    def titled(self) -> list[tuple[Tick, str]]:
        """Each tick with what it asks for, in words."""
        return [(tick, in_words(tick.requirement, self.titles)) for tick in self.evaluation.ticks]


def evidence_lines(user: User) -> list[Line]:
    """The person's ledger lines that may tick a requirement: one query."""
    rows = effective(lines_for(user)).filter(verb__in=EVIDENCE_VERBS)
    return [
        Line(
            source=row.source,
            verb=row.verb,
            object_key=row.object_key,
            score=None if row.score is None else Fraction(row.score),
            at=row.recorded_at,
            version_hash=row.version_hash,
        )
        for row in rows
    ]


def current_versions() -> list[SchemeVersion]:
    """The newest version of every scheme."""
    newest: dict[int, SchemeVersion] = {}
    for version in SchemeVersion.objects.select_related("scheme").order_by("number"):
        newest[version.scheme_id] = version
    return sorted(newest.values(), key=lambda version: version.scheme.key)


def evaluation(version: SchemeVersion, lines: list[Line]) -> Evaluation:
    return evaluate(read_requirements(version.requirements), lines)


def progress(user: User) -> list[SchemeProgress]:
    """Every scheme with this person's ticks; the number of queries does not grow with them."""
    lines = evidence_lines(user)
    awards = {award.version_id: award for award in Award.objects.owned_by(user)}
    names = titles()
    return [
        SchemeProgress(
            version.scheme, version, evaluation(version, lines), awards.get(version.pk), names
        )
        for version in current_versions()
    ]


def in_words(wanted: Requirement, names: Mapping[str, str]) -> str:
    texts = {
        "module_completed": _("Module completed: %(title)s"),
        "set_passed": _("Exercises passed: %(title)s"),
        "case_finished": _("Case study finished: %(title)s"),
    }
    return texts[wanted.kind] % {"title": names.get(wanted.object_key, wanted.key)}


def shown_in_words(requirements: Sequence[Requirement]) -> list[dict[str, str]]:
    """What each requirement asks for, in every language: frozen into the evidence."""
    words: list[dict[str, str]] = [{} for _requirement in requirements]
    for code, _name in settings.LANGUAGES:
        with override(code):
            names = titles()
            for texts, wanted in zip(words, requirements, strict=True):
                texts[code] = in_words(wanted, names)
    return words


def titles() -> dict[str, str]:
    """The names of modules, sets and cases in the reader's language, by object key."""
    names = {row.object_key: row.title for row in ExerciseSet.objects.all()}
    names |= {row.object_key: row.title for row in Case.objects.all()}
    language = get_language() or settings.LANGUAGE_CODE
    for course in map(partial(outline, language=language), course_keys()):
        for module in course.modules if course else ():
            names[f"courses:module:{module.key}"] = module.title
    return names


def certificates_of(user: User) -> GuardedQuerySet[Certificate]:
    own: GuardedQuerySet[Certificate] = Certificate.objects.owned_by(user)
    return own.prefetch_related("events")


def waiting_awards(user: User) -> list[Award]:
    """Awards that wait for the person's confirmation of the name, or for the worker."""
    waiting = Award.objects.owned_by(user).exclude(state=AwardState.ISSUED)
    return list(waiting.select_related("version__scheme"))


def register(viewer: User, code: str = "") -> QuerySet[Certificate]:
    """The certificates whose holders `viewer` may see, newest first."""
    rows: QuerySet[Certificate] = Certificate.objects.visible_to(viewer, Verb.SEE_PEOPLE)
    if code:
        rows = rows.filter(country=code)
    return rows.prefetch_related("events")


def by_token(token: str) -> Certificate | None:
    found: Certificate | None = (
        Certificate.objects.unguarded("the public proof: whoever holds the token may read it")
        .filter(token=token)
        .prefetch_related("events")
        .first()
    )
    return found


def state_of(certificate: Certificate) -> CertificateState:
    """What the certificate is worth now: its events first, then the calendar."""
    kinds = {event.kind for event in certificate.events.all()}
    if EventKind.REVOKED in kinds:
        return CertificateState.REVOKED
    if EventKind.SUPERSEDED in kinds:
        return CertificateState.SUPERSEDED
    if certificate.valid_until < timezone.localdate():
        return CertificateState.EXPIRED
    return CertificateState.VALID


def export(user: User) -> list[dict[str, str]]:
    return [
        {
            "number": certificate.number,
            "title": certificate.title_en,
            "name": certificate.name_latin,
            "issued": certificate.issued_at.isoformat(),
            "valid_until": certificate.valid_until.isoformat(),
            "state": str(state_of(certificate)),
        }
        for certificate in certificates_of(user)
    ]


def nothing_to_erase(user: User) -> None:
    """An issued certificate stays, as the privacy notice says: others rely on its proof."""
