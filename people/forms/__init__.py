from people.forms.data import EraseForm, SettingsForm
from people.forms.groups import AddPersonForm, GroupForm, InvitationForm, RosterForm
from people.forms.joining import CodeForm, InvitedForm, JoinForm, WelcomeForm

__all__ = [
    "AddPersonForm",
    "CodeForm",
    "EraseForm",
    "GroupForm",
    "InvitationForm",
    "InvitedForm",
    "JoinForm",
    "RosterForm",
    "SettingsForm",
    "WelcomeForm",
]
