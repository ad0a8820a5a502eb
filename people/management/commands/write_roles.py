"""Write `docs/roles.md` from the role and verb table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import translation

from people.enums import Role
from people.roles import CMS_ROLES, GRANTED_BY_INVITATION, OWNER_VERBS, POWERS, Reach
from people.verbs import Verb

REACH = {
    Reach.OWN: "own rows only",
    Reach.GROUPS: "rows of the groups the person trains, until the group ends",
    Reach.COUNTRIES: "rows of the countries named in the grant (a donor without one: all)",
    Reach.CONTENT: "course material, which no country owns",
    Reach.EVERYWHERE: "all rows",
}
MEANING = {
    Verb.VIEW: "see rows and pages",
    Verb.TAKE: "take exercises and cases",
    Verb.AUTHOR: "write course material",
    Verb.REVIEW: "review course material",
    Verb.TRANSLATE: "translate course material",
    Verb.PUBLISH: "publish course material",
    Verb.INVITE: "make, print and withdraw invitation codes; open and change groups",
    Verb.ENROL: "put people of the reach into groups, also from a sheet",
    Verb.MANAGE_GROUP: "run groups: see members, add and remove them",
    Verb.MARK: "mark answers that need a person",
    Verb.APPROVE: "approve as the second person",
    Verb.AWARD: "award by hand",
    Verb.REVOKE: "revoke and correct certificates",
    Verb.EXPORT: "download rows as a sheet",
    Verb.SEE_FIGURES: "see totals, no cell below five people",
    Verb.SEE_PEOPLE: "see people by name with their progress",
    Verb.ADMINISTER: "grant roles and change settings",
}


def text() -> str:
    with translation.override("en"):
        return "\n".join([*_head(), *_table(), *_reaches(), *_verbs()]) + "\n"


def _head() -> list[str]:
    return [
        "# Who may do what",
        "",
        "Written from `people/roles.py` by `manage.py write_roles`; a test holds it current. "
        "A row outside somebody's reach answers 404, as if it did not exist.",
        "",
    ]


def _table() -> list[str]:
    roles = list(Role)
    lines = ["| | " + " | ".join(str(role.label) for role in roles) + " |"]
    lines.append("|---|" + "---|" * len(roles))
    lines.append("| **reach** | " + " | ".join(POWERS[role].reach.value for role in roles) + " |")
    for verb in Verb:
        marks = ["yes" if verb in POWERS[role].verbs else "" for role in roles]
        lines.append(f"| {verb.value} | " + " | ".join(marks) + " |")
    return [*lines, ""]


def _reaches() -> list[str]:
    owner = ", ".join(verb.value for verb in Verb if verb in OWNER_VERBS)
    invited = ", ".join(str(role.label) for role in Role if role in GRANTED_BY_INVITATION)
    cms = ", ".join(str(role.label) for role in Role if role in CMS_ROLES)
    lines = ["## Reach", ""]
    lines += [f"- **{reach.value}**: {REACH[reach]}" for reach in Reach]
    return [
        *lines,
        "",
        f"Everybody holds {owner} over their own rows, whatever else they are. "
        f"An invitation code may hand out only: {invited}. Only these enter the editors' admin: "
        f"{cms}.",
        "",
    ]


def _verbs() -> list[str]:
    return ["## Verbs", "", *(f"- **{verb.value}**: {MEANING[verb]}" for verb in Verb)]


class Command(BaseCommand):
    help = "Write docs/roles.md from people/roles.py."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR, "docs/roles.md")
        target.parent.mkdir(exist_ok=True)
        target.write_text(text(), encoding="utf-8")
        self.stdout.write(f"{target.name} written")
