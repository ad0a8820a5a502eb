"""Groups, invitations and rosters: every choice is limited to what the person may reach."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Country, Institution
from people.access import visible
from people.enums import Role
from people.models import Group, User
from people.roles import GRANTED_BY_INVITATION
from people.selectors import countries_for, institutions_in, trainers_for
from people.verbs import Verb

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
LONGEST_INVITATION = 366


class GroupForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    countries = forms.ModelMultipleChoiceField(
        label=_("Countries"),
        queryset=Country.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one country.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="ru")
    starts = forms.DateField(label=_("First day"), widget=DAY)
    ends = forms.DateField(
        label=_("Last day"),
        help_text=_("After this day the trainers no longer see the people of the group."),
        widget=DAY,
    )
    trainers = forms.ModelMultipleChoiceField(
        label=_("Trainers"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = countries_for(by, Verb.INVITE)
        countries = Country.objects.filter(code__in=self.codes)
        self.fields["countries"].queryset = countries  # type: ignore[attr-defined]
        self.offered = trainers_for(by, self.codes)
        self.fields["trainers"].queryset = self.offered  # type: ignore[attr-defined]
        if len(self.codes) == 1 and not self.is_bound:
            self.initial.setdefault("countries", list(self.codes))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        for name in ("starts", "ends"):
            if cleaned.get(name) and not 2000 <= cleaned[name].year <= 2100:
                self.add_error(name, _("The day must lie between the years 2000 and 2100."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day lies before the first. Swap the two days."))
        return cleaned

    @classmethod
    def of(cls, group: Group, *, by: User) -> "GroupForm":
        initial = {
            "title": group.title,
            "language": group.language,
            "starts": group.starts,
            "ends": group.ends,
            "countries": list(group.countries.values_list("pk", flat=True)),
            "trainers": list(group.trainers.values_list("pk", flat=True)),
        }
        return cls(by=by, initial=initial)


class InstitutionChoice(forms.ModelChoiceField[Institution]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.country_id} · {obj.name}"


class InvitationForm(forms.Form):
    country = forms.ModelChoiceField(
        label=_("Country"), queryset=Country.objects.none(), empty_label=None
    )
    institution = InstitutionChoice(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Not stated"),
    )
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), required=False, empty_label=_("No group")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role if role in GRANTED_BY_INVITATION],
        initial=Role.TRAINEE,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="ru")
    uses_allowed = forms.IntegerField(
        label=_("How many people may use the code"), min_value=1, max_value=500, initial=1
    )
    last_day = forms.DateField(label=_("Last day on which the code works"), widget=DAY)

    def __init__(self, *args: Any, by: User, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = countries_for(by, Verb.INVITE)
        self._offer("country", Country.objects.filter(code__in=codes))
        self._offer("institution", institutions_in(codes))
        self._offer("group", visible(by, Group, Verb.MANAGE_GROUP))
        self.initial.setdefault("last_day", timezone.localdate() + timedelta(days=30))
        if group:
            self.initial.update(group=group.pk, language=group.language)

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=LONGEST_INVITATION):
            raise ValidationError(_("Choose a day from today to one year from now."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        country, institution = cleaned.get("country"), cleaned.get("institution")
        if country and institution and institution.country_id != country.pk:
            self.add_error("institution", _("This institution belongs to another country."))
        group = cleaned.get("group")
        if country and group and not group.countries.filter(pk=country.pk).exists():
            self.add_error("group", _("This group is not open to people of the chosen country."))
        return cleaned

    def values(self) -> dict[str, Any]:
        names = ("country", "institution", "group", "role", "language", "uses_allowed")
        end = datetime.combine(self.cleaned_data["last_day"], time.max)
        return {
            **{name: self.cleaned_data[name] for name in names},
            "expires": timezone.make_aware(end),
        }


class AddPersonForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail of a person who has an account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RosterForm(forms.Form):
    sheet = forms.FileField(
        label=_("Sheet with the people"),
        help_text=_("XLSX or CSV, at most 500 people."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
