"""Doors for views: signed in, or with a role. The wrong person gets 404, a stranger the sign-in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import translate_url
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_path

from people.access import holds, refuse, roles_of
from people.models import User
from people.roles import CONSENT_FLAG, PRIVACY_NOTICE
from people.selectors import consented
from people.verbs import Verb

SESSION_FAILURES, ADDRESS_FAILURES, HOUR = 10, 300, 3600
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


def has_consented(request: HttpRequest) -> bool:
    """Whether the person signed in agreed to the notice in force. The session remembers a yes, so
    that the database is asked once; a new version of the notice asks again."""
    if request.session.get(CONSENT_FLAG) == PRIVACY_NOTICE:
        return True
    if not consented(person_of(request)):
        return False
    remember_consent(request)
    return True


def remember_consent(request: HttpRequest) -> None:
    request.session[CONSENT_FLAG] = PRIVACY_NOTICE


def safe_next(wanted: str) -> str:
    """An address of this site in the language now spoken; empty for whatever else was asked."""
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, None):
        return ""
    spoken = get_language() or "en"
    with translation.override(get_language_from_path(wanted)):
        return translate_url(wanted, spoken)


def limited(request: HttpRequest, action: str) -> bool:
    """Whether this session or this address has failed too often within the hour.

    A classroom sits behind one address, so the limit by address is thirty times as wide."""
    return _recent(request, action) >= SESSION_FAILURES or (
        cache.get(_address_key(request, action), 0) >= ADDRESS_FAILURES
    )


def failed(request: HttpRequest, action: str) -> None:
    """Count one failure against the session and the address."""
    request.session[f"failed_{action}"] = [*_times(request, action), time.time()]
    key = _address_key(request, action)
    cache.add(key, 0, HOUR)
    try:
        cache.incr(key)
    except ValueError:  # it expired between the two lines
        cache.set(key, 1, HOUR)


def _recent(request: HttpRequest, action: str) -> int:
    return len(_times(request, action))


def _times(request: HttpRequest, action: str) -> list[float]:
    since = time.time() - HOUR
    return [moment for moment in request.session.get(f"failed_{action}", []) if moment > since]


def _address_key(request: HttpRequest, action: str) -> str:
    """The address itself is not kept: a keyed digest is enough to count."""
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # a socket has no address: everybody on it counts together
        address = ""
    return f"failed:{action}:{salted_hmac('people.guards', address).hexdigest()}"
