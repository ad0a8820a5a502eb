from typing import Any

from certification.selectors import EVIDENCE_VERBS
from certification.services import ask_for_evaluation
from records.models import Record
from records.verbs import LedgerVerb


def on_recorded(record: Record, **_: Any) -> None:
    """A line that may complete a scheme asks for an evaluation, in the same transaction."""
    if record.verb in EVIDENCE_VERBS and record.verb != LedgerVerb.FAILED:
        ask_for_evaluation(line=record)
