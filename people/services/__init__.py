"""What is done to people: invite, join, move, grant. Erasing stands in `people.privacy`."""

from people.services.accounts import (
    CMS_GROUPS,
    change_settings,
    end_role,
    give_consent,
    grant_role,
    move,
    stop_reminders,
)
from people.services.groups import (
    change_group,
    enrol,
    leave_group,
    open_group,
    seat,
    set_trainers,
)
from people.services.invitations import (
    InvitationRefused,
    invite,
    use_invitation,
    withdraw_invitation,
)
from people.services.invited import (
    accept,
    forget_invited,
    forget_stale,
    invite_by_letter,
    join_as_invited,
)

__all__ = [
    "CMS_GROUPS",
    "InvitationRefused",
    "accept",
    "change_group",
    "change_settings",
    "end_role",
    "enrol",
    "forget_invited",
    "forget_stale",
    "give_consent",
    "grant_role",
    "invite",
    "invite_by_letter",
    "join_as_invited",
    "leave_group",
    "move",
    "open_group",
    "seat",
    "set_trainers",
    "stop_reminders",
    "use_invitation",
    "withdraw_invitation",
]
