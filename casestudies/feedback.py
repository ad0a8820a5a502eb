"""Codes of the scenario in words: what happened, what is kept, what to do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from casestudies.scenario.decisions import Code, Fault

_FAULTS = {
    Code.CLOSED: _("This run is finished. Nothing was changed."),
    Code.OTHER_STAGE: _("This stage is decided already. Nothing was changed."),
    Code.UNANSWERED: _("Answer this question."),
    Code.ONE_ONLY: _("Choose one answer only."),
    Code.UNKNOWN_OPTION: _("Choose one of the answers that are shown."),
    Code.UNKNOWN_QUESTION: _("The form was sent with something that does not belong to it."),
    Code.STANDS_ALONE: _("One of your choices excludes the others. Keep it alone or remove it."),
    Code.EVIDENCE_NOT_PINNED: _("Choose among the lines that you have pinned."),
    Code.WORDS_TOO_LONG: _("Your text is longer than 2,000 characters. Shorten it."),
}
RUBRIC = {
    "decisions": _("Decisions"),
    "evidence": _("Evidence: precision and completeness"),
    "reasons": _("Reasons"),
    "time": _("Working days"),
}
PAPER_KINDS = {
    "application": _("Application"),
    "statement": _("End-use statement"),
    "invoice": _("Invoice"),
    "datasheet": _("Datasheet"),
    "registry": _("Register extract"),
    "letter": _("Letter"),
    "note": pgettext_lazy("paper", "Note"),
    "notice": _("Notification"),
    "certificate": _("Certificate"),
    "opinion": _("Expert opinion"),
}
LEVELS = {"foundation": _("Foundation level"), "practitioner": _("Practitioner level")}


def fault_text(fault: Fault) -> str:
    if fault.code == Code.EVIDENCE_MISSING:
        return ngettext(
            "A decision needs evidence. Open the papers, pin at least %(number)s line that proves "
            "it and mark it here. Your answers are kept.",
            "A decision needs evidence. Open the papers, pin at least %(number)s lines that prove "
            "it and mark them here. Your answers are kept.",
            fault.needed,
        ) % {"number": fault.needed}
    return str(_FAULTS[fault.code])
