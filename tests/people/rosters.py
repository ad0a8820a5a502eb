"""Rosters sent up and links from letters, for the tests of people who are invited."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from jobs.services import run
from people.enums import Role
from people.letters import invited_token
from people.models import Group, InvitedPerson
from tests.factories.people import person
from theme.sheets import Sheet, write_xlsx

HEADER = ["email", "given_names", "family_name", "name_cyrillic", "institution"]
UNKNOWN = "nobody.knows@example.org"
# Addresses that whoever uploads must not be able to tell from one that nobody knows.
SORTS = ["elsewhere", "outside", "manager elsewhere", "closed", "closed elsewhere", "second address",
         "without consent"]  # fmt: skip


def known(sort: str) -> str:
    if sort == "unknown":
        return UNKNOWN
    if sort == "second address":
        user = person(code="UZ")
        EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
        return "second@example.org"
    made = {
        "elsewhere": lambda: person(code="UZ", first_name="Secret", last_name="Person"),
        "outside": lambda: person(Role.TRAINER, None),
        "manager elsewhere": lambda: person(Role.MANAGER, "UZ"),
        "closed": lambda: person(code="KZ", is_active=False),
        "closed elsewhere": lambda: person(code="UZ", is_active=False),
        "without consent": lambda: person(code="UZ", consent=False),
    }
    return made[sort]().email


def url(name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=args)


def link(row: InvitedPerson, name: str = "invited") -> str:
    return url(name, invited_token(row))


def upload(client: Client, to: Group, *rows: list[str]) -> Any:
    data = write_xlsx([Sheet("s", HEADER, rows)])
    sheet = SimpleUploadedFile("people.xlsx", data)
    return client.post(url("roster", to.key), {"sheet": sheet})


def write_letters() -> None:
    waiting = Job.objects.filter(kind="people.invited", state="waiting")
    for pk in waiting.values_list("pk", flat=True):
        run(pk)
