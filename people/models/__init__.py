from people.models.groups import Group, GroupMember
from people.models.invitations import Invitation
from people.models.invited import InvitedPerson
from people.models.letters import Letter
from people.models.users import Consent, Membership, RoleGrant, User

__all__ = [
    "Consent",
    "Group",
    "GroupMember",
    "Invitation",
    "InvitedPerson",
    "Letter",
    "Membership",
    "RoleGrant",
    "User",
]
