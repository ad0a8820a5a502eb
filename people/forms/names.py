"""Names in two alphabets, and what a form says when the alphabet is the wrong one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.enums import Gender
from vocabulary.spelling import written_in


def latin(text: str) -> None:
    if not written_in(text, "LATIN"):
        raise ValidationError(
            _("Use Latin letters, as in the passport: this is how it stands on the certificate.")
        )


def cyrillic(text: str) -> None:
    if not written_in(text, "CYRILLIC"):
        raise ValidationError(_("Use Cyrillic letters here, or leave the field empty."))


class NameFields(forms.Form):
    first_name = forms.CharField(
        label=_("Given names"),
        help_text=_("In Latin letters, as in the passport."),
        max_length=80,
        validators=[latin],
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "lang": "en"}),
    )
    last_name = forms.CharField(
        label=_("Family name"),
        help_text=_("In Latin letters, as in the passport."),
        max_length=80,
        validators=[latin],
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "lang": "en"}),
    )
    name_cyrillic = forms.CharField(
        label=_("Full name in Cyrillic"),
        help_text=_("As it should stand in Russian documents."),
        max_length=160,
        required=False,
        validators=[cyrillic],
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "ru"}),
    )


class GenderField(forms.ChoiceField):
    """Nothing is chosen beforehand, and an answer is not needed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Gender"),
            help_text=_(
                "We ask so that the programme can count how many women and men take part. "
                "Only totals of five people or more are shown; your answer is shown to you alone."
            ),
            choices=Gender.choices,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )


class ConsentField(forms.BooleanField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("I have read the privacy notice and agree to it"),
            error_messages={
                "required": _("Without your agreement we may not keep an account for you.")
            },
            **kwargs,
        )
