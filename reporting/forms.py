from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.selectors import Period


class PeriodForm(forms.Form):
    """From when to when; both may be empty."""

    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        for day in (start, end):
            if day and not date(2000, 1, 1) <= day <= date(2100, 1, 1):
                raise ValidationError(_("The day must lie between the years 2000 and 2100."))
        if start and end and end < start:
            raise ValidationError(_("The period ends before it begins. Swap the two days."))
        return cleaned

    def period(self) -> Period:
        """The period asked for; the whole time where the form is empty or wrong."""
        if not self.is_valid():
            return Period()
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])
