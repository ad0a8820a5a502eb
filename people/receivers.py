"""News from the sign-in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from people.models import User
from people.roles import CONSENT_FLAG, PRIVACY_NOTICE
from people.selectors import consented


@receiver(user_logged_in, dispatch_uid="people.consent")
def remember_consent(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The session knows from the sign-in on whether the notice was agreed to."""
    if consented(user):
        request.session[CONSENT_FLAG] = PRIVACY_NOTICE
