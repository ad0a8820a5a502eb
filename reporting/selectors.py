"""The figures of a country. Screen, XLSX and CSV read them here and nowhere else.

Figures come from the ledger's effective lines, by the country that each line names: where
the person stood when it was written. A stage holds the people who also reached every stage
before it, so the funnel never widens.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from partners.models import Country
from people.access import may_in_country, refuse
from people.models import User
from people.selectors import by_actor, countries_for, people_of
from people.verbs import Verb
from records.selectors import Lines, effective, for_country
from records.verbs import LedgerVerb

SMALL = 5
ACTIVE_DAYS = 30
MODULES, SETS, SCHEMES, COURSES = (
    "courses:module:",
    "exercises:set:",
    "certification:scheme:",
    "courses:course:",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it; an open end is not set."""

    start: date | None = None
    end: date | None = None

    def of(self, lines: Lines) -> Lines:
        if self.start:
            lines = lines.filter(recorded_at__gte=_midnight(self.start))
        if self.end:
            lines = lines.filter(recorded_at__lt=_midnight(self.end + timedelta(days=1)))
        return lines


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the funnel. `hidden`: 1 to 4 people, not shown to who may not see people."""

    key: str
    actors: frozenset[UUID]
    before: int
    masked: bool = False

    @property
    def count(self) -> int:
        return len(self.actors)

    @property
    def hidden(self) -> bool:
        return self.masked and 0 < self.count < SMALL

    @property
    def shown(self) -> str:
        return f"<{SMALL}" if self.hidden else str(self.count)

    @property
    def share(self) -> int | None:
        """Per cent of the stage before, rounded down; None where it would say nothing."""
        if self.hidden or not self.before or (self.masked and self.before < SMALL):
            return None
        return self.count * 100 // self.before

    @property
    def label(self) -> str:
        return str(STAGE_LABELS[self.key])

    @property
    def meaning(self) -> str:
        return str(STAGE_MEANINGS[self.key])


STAGE_LABELS = {
    "joined": gettext_lazy("Joined"),
    "enrolled": gettext_lazy("Enrolled"),
    "modules": gettext_lazy("Finished a module"),
    "passed": gettext_lazy("Passed the exercises"),
    "certified": gettext_lazy("Certified"),
}
STAGE_MEANINGS = {
    "joined": gettext_lazy("People with an account in the country, or with a line in its ledger."),
    "enrolled": gettext_lazy("Of these: enrolled in a course."),
    "modules": gettext_lazy("Of these: completed at least one module."),
    "passed": gettext_lazy("Of these: passed at least one exercise set."),
    "certified": gettext_lazy("Of these: hold a certificate that has not been revoked."),
}


@dataclass(frozen=True)
class CountryFigures:
    country: Country
    period: Period
    as_of: datetime
    stages: tuple[Stage, ...]
    active: Stage
    masked: bool

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages if stage.key == key)

    @cached_property
    def certified_share(self) -> int | None:
        """Certified people as per cent of the enrolled."""
        enrolled, certified = self.stage("enrolled"), self.stage("certified")
        return replace(certified, before=enrolled.count).share

    @property
    def headline(self) -> str:
        """The finding in one sentence."""
        name = self.country.name
        enrolled, certified = self.stage("enrolled"), self.stage("certified")
        if not enrolled.count:
            return _("%(country)s: nobody has enrolled yet") % {"country": name}
        if not certified.count:
            return _("%(country)s: enrolled %(n)s, nobody is certified yet") % {
                "country": name,
                "n": enrolled.shown,
            }
        if self.certified_share is None:
            return _("%(country)s: enrolled %(n)s, certified %(c)s") % {
                "country": name,
                "n": enrolled.shown,
                "c": certified.shown,
            }
        return _("%(country)s: %(share)s%% of those enrolled are certified") % {
            "country": name,
            "share": self.certified_share,
        }

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Every figure as (key, label, value, meaning): the sheet and the screen are this list."""
        listed = [(s.key, s.label, s.shown, s.meaning) for s in self.stages]
        active = _("At least one ledger line in the %(n)s days before the end of the period.")
        listed.append(
            (
                "active",
                pgettext("figure", "Active in 30 days"),
                self.active.shown,
                active % {"n": ACTIVE_DAYS},
            )
        )
        share = "" if self.certified_share is None else str(self.certified_share)
        listed.append(
            (
                "certified_share",
                _("Certified, per cent of enrolled"),
                share,
                _("Rounded down; empty where fewer than five people would show."),
            )
        )
        return listed


def country_figures(viewer: User, code: str, period: Period | None = None) -> CountryFigures:
    """The figures of one country for who may see them; otherwise 404.

    Whoever may see the people sees exact numbers; a donor sees `<5` for one to four.
    """
    period = period or Period()
    country = Country.objects.filter(code=code, is_partner=True).first()
    if country is None or not may_in_country(viewer, Verb.SEE_FIGURES, code):
        refuse(viewer, Verb.SEE_FIGURES, "partners.country", code[:2])
    masked = not may_in_country(viewer, Verb.SEE_PEOPLE, code)
    lines = effective(for_country(viewer, code))
    inside = period.of(lines)
    reached = {
        "joined": _joined(code, inside),
        "enrolled": _actors(inside, LedgerVerb.REGISTERED, COURSES),
        "modules": _actors(inside, LedgerVerb.COMPLETED, MODULES),
        "passed": _actors(inside, LedgerVerb.PASSED, SETS),
        "certified": _actors(inside, LedgerVerb.EARNED, SCHEMES),
    }
    stages: list[Stage] = []
    kept = reached["joined"]
    for key, actors in reached.items():
        before = len(kept)
        kept = kept & actors
        stages.append(Stage(key, kept, before, masked))
    active = Stage("active", _active(lines, period), len(reached["joined"]), masked)
    return CountryFigures(country, period, timezone.now(), tuple(stages), active, masked)


def _joined(code: str, lines: Lines) -> frozenset[UUID]:
    here = User.objects.filter(country_id=code, is_active=True, grants__role="trainee")
    return frozenset(here.values_list("actor", flat=True)) | _all_actors(lines)


def _actors(lines: Lines, verb: LedgerVerb, prefix: str) -> frozenset[UUID]:
    return _all_actors(lines.filter(verb=verb, object_key__startswith=prefix))


def _all_actors(lines: Lines) -> frozenset[UUID]:
    return frozenset(lines.order_by().values_list("actor", flat=True).distinct())


def _active(lines: Lines, period: Period) -> frozenset[UUID]:
    end = period.end or timezone.localdate()
    window = Period(end - timedelta(days=ACTIVE_DAYS - 1), end)
    return _all_actors(window.of(lines))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the country and what the ledger says of them there."""

    person: User
    enrolled_at: datetime | None
    lessons: int
    modules: int
    best: Decimal | None
    certificates: int
    last_at: datetime | None

    @property
    def best_percent(self) -> int | None:
        """Rounded down: 69.9 does not look like a pass at 70."""
        return None if self.best is None else int(self.best * 100)


def people_rows(
    viewer: User, code: str, period: Period | None = None, stage: str = ""
) -> list[PersonRow]:
    """The people behind the figures, by name; with `stage` only those who reached it."""
    if not may_in_country(viewer, Verb.SEE_PEOPLE, code):
        refuse(viewer, Verb.SEE_PEOPLE, "partners.country", code[:2])
    period = period or Period()
    figures = country_figures(viewer, code, period)
    wanted = figures.stage(stage if stage in STAGE_LABELS else "joined").actors
    lines = period.of(effective(for_country(viewer, code)))
    summary = {row["actor"]: row for row in _summary(lines.filter(actor__in=wanted))}
    people = _people(viewer, code, wanted)
    return [_row(person, summary.get(person.actor, {})) for person in people]


def _people(viewer: User, code: str, actors: Iterable[UUID]) -> list[User]:
    """Present colleagues and those who have left the country since."""
    here = {p.actor: p for p in people_of(viewer, code).select_related("institution")}
    wanted = set(actors)
    gone = by_actor(wanted - set(here))
    found = [here.get(actor) or gone.get(actor) for actor in wanted]
    known = [person for person in found if person is not None]
    return sorted(known, key=lambda person: (person.last_name, person.first_name, person.pk))


def _summary(lines: Lines) -> Iterable[dict[str, Any]]:
    def those(verb: LedgerVerb, prefix: str) -> Q:
        return Q(verb=verb, object_key__startswith=prefix)

    rows: Iterable[dict[str, Any]] = (
        lines.order_by()  # type: ignore[assignment]
        .values("actor")
        .annotate(
            enrolled_at=Min("recorded_at", filter=those(LedgerVerb.REGISTERED, COURSES)),
            lessons=Count(
                "object_key", filter=those(LedgerVerb.EXPERIENCED, "courses:lesson:"), distinct=True
            ),
            modules=Count("object_key", filter=those(LedgerVerb.COMPLETED, MODULES), distinct=True),
            best=Max("score", filter=Q(object_key__startswith=SETS)),
            certificates=Count(
                "object_key", filter=those(LedgerVerb.EARNED, SCHEMES), distinct=True
            ),
            last_at=Max("recorded_at"),
        )
    )
    return rows


def _row(person: User, told: dict[str, Any]) -> PersonRow:
    return PersonRow(
        person=person,
        enrolled_at=told.get("enrolled_at"),
        lessons=told.get("lessons", 0),
        modules=told.get("modules", 0),
        best=told.get("best"),
        certificates=told.get("certificates", 0),
        last_at=told.get("last_at"),
    )


def overview(viewer: User) -> list[CountryFigures]:
    """The countries this person may see, by name; never ranked."""
    codes = countries_for(viewer, Verb.SEE_FIGURES)
    countries = Country.objects.filter(code__in=codes, is_partner=True)
    return [country_figures(viewer, country.code) for country in countries]
