from people.views import data, groups, invitations, joining, roster

__all__ = ["data", "groups", "invitations", "joining", "roster"]
