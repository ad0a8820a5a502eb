"""Working days: weekends and holidays are data, the counting is here."""

from datetime import date, timedelta

from casestudies.scenario.spec import Clock


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
