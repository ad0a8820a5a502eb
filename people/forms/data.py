"""What people change about themselves. Country, institution and roles are not among it."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.forms.names import GenderField, NameFields
from people.models import User

REGIONS = ("Asia/", "Europe/", "America/", "Africa/", "Australia/", "Pacific/", "Atlantic/")
FIELDS = (
    "first_name", "last_name", "name_cyrillic", "gender", "language", "time_zone",
    "letters_wanted",
)  # fmt: skip


def time_zones() -> list[tuple[str, str]]:
    names = sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class SettingsForm(NameFields):
    gender = GenderField()
    language = forms.ChoiceField(
        label=_("Language of letters and documents"), choices=settings.LANGUAGES
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    letters_wanted = forms.BooleanField(label=_("Send me reminders by e-mail"), required=False)

    @classmethod
    def of(cls, user: User) -> "SettingsForm":
        return cls(initial={name: getattr(user, name) for name in FIELDS})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class EraseForm(forms.Form):
    """Asked for twice over: by the password and by a tick."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box if you want to erase your account.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password. Nothing was erased."))
        return password
