"""A roster: rows of a sheet become findings first, and people only when somebody says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from partners.models import Country, Institution
from people.models import Group, InvitedPerson, User
from people.selectors import countries_to_enrol, institutions_in
from people.services import enrol, invite_by_letter
from vocabulary.spelling import fold_lookalikes, normalise_text, written_in

MAX_ROWS = 500
LIMITS = {"email": 254, "given_names": 80, "family_name": 80, "name_cyrillic": 160}
# What the columns may be called; the first name is ours.
HEADERS = {
    "email": ("email", "e-mail", "e-mail address", "почта", "электронная почта", "эл. почта"),
    "given_names": ("given_names", "given names", "first name", "имя", "имя (латиницей)"),
    "family_name": ("family_name", "family name", "last name", "surname", "фамилия",
                    "фамилия (латиницей)"),
    "name_cyrillic": ("name_cyrillic", "name in cyrillic", "full name in cyrillic", "фио",
                      "фио кириллицей"),
    "institution": ("institution", "institution key", "учреждение", "ключ учреждения"),
}  # fmt: skip
REQUIRED = ("email", "given_names", "family_name")
Row = Mapping[str, str]


class MissingColumns(ValueError):
    """The sheet lacks a column without which nobody can be added."""


@dataclass(slots=True)
class Finding:
    """What would become of one line. `line` counts from the first line under the header."""

    line: int
    row: dict[str, str]
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    person: User | None = None
    country: str = ""
    institution: Institution | None = None

    @property
    def good(self) -> bool:
        return not self.problems


def columns(rows: Sequence[Row]) -> list[dict[str, str]]:
    """The rows under our own column names, whatever language the sheet's header is in."""
    known = {name: ours for ours, names in HEADERS.items() for name in names}
    header = {name: known.get(normalise_text(name), "") for name in (rows[0] if rows else {})}
    if rows and not set(REQUIRED) <= set(header.values()):
        raise MissingColumns
    return [
        {header[name]: text.strip() for name, text in row.items() if header[name]} for row in rows
    ]


def check(rows: Sequence[Row], *, group: Group, by: User) -> list[Finding]:
    """Look at every line. Nothing is written; a constant number of queries."""
    codes = countries_to_enrol(by, group)
    findings = [_cleaned(number, row) for number, row in enumerate(rows, start=1)]
    institutions = {row.key: row for row in institutions_in(codes)}
    for finding in findings:
        _place(finding, codes, institutions)
    _mark_twins(findings)
    _find_people(findings, codes, group)
    _find_invited(findings, codes, group)
    return findings


def _cleaned(number: int, row: Row) -> Finding:
    values = {name: row.get(name, "") for name in HEADERS}
    finding = Finding(number, values)
    for name in ("email", "given_names", "family_name"):
        folded = unmixed(values[name])
        if folded != values[name]:
            values[name] = folded
            finding.notes.append("folded")
    values["email"] = values["email"].lower()
    finding.notes = sorted(set(finding.notes))
    _check_email(finding)
    _check_names(finding)
    return finding


def unmixed(text: str) -> str:
    """Latin letters for their Cyrillic twins, in words that mix both alphabets."""
    words = text.split(" ")
    return " ".join(_unmixed_word(word) for word in words)


def _unmixed_word(word: str) -> str:
    if not any("a" <= sign.lower() <= "z" for sign in word):
        return word
    folded = [fold_lookalikes(sign) if ord(sign) > 127 else sign for sign in word]
    return (
        "".join(
            new.lower() if old.islower() else new for old, new in zip(word, folded, strict=True)
        )
        if all(len(new) == 1 for new in folded)
        else word
    )


def _check_email(finding: Finding) -> None:
    email = finding.row["email"]
    if not email:
        finding.problems.append("email_missing")
        return
    try:
        validate_email(email)
    except ValidationError:
        finding.problems.append("email_wrong")


def _check_names(finding: Finding) -> None:
    row = finding.row
    if any(len(row[name]) > limit for name, limit in LIMITS.items()):
        finding.problems.append("name_long")
    elif not row["given_names"] or not row["family_name"]:
        finding.problems.append("name_missing")
    elif not written_in(row["given_names"] + row["family_name"], "LATIN"):
        finding.problems.append("name_not_latin")
    if row["name_cyrillic"] and not written_in(row["name_cyrillic"], "CYRILLIC"):
        finding.problems.append("name_not_cyrillic")


def _place(
    finding: Finding, codes: frozenset[str], institutions: Mapping[str, Institution]
) -> None:
    key = finding.row["institution"].lower()
    if key:
        finding.institution = institutions.get(key)
        if finding.institution is None:
            finding.problems.append("institution_unknown")
        else:
            finding.country = finding.institution.country_id or ""
    elif len(codes) == 1:
        finding.country = next(iter(codes))
    else:
        finding.problems.append("country_unclear")


def _mark_twins(findings: Iterable[Finding]) -> None:
    seen: Counter[str] = Counter()
    for finding in findings:
        email = finding.row["email"]
        if email and seen[email]:
            finding.problems.append("email_twice")
        seen[email] += 1


def _find_people(findings: Sequence[Finding], codes: frozenset[str], group: Group) -> None:
    """Accounts are looked for in the own countries only. Whether an address has an account
    anywhere else is not asked, so no line can tell."""
    emails = [finding.row["email"] for finding in findings if finding.row["email"]]
    own = User.objects.filter(email__in=emails, country_id__in=codes, is_active=True)
    people = {user.email: user for user in own}
    members = _members(group)
    for finding in findings:
        user = finding.person = people.get(finding.row["email"])
        if user is not None:
            finding.notes.append("member" if user.pk in members else "existing")


def _find_invited(findings: Sequence[Finding], codes: frozenset[str], group: Group) -> None:
    """Everybody else is invited, unless that was done already."""
    emails = [finding.row["email"] for finding in findings if finding.row["email"]]
    rows = InvitedPerson.objects.filter(group=group, country_id__in=codes, email__in=emails)
    invited = {(row.email, row.country_id): row for row in rows}
    namesakes, members = _names_in(codes), _members(group)
    for finding in findings:
        if finding.person is not None or not finding.good:
            continue
        row = invited.get((finding.row["email"], finding.country))
        if row and row.accepted_by_id in members:
            finding.notes.append("member")
        elif row and row.is_open:
            finding.notes.append("invited")
        else:
            finding.notes.append("invite")
            if _names_of_row(finding.row) & namesakes:
                finding.notes.append("namesake")


def _members(group: Group) -> frozenset[int]:
    seats = group.seats.filter(left_at__isnull=True)
    return frozenset(seats.values_list("user_id", flat=True))


def _names_in(codes: frozenset[str]) -> set[str]:
    people = User.objects.filter(country_id__in=codes, is_active=True)
    rows = people.values_list("first_name", "last_name", "name_cyrillic")
    names = {_name_key(f"{first} {last}") for first, last, _ in rows}
    return (names | {_name_key(cyrillic) for _, _, cyrillic in rows}) - {""}


def _names_of_row(row: Row) -> set[str]:
    latin = _name_key(f"{row['given_names']} {row['family_name']}")
    return {latin, _name_key(row["name_cyrillic"])} - {""}


def _name_key(name: str) -> str:
    """The words of a name in any order."""
    return " ".join(sorted(normalise_text(name).replace("-", " ").split()))


@dataclass(slots=True)
class Taken:
    """How many people were put into the group, and how many were written to."""

    added: int = 0
    invited: int = 0


@transaction.atomic
def take(findings: Iterable[Finding], *, group: Group, by: User) -> Taken:
    """Put the people of the good lines into the group, or invite them."""
    countries = {country.code: country for country in Country.objects.all()}
    taken = Taken()
    for finding in findings:
        if not finding.good:
            continue
        if "existing" in finding.notes and finding.person:
            enrol(group=group, user=finding.person, by=by)
            taken.added += 1
        elif "invite" in finding.notes:
            _invite(finding, countries[finding.country], group=group, by=by)
            taken.invited += 1
    return taken


def _invite(finding: Finding, country: Country, *, group: Group, by: User) -> None:
    row = finding.row
    invite_by_letter(
        by=by,
        group=group,
        email=row["email"],
        country=country,
        institution=finding.institution,
        first_name=row["given_names"],
        last_name=row["family_name"],
        name_cyrillic=row["name_cyrillic"],
    )
