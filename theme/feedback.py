"""Why a text or a file was not taken, in words: what happened, what is kept, what to do."""

from django.utils.translation import gettext_lazy as _

_MARKDOWN = {
    "too_long": _("The text is longer than 20,000 characters. Split it into two blocks."),
    "too_many_brackets": _("The text has more than 500 opening brackets. Remove some of them."),
    "control_characters": _(
        "The text has characters that cannot be shown. Paste it again as plain text."
    ),
    "too_slow": _("The text is too tangled to be formatted. Remove repeated signs such as [ or <."),
    "unreadable": _("The text could not be formatted. Simplify lists inside lists and try again."),
}
_SHEET = {
    "too_large": _("The file is too large. Nothing was read. Send at most 5 MB."),
    "not_a_sheet": _("The file is not a readable XLSX or CSV sheet. Nothing was read."),
    "encrypted": _("The file is protected by a password or too old. Save it as XLSX without one."),
    "suspicious": _("The file has parts that a sheet does not need. Save it again as CSV."),
    "too_many_rows": _("The sheet has too many rows. Nothing was read. Split it into parts."),
    "too_many_columns": _("The sheet has more than 60 columns. Keep only those that are needed."),
    "no_header": _("The sheet is empty or its first row names no columns."),
    "duplicate_header": _("Two columns have the same name. Give each column its own name."),
    "cell_too_long": _("A cell holds more than 5,000 characters. Shorten it and send it again."),
}


def markdown_problem(reason: str) -> str:
    return str(_MARKDOWN.get(reason, _MARKDOWN["unreadable"]))


def sheet_problem(reason: str) -> str:
    return str(_SHEET.get(reason, _SHEET["not_a_sheet"]))
