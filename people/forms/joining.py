"""Entering a code, and the account that a code opens."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.forms.names import ConsentField, GenderField, NameFields
from people.models import InvitedPerson, User
from people.selectors import invitation_in
from people.services import InvitationRefused, change_settings, give_consent, use_invitation


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Invitation code"),
        help_text=_("For example KZ-7Q4M-X2TP-9HJK. Capitals, spaces and dashes do not matter."),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code from your paper or letter.")},
    )


class JoinForm(NameFields, SignupForm):
    """The account of somebody with an invitation. Country, institution, group and role come
    from the code alone; nothing that is posted can change them."""

    field_order = [
        "email", "first_name", "last_name", "name_cyrillic", "gender", "password1", "consent",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gender"] = GenderField()
        self.fields["consent"] = ConsentField()
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs = {"type": "email", "autocomplete": "email"}
        self.fields["password1"].widget.attrs.pop("placeholder", None)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data

    def save(self, request: HttpRequest) -> User:
        """The account, its place and its consent, or none of them."""
        with transaction.atomic():
            user: User = super().save(request)
        return user

    def signup(self, request: HttpRequest, user: User) -> None:
        invitation = invitation_in(request.session.get("invitation"))
        if invitation is None:
            raise InvitationRefused
        change_settings(
            user=user,
            name_cyrillic=self.cleaned_data["name_cyrillic"],
            gender=self.cleaned_data["gender"],
            language=get_language() or invitation.language,
            time_zone=invitation.country.time_zone,
        )
        use_invitation(invitation=invitation, user=user)
        give_consent(user=user)


class WelcomeForm(NameFields):
    """What a person from a roster has not been asked yet."""

    gender = GenderField()
    consent = ConsentField()


class InvitedForm(NameFields):
    """The account of somebody on a roster. The address is the one that the letter came to."""

    email = forms.EmailField(label=_("E-mail"), disabled=True)
    gender = GenderField()
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    consent = ConsentField()
    field_order = [
        "email", "first_name", "last_name", "name_cyrillic", "gender", "password1", "consent",
    ]  # fmt: skip

    def __init__(self, *args: Any, invited: InvitedPerson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "first_name", "last_name", "name_cyrillic"):
            self.initial.setdefault(name, getattr(invited, name))
        self.fields["email"].widget.attrs = {"type": "email", "autocomplete": "username"}

    def values(self) -> dict[str, Any]:
        names = ("first_name", "last_name", "name_cyrillic", "gender")
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
        try:
            validate_password(
                cleaned.get("password1", ""), User(email=self.initial["email"], **names)
            )
        except ValidationError as error:
            if "password1" in cleaned:
                self.add_error("password1", error)
        return cleaned
