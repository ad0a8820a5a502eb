"""Users, roles, groups, invitations, letters, privacy, and the one access policy."""
