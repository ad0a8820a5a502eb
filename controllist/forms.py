from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search the control list"),
        help_text=_("A code such as 2B350.a.3, or words in English or Russian."),
        max_length=100,
        required=False,
        error_messages={"max_length": _("Use at most 100 characters.")},
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "autocapitalize": "off"}
        ),
    )
