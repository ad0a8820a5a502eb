from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from controllist.enums import CATEGORIES, GROUPS, ORIGINS


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


def _choices(titles: Mapping[str, str | Promise]) -> list[tuple[str, str | Promise]]:
    named = [(key, format_lazy("{}. {}", key, title)) for key, title in titles.items()]
    return [("", _("All")), *named]


class NarrowForm(forms.Form):
    """What part of the list is shown. Nonsense in the address narrows nothing."""

    category = forms.ChoiceField(label=_("Category"), choices=_choices(CATEGORIES), required=False)
    group = forms.ChoiceField(label=_("Group"), choices=_choices(GROUPS), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=_choices(ORIGINS), required=False)

    def wanted(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class CompareForm(forms.Form):
    codes = forms.CharField(
        label=_("Codes of two to four entries"),
        help_text=_("For example 2B001, 2B109, 2B201: with commas or spaces, in either alphabet."),
        max_length=200,
        error_messages={
            "required": _("Type the codes of two to four entries."),
            "max_length": _("Use at most 200 characters."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        ),
    )


class NotesSearchForm(SearchForm):
    """The same search among definitions and notes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Search the definitions and notes")
        self.fields["q"].help_text = _("A term, an acronym or other words of the text.")
