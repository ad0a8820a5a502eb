from django.urls import path

from people.views import data, groups, invitations, invited, joining, roster

app_name = "people"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/use/", joining.use, name="use"),
    path("join/forget/", joining.forget, name="forget"),
    path("join/welcome/", joining.welcome, name="welcome"),
    path("join/invited/<str:token>/", invited.invited, name="invited"),
    path("join/invited/<str:token>/account/", invited.join, name="invited-join"),
    path("join/invited/<str:token>/decline/", invited.decline, name="invited-decline"),
    path("join/<str:code>/", joining.join_code, name="join-code"),
    # In front of the library's own page of the same address.
    path("accounts/signup/", joining.sign_up, name="sign-up"),
    path("me/data/", data.my_data, name="data"),
    path("me/data/download/", data.download, name="data-download"),
    path("me/data/consent/", data.consent, name="data-consent"),
    path("me/data/erase/", data.erase, name="data-erase"),
    path("letters/stop/<str:token>/", data.unsubscribe, name="unsubscribe"),
    path("groups/", groups.index, name="groups"),
    path("groups/new/", groups.new, name="group-new"),
    path("groups/roster.xlsx", roster.empty, name="roster-empty"),
    path("groups/<slug:key>/", groups.group, name="group"),
    path("groups/<slug:key>/edit/", groups.edit, name="group-edit"),
    path("groups/<slug:key>/add/", groups.add, name="group-add"),
    path("groups/<slug:key>/remove/<int:member>/", groups.remove, name="group-remove"),
    path(
        "groups/<slug:key>/invited/<int:number>/withdraw/",
        invited.withdraw,
        name="invited-withdraw",
    ),
    path("groups/<slug:key>/roster/", roster.upload, name="roster"),
    path("groups/<slug:key>/roster/accept/", roster.accept, name="roster-accept"),
    path("groups/<slug:key>/roster/faults/", roster.faults, name="roster-faults"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/new/", invitations.new, name="invitation-new"),
    path("invitations/<int:number>/", invitations.sheet, name="invitation-sheet"),
    path("invitations/<int:number>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
]
