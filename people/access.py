"""The one access policy: may this person do this to that row, and which rows may they see?

Both questions are one query, so a list and a detail page cannot disagree. Rooms above
register their models with the paths that lead to a country, an owner and a group; models
that a country owns also take `GuardedManager`, which refuses to be read before somebody
said for whom.
"""

from dataclasses import dataclass
from typing import Any, Generic, NoReturn, Self, TypeVar
from uuid import UUID

import structlog
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from people.models import Group, GroupMember, Invitation, InvitedPerson, RoleGrant, User
from people.roles import OWNER_VERBS, POWERS, Reach
from people.verbs import Verb

log = structlog.get_logger("people.access")
Row = TypeVar("Row", bound=models.Model)


class Denied(Http404):
    """Refused. It answers 404, so that nobody learns which rows exist elsewhere."""


class UnguardedQuery(RuntimeError):
    """A country's rows were read without saying for whom."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Look-up paths from a model to a country code, an owner (a User, or an actor UUID when the
    path ends in `actor`) and a group's key."""

    country: str | None
    owner: str | None
    group: str | None = None


_paths: dict[type[models.Model], Paths] = {}


def register(
    model: type[models.Model], *, country: str | None, owner: str | None, group: str | None = None
) -> None:
    _paths[model] = Paths(country, owner, group)


def registered() -> dict[type[models.Model], Paths]:
    return dict(_paths)


def grants_of(user: User) -> list[RoleGrant]:
    """The roles in force now, read once a request (kept on the user object)."""
    cached: list[RoleGrant] | None = getattr(user, "_grants_in_force", None)
    if cached is None:
        now = timezone.now()
        running = Q(ends__isnull=True) | Q(ends__gt=now)
        cached = list(RoleGrant.objects.filter(running, user=user, starts__lte=now))
        user._grants_in_force = cached  # type: ignore[attr-defined]
    return cached


def forget_grants(user: User) -> None:
    """Read the roles anew at the next question (after a grant or its end)."""
    if hasattr(user, "_grants_in_force"):
        del user._grants_in_force


def roles_of(user: User) -> frozenset[str]:
    return frozenset(grant.role for grant in grants_of(user)) if user.is_active else frozenset()


def reach_of(user: User, verb: Verb) -> tuple[bool, frozenset[str], bool]:
    """Where `verb` holds for this person: (everywhere, country codes, through own groups)."""
    everywhere, groups = False, False
    countries: set[str] = set()
    for grant in grants_of(user):
        powers = POWERS[grant.role]  # type: ignore[index]
        if verb not in powers.verbs:
            continue
        if powers.reach is Reach.EVERYWHERE:
            everywhere = True
        elif powers.reach is Reach.GROUPS:
            groups = True
        elif powers.reach is Reach.COUNTRIES:
            if grant.country_id is None:
                everywhere = True
            else:
                countries.add(grant.country_id)
    return everywhere, frozenset(countries), groups


def may_in_country(user: User, verb: Verb, code: str) -> bool:
    everywhere, countries, _ = reach_of(user, verb)
    return bool(user.is_active) and (everywhere or code in countries)


def holds(user: User, verb: Verb) -> bool:
    """Whether the person holds the verb at all, on any rows or on course content."""
    if not user.is_active:  # nobody signed in is not active either
        return False
    return any(verb in POWERS[grant.role].verbs for grant in grants_of(user))  # type: ignore[index]


def condition(user: User, verb: Verb, model: type[models.Model]) -> Q:
    """The rows of `model` on which `user` holds `verb`, as one condition."""
    nothing = Q(pk__in=[])
    if not user.is_active:  # nobody signed in is not active either
        return nothing
    paths = _paths[model]
    everywhere, countries, groups = reach_of(user, verb)
    if everywhere:
        return Q()
    allowed = nothing
    if paths.owner and verb in OWNER_VERBS:
        allowed |= Q(**{paths.owner: owner_value(user, paths.owner)})
    if paths.country and countries:
        allowed |= Q(**{f"{paths.country}__in": sorted(countries)})
    if paths.group and groups:
        allowed |= Q(**{f"{paths.group}__in": running_groups(user).values("key")})
    return allowed


def owner_value(user: User, path: str) -> User | UUID | int | None:
    """What the owner's path is compared with: the actor, the number or the person."""
    last = path.split("__")[-1]
    if last == "actor":
        return user.actor
    return user.pk if last in {"pk", "id"} else user


def running_groups(user: User) -> QuerySet[Group]:
    """The groups this person trains now; a trainer's view ends with the group."""
    return Group.objects.filter(trainers=user, ends__gte=timezone.localdate())


def visible(user: User, model: type[Row], verb: Verb = Verb.VIEW) -> QuerySet[Row]:
    """The rows of a registered model on which the person holds `verb`."""
    rows: QuerySet[Row] = model._base_manager.all()
    return rows.filter(condition(user, verb, model)).distinct()


def may(user: User, verb: Verb, row: models.Model) -> bool:
    return row.pk is not None and visible(user, type(row), verb).filter(pk=row.pk).exists()


def require(user: User, verb: Verb, row: models.Model) -> None:
    """Pass, or answer 404 and write down who tried what (numbers only)."""
    if not may(user, verb, row):
        refuse(user, verb, row._meta.label_lower, str(row.pk))


def refuse(user: User, verb: Verb, what: str, key: str = "") -> NoReturn:
    log.warning("denied", user=user.pk, verb=str(verb), what=what, key=key)
    raise Denied(what)


class GuardedQuerySet(QuerySet[Row], Generic[Row]):
    """Rows that a country owns: unreadable until narrowed to somebody."""

    _open = False

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._open = self._open
        return clone

    def visible_to(self, user: User, verb: Verb = Verb.VIEW) -> Self:
        return self.filter(condition(user, verb, self.model))._opened()

    def owned_by(self, user: User) -> Self:
        owner = _paths[self.model].owner
        if owner is None:
            raise UnguardedQuery(f"{self.model.__name__} has no owner")
        return self.filter(**{owner: owner_value(user, owner)})._opened()

    def unguarded(self, why: str) -> Self:
        """Open without a person: for the system's own work. `why` is for the reader."""
        if not why:
            raise UnguardedQuery("say why")
        return self._opened()

    def _opened(self) -> Self:
        rows = self._chain()  # type: ignore[attr-defined]
        rows._open = True
        return rows  # type: ignore[no-any-return]

    def _check(self) -> None:
        if not self._open:
            raise UnguardedQuery(
                f"{self.model.__name__}: say for whom (visible_to, owned_by) or why (unguarded)"
            )

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):  # type: ignore[misc]
    """`objects` of a model that a country owns. `create` works; reading asks for whom."""


def register_own_models() -> None:
    register(User, country="country_id", owner="pk", group="learning_groups__key")
    register(Invitation, country="country_id", owner=None, group="group__key")
    register(InvitedPerson, country="country_id", owner=None, group="group__key")
    register(Group, country="countries__code", owner=None, group="key")
    register(GroupMember, country="user__country_id", owner="user", group="group__key")
