"""What people are told when something cannot be done: what happened, what is kept, what to do."""

from django.utils.translation import gettext_lazy as _

CODE_PROBLEMS = {
    "unknown": _(
        "We do not know this code. Check it against your paper or letter, sign by sign, "
        "or ask the person who gave it to you."
    ),
    "withdrawn": _(
        "This code has been withdrawn. Ask the person who gave it to you for a new one."
    ),
    "expired": _("This code is out of date. Ask the person who gave it to you for a new one."),
    "used_up": _(
        "All places of this code are taken. Nothing was saved. "
        "Ask the person who gave it to you for a new code."
    ),
    "too_many": _(
        "Too many wrong codes were entered. Wait an hour, then try again, "
        "or ask your trainer to check the code with you."
    ),
}

ROSTER_PROBLEMS = {
    "email_missing": _("The e-mail address is missing."),
    "email_wrong": _("This is not an e-mail address."),
    "email_twice": _("The same e-mail address stands higher up in the sheet."),
    "name_missing": _("Given names and family name in Latin letters are needed."),
    "name_not_latin": _("Write given names and family name in Latin letters, as in the passport."),
    "name_not_cyrillic": _("Write the full name in Cyrillic in Cyrillic letters, or leave it out."),
    "name_long": _("A name is too long."),
    "institution_unknown": _("This institution key is not known in the countries of the group."),
    "country_unclear": _("Name an institution: the group has several countries."),
}
ROSTER_NOTES = {
    "folded": _("Letters of another alphabet that look the same were replaced."),
    "existing": _("Has an account already and is added to the group."),
    "member": _("Is in the group already."),
    "invite": _("Is invited by letter and belongs to the group after accepting."),
    "invited": _("Is invited already and has not accepted yet. No second letter is sent."),
    "namesake": _(
        "Somebody of the same name has an account: check that it is not the same person."
    ),
}
ROSTER_COLUMNS_MISSING = _(
    "The sheet needs the columns email, given_names and family_name. "
    "Download the empty sheet below and copy your list into it."
)


def code_problem(reason: str) -> str:
    return str(CODE_PROBLEMS.get(reason, CODE_PROBLEMS["unknown"]))


def roster_problem(reason: str) -> str:
    return str(ROSTER_PROBLEMS[reason])


def roster_note(reason: str) -> str:
    return str(ROSTER_NOTES[reason])
