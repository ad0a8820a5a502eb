from datetime import date

from casestudies.scenario.clock import after, is_open, running
from casestudies.scenario.scoring import expert_state
from casestudies.scenario.states import start
from tests.factories.cases import shipped, tiny


def test_weekends_and_holidays_are_skipped() -> None:
    clock = tiny().clock  # Thursday 5 March 2026; Monday the 9th is a holiday
    assert [after(clock, days).day for days in range(4)] == [5, 6, 10, 11]
    assert not is_open(clock, date(2026, 3, 9))


def test_limit_shows_its_last_day_and_the_days_left() -> None:
    (row,) = running(tiny(), start(tiny()))
    assert (row.left, row.due) == (10, date(2026, 3, 20))


def test_expert_of_the_shipped_case_stays_within_the_limit() -> None:
    (row,) = running(shipped(), expert_state(shipped()))
    assert (row.limit.key, row.left) == ("decision", 7)
