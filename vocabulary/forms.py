from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    use_required_attribute = False
    q = forms.CharField(
        label=_("Search the glossary"),
        help_text=_("A word in English or Russian, in any form."),
        max_length=100,
        error_messages={"max_length": _("Use at most 100 characters.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
