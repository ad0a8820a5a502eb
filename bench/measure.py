"""Times and counts: rounds interleaved so that a busy machine hits both sides alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

WARM = 5
IGNORED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. Times in milliseconds over loopback, the client's own part included."""

    name: str
    median: float
    p95: float
    queries: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def interleaved(
    asks: dict[str, Callable[[], None]], rounds: int, warm: int = WARM
) -> dict[str, list[float]]:
    """Call each in turn, `rounds` times; returns the milliseconds of each."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for number in range(rounds + warm):
        for name, ask in asks.items():
            started = time.perf_counter()
            ask()
            if number >= warm:
                times[name].append((time.perf_counter() - started) * 1000)
    return times


def row(name: str, times: list[float], queries: int) -> Row:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    return Row(name, round(statistics.median(times), 2), round(p95, 2), queries)


def count_queries(ask: Callable[[], object]) -> int:
    """Queries of one call in this process, without transaction statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as seen:
        ask()
    return sum(not query["sql"].startswith(IGNORED) for query in seen.captured_queries)
