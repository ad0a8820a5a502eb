"""What stands around every page: the menu, by what a person may do."""

from typing import Any

from django import urls
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from people.access import roles_of
from people.enums import Role
from people.roles import CMS_ROLES

FIGURE_ROLES = {Role.MANAGER, Role.REGIONAL, Role.DONOR, Role.ADMINISTRATOR}
GROUP_ROLES = {Role.TRAINER, Role.MANAGER, Role.REGIONAL, Role.ADMINISTRATOR}


def chrome(request: HttpRequest) -> dict[str, Any]:
    return {
        "menu": SimpleLazyObject(lambda: menu(request)),
        "is_demo_site": settings.DEMO,
        "site_url": settings.SITE_URL,
    }


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The main menu: (title, address, current)."""
    entries: list[tuple[str, str]] = []
    # Without a session there is nobody to ask for: pages for everybody cost no query here.
    signed_in = bool(request.session.session_key) and request.user.is_authenticated
    roles = roles_of(request.user) if signed_in else frozenset()  # type: ignore[arg-type]
    if signed_in:
        entries.append((_("My learning"), reverse("me")))
    entries.append((_("Courses"), reverse("courses:catalogue")))
    if signed_in:
        entries.append((_("Practice"), reverse("exercises:index")))
    entries.append((_("Control list"), reverse("controllist:index")))
    if roles & GROUP_ROLES:
        entries.append((_("Groups"), reverse("people:groups")))
    if roles & FIGURE_ROLES:
        entries.append((_("Countries"), reverse("reporting:index")))
    if roles & CMS_ROLES:
        entries.append((_("Editing"), reverse("wagtailadmin_home")))
    if not signed_in:
        entries.append((_("Sign in"), reverse("account_login")))
    return [
        {"title": title, "url": url, "current": request.path.startswith(url)}
        for title, url in entries
        if url
    ]


def reverse(name: str) -> str:
    try:
        return urls.reverse(name)
    except urls.NoReverseMatch:
        return ""
