"""Writing the control list: catalogue, texts, correlations, citations, alarms. Bulk throughout."""

from controllist.services.alarms import raise_alarms, settle_alarms
from controllist.services.correlating import CorrelationTable, put_correlations
from controllist.services.laying import (
    Identity,
    OfficialLine,
    OutsideText,
    Tally,
    cite,
    lay_text,
    put_captions,
    put_criteria,
    put_editions,
    put_entries,
    put_passages,
)
from controllist.services.opening import open_edition, put_found_entries
from controllist.services.russian import lay_russian

__all__ = [
    "CorrelationTable",
    "Identity",
    "OfficialLine",
    "OutsideText",
    "Tally",
    "cite",
    "lay_russian",
    "lay_text",
    "open_edition",
    "put_captions",
    "put_correlations",
    "put_criteria",
    "put_editions",
    "put_entries",
    "put_found_entries",
    "put_passages",
    "raise_alarms",
    "settle_alarms",
]
