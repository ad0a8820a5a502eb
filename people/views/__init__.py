from people.views import data, groups, invitations, invited, joining, roster

__all__ = ["data", "groups", "invitations", "invited", "joining", "roster"]
