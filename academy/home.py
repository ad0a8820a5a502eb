"""What stands on a person's own page: rooms put together, nothing computed here."""

from dataclasses import dataclass
from typing import Any

from casestudies.selectors import OpenRun, open_runs
from certification.models import Award
from certification.selectors import certificates_of, state_of, waiting_awards
from courses.selectors import ContinueCard, MyCourse, continue_card, courses_of
from exercises.selectors import OpenAttempt, open_attempts
from people.models import User


@dataclass(frozen=True, slots=True)
class Home:
    card: ContinueCard | None
    courses: list[MyCourse]
    attempts: list[OpenAttempt]
    runs: list[OpenRun]
    awards: list[Award]
    certificates: list[tuple[Any, Any]]

    @property
    def empty(self) -> bool:
        return not (self.courses or self.attempts or self.runs or self.awards or self.certificates)


def home_of(user: User, language: str) -> Home:
    return Home(
        card=continue_card(user, language),
        courses=courses_of(user, language),
        attempts=open_attempts(user),
        runs=open_runs(user),
        awards=waiting_awards(user),
        certificates=[(c, state_of(c)) for c in certificates_of(user)],
    )
