"""Doors for views: signed in, or with a role. The wrong person gets 404, a stranger the sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from people.access import holds, refuse, roles_of
from people.models import User
from people.verbs import Verb

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """The person behind a request that has passed one of these doors."""
    return cast(User, request.user)


def signed_in(view: View) -> View:
    return login_required(view)


def with_role(*roles: str) -> Callable[[View], View]:
    """Let in only who holds one of the roles now."""

    def wrap(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not roles_of(person_of(request)) & set(roles):
                refuse(person_of(request), Verb.VIEW, f"role:{','.join(roles)}")
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def with_verb(verb: Verb) -> Callable[[View], View]:
    """Let in only who holds the verb somewhere; which rows is then the policy's question."""

    def wrap(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not holds(person_of(request), verb):
                refuse(person_of(request), verb, "verb")
            return view(request, *args, **kwargs)

        return guarded

    return wrap
