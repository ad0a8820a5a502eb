"""How the account library behaves here: sign-up by invitation only, mail that may fail."""

import smtplib
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.guards import has_consented

log = structlog.get_logger("people.mail")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_taken": gettext_lazy(
            "No new account can be made with this address. If you have an account, "
            "sign in and use the code there."
        ),
        "email_password_mismatch": gettext_lazy(
            "E-mail and password do not match. Check both, or ask for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return "invitation" in request.session

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home; who has not agreed to the notice in force reads it first."""
        return reverse("me" if has_consented(request) else "people:welcome")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not cost the person what they just did."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.error("mail not sent", template=template_prefix, error=type(error).__name__)
            if self.request:
                messages.warning(
                    self.request,
                    _(
                        "The letter could not be sent just now. Nothing is lost: "
                        "ask for it again in a few minutes."
                    ),
                )
