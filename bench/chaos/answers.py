"""Answers graded under kills: one step and one ledger line each, and one end of the attempt."""

import random
from typing import Any

from bench import machine
from bench.chaos.checks import compare
from bench.chaos.killer import Killer
from bench.chaos.people import ANSWERS, visitor_of
from bench.chaos.sending import Refused, Send, send_all
from bench.chaos.tally import Tally
from bench.visitor import Visitor

Stored = list[tuple[int, str]]


def check_answers(
    tally: Tally, dice: random.Random, port: int, server: machine.Process, person: Any
) -> None:
    """A person has one task after the other checked while the server is killed."""
    visitor = visitor_of(person, port, f"/en/exercises/{ANSWERS}/1/")
    with Killer(dice, server, port, visitor) as killer:
        acknowledged = send_all(tally, tally.answers, _checking(visitor))
    tally.kills_in_request += killer.met
    tally.graded = len(acknowledged)
    steps, lines = stored_steps(person), stored_lines(person)
    sources = dict.fromkeys(acknowledged, "answered")
    tally.faults += compare("answer", steps, acknowledged).all
    tally.faults += compare("ledger line of answer", lines, sources).all
    _check_end(tally, person)
    twice = compare("answer", [*steps, *steps[:1]], acknowledged)
    line_twice = compare("line", [*lines, *lines[:1]], sources)
    tally.control("an answer graded twice", len(twice.extra) == len(line_twice.extra) == 1)


def _checking(visitor: Visitor) -> Send:
    def send(number: int, _tries: int) -> str:
        path = f"/en/exercises/{ANSWERS}/{number}/"
        fields = {"value": str(number), "unit": "m", "seen": str(10**6), "check": "1"}
        status = visitor.form(path, key=f"chaosform.{number}", **fields)
        # A second answer under another key is sent back to the page too, but not to the verdict.
        if status != 302 or not visitor.location.endswith("#verdict"):
            raise Refused(f"answer {number} was answered {status} {visitor.location}")
        return str(number)

    return send


def stored_steps(person: Any) -> Stored:
    """(slot, text) of every graded answer."""
    from exercises.models import Step

    steps = Step.objects.filter(attempt__person=person, kind="answered")
    return [(step.slot, step.data["response"]["value"]) for step in steps]


def stored_lines(person: Any) -> Stored:
    """(slot, verb) of every ledger line of an answer; its source ends in the slot."""
    from records.selectors import lines_for

    lines = lines_for(person).filter(verb="answered")
    return [(int(line.source.rpartition(":")[2]), line.verb) for line in lines]


def _check_end(tally: Tally, person: Any) -> None:
    from exercises.models import Step
    from records.selectors import lines_for

    steps = Step.objects.filter(attempt__person=person, kind="finished").count()
    lines = lines_for(person).filter(completion=True).count()
    if (steps, lines) != (1, 1):
        tally.faults.append(f"the attempt has {steps} ends and {lines} ledger lines of its end")
