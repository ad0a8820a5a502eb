"""Award, confirm, issue, revoke, correct. Each once, whatever is repeated."""

import calendar
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from certification import selectors
from certification.enums import AwardState, EventKind
from certification.models import (
    Award,
    Certificate,
    CertificateEvent,
    NumberSeries,
    SchemeVersion,
)
from certification.rules import Evaluation
from jobs.services import enqueue
from people import letters
from people.models import User
from records.models import Record
from records.services import record
from records.verbs import LedgerVerb

EVALUATE = "certification.evaluate"
ISSUE = "certification.issue"


class NotRevocable(Exception):
    """The certificate is revoked or replaced already."""


class NameMissing(ValueError):
    """A certificate needs the name in Latin letters at least."""


def ask_for_evaluation(*, line: Record) -> None:
    """After a ledger line that may complete a scheme: look, in the background, what it earned."""
    enqueue(
        kind=EVALUATE,
        subject=str(line.actor),
        owner=str(line.actor),
        country=line.country,
        key=f"{EVALUATE}:{line.pk}",
    )


@transaction.atomic
def award_what_is_earned(*, person: User) -> list[Award]:
    """Create the awards whose requirements the person's ledger meets now. Repeating it is safe."""
    lines = selectors.evidence_lines(person)
    made = []
    for version in selectors.current_versions():
        evaluation = selectors.evaluation(version, lines)
        if evaluation.met:
            award, created = Award.objects.unguarded("the person's own award").get_or_create(
                person=person,
                version=version,
                defaults={
                    "country": person.country_id or "",
                    "evidence": frozen(evaluation),
                    "name_latin": person.name_latin,
                    "name_cyrillic": person.name_cyrillic,
                },
            )
            if created:
                made.append(award)
                letters.write(
                    to=person,
                    template="award_earned",
                    context={"scheme": version.scheme.key},
                    key=f"award:{award.pk}",
                )
    return made


def frozen(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The evidence as it goes into the certificate, with what was shown in every language."""
    words = selectors.shown_in_words([tick.requirement for tick in evaluation.ticks])
    return [
        {
            "kind": tick.requirement.kind,
            "key": tick.requirement.key,
            "shown": shown,
            "source": tick.evidence.source if tick.evidence else "",
            "version": tick.evidence.version_hash if tick.evidence else "",
            "score": str(tick.evidence.score) if tick.evidence and tick.evidence.score else "",
            "at": tick.evidence.at.isoformat() if tick.evidence else "",
        }
        for tick, shown in zip(evaluation.ticks, words, strict=True)
    ]


@transaction.atomic
def confirm_name(*, award: Award, name_latin: str, name_cyrillic: str) -> Award:
    """The person confirms the name in both scripts; issuing is then asked for, once."""
    if not name_latin.strip():
        raise NameMissing
    changed = (
        Award.objects.unguarded("the caller has checked the owner")
        .filter(pk=award.pk, state=AwardState.EARNED)
        .update(
            state=AwardState.CONFIRMED,
            name_latin=name_latin.strip(),
            name_cyrillic=name_cyrillic.strip(),
            confirmed_at=timezone.now(),
        )
    )
    if changed:
        enqueue(
            kind=ISSUE,
            subject=str(award.pk),
            owner=str(award.person.actor),
            country=award.country,
            key=f"{ISSUE}:{award.pk}",
        )
    award.refresh_from_db()
    return award


@transaction.atomic
def issue(*, award: Award) -> Certificate:
    """Issue the certificate of a confirmed award: exactly one, however often it is called."""
    rows = Certificate.objects.unguarded("exactly once")
    existing: Certificate | None = rows.filter(award=award).order_by("-version").first()
    if existing:
        return existing
    if award.state == AwardState.EARNED:
        raise NameMissing("the name is not confirmed")
    try:
        with transaction.atomic():
            certificate = _write_certificate(award, version=1)
    except IntegrityError:
        twin: Certificate = rows.get(award=award, version=1)
        return twin
    Award.objects.unguarded("its certificate is written").filter(pk=award.pk).update(
        state=AwardState.ISSUED
    )
    record(
        person=award.person,
        verb=LedgerVerb.EARNED,
        object_key=f"certification:scheme:{certificate.scheme_key}",
        source=f"certificate:{certificate.number}",
        version_hash=certificate.scheme_hash,
        success=True,
    )
    letters.write(
        to=award.person,
        template="certificate_issued",
        context={"number": certificate.number, "token": certificate.token},
        key=f"certificate:{certificate.pk}",
    )
    return certificate


def _write_certificate(award: Award, *, version: int) -> Certificate:
    scheme_version: SchemeVersion = award.version
    scheme, person, now = scheme_version.scheme, award.person, timezone.now()
    certificate: Certificate = Certificate.objects.create(
        number=_next_number(now.year),
        award=award,
        version=version,
        actor=person.actor,
        scheme_key=scheme.key,
        scheme_hash=scheme_version.hash,
        level=scheme.level,
        title_en=scheme.title_en,  # type: ignore[attr-defined]
        title_ru=scheme.title_ru,  # type: ignore[attr-defined]
        summary_en=scheme.summary_en,  # type: ignore[attr-defined]
        summary_ru=scheme.summary_ru,  # type: ignore[attr-defined]
        name_latin=award.name_latin,
        name_cyrillic=award.name_cyrillic,
        country=award.country,
        institution=person.institution.key if person.institution else "",
        evidence=award.evidence,
        is_demo=person.is_demo,
        issued_at=now,
        valid_until=months_later(now.date(), scheme_version.validity_months),
    )
    CertificateEvent.objects.create(certificate=certificate, kind=EventKind.ISSUED, at=now)
    return certificate


def _next_number(year: int) -> str:
    """The next number of the year, `STC-2026-000042`, given under the lock of its series."""
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"STC-{year}-{series.last:06d}"


@transaction.atomic
def revoke(*, certificate: Certificate, author: User, reason: str) -> None:
    """Take a certificate back, with a reason that the holder is told and the proof shows."""
    _end(certificate, EventKind.REVOKED, author, reason)
    earned = Record.objects.unguarded("the line of this certificate").get(
        source=f"certificate:{certificate.number}"
    )
    record(
        person=certificate.award.person,
        verb=LedgerVerb.REVOKED,
        object_key=earned.object_key,
        source=f"revoke:{certificate.number}",
        author=author,
        reason=reason,
        replaces=earned,
    )
    letters.write(
        to=certificate.award.person,
        template="certificate_revoked",
        context={"number": certificate.number, "reason": reason},
        key=f"revoked:{certificate.pk}",
    )


@transaction.atomic
def correct_name(
    *, certificate: Certificate, author: User, name_latin: str, name_cyrillic: str, reason: str
) -> Certificate:
    """A misspelt name: a new version is issued and the old one says that it was replaced."""
    _end(certificate, EventKind.SUPERSEDED, author, reason)
    award = certificate.award
    award.name_latin, award.name_cyrillic = name_latin.strip(), name_cyrillic.strip()
    award.save(update_fields=["name_latin", "name_cyrillic"])
    corrected = _write_certificate(award, version=certificate.version + 1)
    earned = Record.objects.unguarded("the line of the replaced certificate").get(
        source=f"certificate:{certificate.number}"
    )
    record(
        person=award.person,
        verb=LedgerVerb.EARNED,
        object_key=earned.object_key,
        source=f"certificate:{corrected.number}",
        version_hash=corrected.scheme_hash,
        success=True,
        author=author,
        reason=reason,
        replaces=earned,
    )
    return corrected


def _end(certificate: Certificate, kind: EventKind, author: User, reason: str) -> None:
    if not reason.strip():
        raise ValueError("a reason is needed")
    ended = {EventKind.REVOKED, EventKind.SUPERSEDED}
    if certificate.events.filter(kind__in=ended).exists():
        raise NotRevocable(certificate.number)
    try:
        with transaction.atomic():
            CertificateEvent.objects.create(
                certificate=certificate, kind=kind, author=author.actor, reason=reason.strip()
            )
    except IntegrityError:
        raise NotRevocable(certificate.number) from None


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
