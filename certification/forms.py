from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CYRILLIC = range(0x0400, 0x0530)


class NameForm(forms.Form):
    """The name as it goes on the certificate, in both scripts."""

    name_latin = forms.CharField(
        label=_("Full name in Latin letters"),
        max_length=160,
        help_text=_("As in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "lang": "en"}),
    )
    name_cyrillic = forms.CharField(
        label=_("Full name in Cyrillic letters"),
        max_length=160,
        required=False,
        help_text=_("As it is written in official documents of your country."),
    )

    def clean_name_latin(self) -> str:
        name = str(self.cleaned_data["name_latin"])
        if any(ord(letter) in CYRILLIC for letter in name):
            raise ValidationError(
                _("This name has Cyrillic letters. Write it in Latin letters, as in your passport.")
            )
        return name

    def clean_name_cyrillic(self) -> str:
        name = str(self.cleaned_data["name_cyrillic"])
        if name and not any(ord(letter) in CYRILLIC for letter in name):
            raise ValidationError(
                _("This name has no Cyrillic letters. Write it in Cyrillic or leave it empty.")
            )
        return name


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The holder is told, and the reason stays with the certificate."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionForm(NameForm, ReasonForm):
    field_order = ["name_latin", "name_cyrillic", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 2
