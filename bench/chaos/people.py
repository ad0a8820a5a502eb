"""Who takes part in a campaign."""

from dataclasses import dataclass
from typing import Any

from bench.visitor import Visitor

PASSWORD = "chaos-chaos-chaos"
DRAFTS, ANSWERS = "chaos-drafts", "chaos-answers"


@dataclass
class People:
    """Who saves with keys, who saves without, who has answers graded, who gets certificates."""

    careful: Any
    naive: Any
    answerer: Any
    holders: list[Any]


def make_people(*, answers: int, issues: int) -> People:
    from exercises.services import start_attempt
    from tests.factories import certification as make_certificate
    from tests.factories import exercises as make_exercise
    from tests.factories.people import person

    careful, naive, answerer, *holders = [person(password=PASSWORD) for _ in range(3 + issues)]
    people = People(careful, naive, answerer, holders)
    drafts = make_exercise.exercise_set(DRAFTS)
    start_attempt(person=people.careful, exercise_set=drafts)
    start_attempt(person=people.naive, exercise_set=drafts)
    graded = make_exercise.numeric_set(ANSWERS, answers)
    start_attempt(person=people.answerer, exercise_set=graded)
    make_certificate.scheme()
    for user in people.holders:
        make_certificate.award(user)
    return people


def visitor_of(user: Any, port: int, page: str = "") -> Visitor:
    """The person, signed in, with the page open (a form's token comes with its page)."""
    visitor = Visitor(port)
    visitor.sign_in(user.email, PASSWORD)
    if page:
        visitor.get(page)
    return visitor
