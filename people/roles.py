"""The role and verb table: who may do what, and how far it reaches.

`docs/roles.md` is generated from here. Reach says over which rows a role's verbs hold:
OWN (rows the person owns), GROUPS (rows of groups the person trains, while they last),
COUNTRIES (rows of the countries named in the grants), CONTENT (course material, which no
country owns) and EVERYWHERE.
"""

from dataclasses import dataclass
from enum import StrEnum

from people.enums import Role
from people.verbs import Verb


class Reach(StrEnum):
    OWN = "own"
    GROUPS = "groups"
    COUNTRIES = "countries"
    CONTENT = "content"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Powers:
    reach: Reach
    verbs: frozenset[Verb]


# Everybody holds these over their own rows, whatever else they are.
OWNER_VERBS = frozenset({Verb.VIEW, Verb.TAKE, Verb.EXPORT})

MANAGER_VERBS = frozenset(
    {
        Verb.VIEW,
        Verb.INVITE,
        Verb.ENROL,
        Verb.MANAGE_GROUP,
        Verb.APPROVE,
        Verb.REVOKE,
        Verb.EXPORT,
        Verb.SEE_FIGURES,
        Verb.SEE_PEOPLE,
    }
)

POWERS: dict[Role, Powers] = {
    Role.TRAINEE: Powers(Reach.OWN, OWNER_VERBS),
    Role.TRAINER: Powers(
        Reach.GROUPS,
        frozenset({Verb.VIEW, Verb.ENROL, Verb.MANAGE_GROUP, Verb.MARK, Verb.SEE_PEOPLE}),
    ),
    Role.MANAGER: Powers(Reach.COUNTRIES, MANAGER_VERBS),
    Role.REGIONAL: Powers(Reach.COUNTRIES, MANAGER_VERBS),
    Role.DONOR: Powers(Reach.COUNTRIES, frozenset({Verb.SEE_FIGURES})),
    Role.EDITOR: Powers(
        Reach.CONTENT, frozenset({Verb.AUTHOR, Verb.REVIEW, Verb.TRANSLATE, Verb.PUBLISH})
    ),
    Role.TRANSLATOR: Powers(Reach.CONTENT, frozenset({Verb.TRANSLATE})),
    Role.ADMINISTRATOR: Powers(
        Reach.EVERYWHERE, MANAGER_VERBS | {Verb.AWARD, Verb.ADMINISTER, Verb.MARK}
    ),
}

# Roles that one country's manager may hand out; the others only an administrator grants.
GRANTED_BY_INVITATION = frozenset({Role.TRAINEE, Role.TRAINER})
# Roles that see other people's data or change what everybody reads: asked for a second step.
STAFF_ROLES = frozenset(
    {Role.TRAINER, Role.MANAGER, Role.REGIONAL, Role.ADMINISTRATOR, Role.EDITOR}
)
# The version of the privacy notice in force; a new one asks everybody again.
PRIVACY_NOTICE = "2026-11"
# Where a session keeps the version that the person signed in has agreed to.
CONSENT_FLAG = "consent"
# Only these may enter the CMS, each through a group of Wagtail's with page permissions only.
CMS_ROLES = frozenset({Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR})


def roles_with(verb: Verb, reach: Reach) -> frozenset[Role]:
    """The roles that hold `verb` with exactly this reach."""
    return frozenset(
        role for role, powers in POWERS.items() if powers.reach is reach and verb in powers.verbs
    )
