"""What a drawn item came to, in the words of a template's mix."""

from controllist.criteria.rulebook import Candidate, Result
from controllist.criteria.verdicts import Status, Trace
from controllist.datasheets.templates import Outcome

FAR = 99


def outcome_of(result: Result, entry: str) -> Outcome | None:
    """None for what cannot be decided: such a variant is never handed out."""
    if result.status is Status.MET:
        return Outcome.LISTED if result.caught[0].code == entry else Outcome.OTHER
    if result.status is Status.RELEASED:
        return Outcome.RELEASED
    if result.status is Status.UNDECIDED:
        return None
    near = any(shortfall(one) == 1 for one in result.candidates)
    return Outcome.NEAR_MISS if near else Outcome.NOT_LISTED


def shortfall(candidate: Candidate) -> int:
    """How many criteria are missing for the entry to catch the item."""
    return min((_missing(trace) for trace in candidate.trace), default=FAR)


def _missing(trace: Trace) -> int:
    if trace.status in (Status.MET, Status.RELEASED):
        return 0
    counts = [_missing(child) for child in trace.children]
    if trace.op == "any":
        return min(counts, default=FAR)
    if trace.op == "other_than":
        return FAR
    if trace.op in ("all", "every", "count") and counts:
        return sum(counts)
    return 1
