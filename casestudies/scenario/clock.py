"""Working days: weekends and holidays are data, the counting is here."""

from dataclasses import dataclass
from datetime import date, timedelta

from casestudies.scenario.spec import Case, Clock, Limit
from casestudies.scenario.states import State


def is_open(clock: Clock, day: date) -> bool:
    return day.isoweekday() not in clock.weekend and day not in clock.closed


def after(clock: Clock, days: int) -> date:
    """The working day that lies `days` working days after the start (itself day 0)."""
    day = next_open(clock, clock.start)
    for _ in range(max(days, 0)):
        day = next_open(clock, day + timedelta(days=1))
    return day


def next_open(clock: Clock, day: date) -> date:
    while not is_open(clock, day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs now: its last day and the working days left (below 0: overrun)."""

    limit: Limit
    due: date
    left: int


def running(case: Case, state: State) -> tuple[Running, ...]:
    opened = {taken.decision.stage: taken.opened for taken in state.path}
    if not state.closed:
        opened[state.stage] = state.days
    rows = []
    for limit in case.clock.limits:
        if limit.stage in opened and limit.until not in opened:
            end = opened[limit.stage] + limit.days
            rows.append(Running(limit, after(case.clock, end), end - state.days))
    return tuple(rows)
