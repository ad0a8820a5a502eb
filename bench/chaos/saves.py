"""Drafts saved under kills: by a page that keeps its keys and, as a control, by one without."""

import random
from typing import Any

from bench import machine
from bench.chaos.checks import compare
from bench.chaos.killer import Killer
from bench.chaos.people import DRAFTS, visitor_of
from bench.chaos.sending import Refused, Send, send_all
from bench.chaos.tally import Tally
from bench.visitor import Visitor

PAGE = f"/en/exercises/{DRAFTS}/2/"


def save_answers(
    tally: Tally, dice: random.Random, port: int, server: machine.Process, person: Any
) -> None:
    """A person types while the server is killed: each save stored, and once."""
    visitor = visitor_of(person, port, PAGE)
    with Killer(dice, server, port, visitor) as killer:
        acknowledged = send_all(tally, tally.saves, _careful(visitor))
    tally.kills_in_request += killer.met
    tally.acknowledged = len(acknowledged)
    stored = stored_saves(person)
    tally.faults += compare("save", stored, acknowledged).all
    never = {tally.saves + 1: "lost"}
    seen = compare("save", stored, acknowledged | never).lost
    tally.control("a loss that never was", len(seen) == 1)


def save_without_keys(
    tally: Tally, dice: random.Random, port: int, server: machine.Process, person: Any
) -> None:
    """The control: a page that makes a new key for each retry must be found to store twice."""
    visitor = visitor_of(person, port, PAGE)
    # Three at least: the third is the first whose acknowledgement is thrown away.
    count = max(3, tally.saves // 4)
    with Killer(dice, server, port, visitor) as killer:
        acknowledged = send_all(tally, count, _naive(visitor))
    tally.kills_in_request += killer.met
    found = compare("save", stored_saves(person), acknowledged)
    tally.faults += found.lost
    tally.control("saves repeated without their key", len(found.extra) >= count // 3)


def _careful(visitor: Visitor) -> Send:
    return lambda number, _tries: _save(visitor, f"chaoswindow.{number}", str(number))


def _naive(visitor: Visitor) -> Send:
    """Each retry comes with a key of its own and a text of its own, as a retyped answer would:
    the same text twice running is kept once, whatever its key."""

    def send(number: int, tries: int) -> str:
        text = f"{number}.{tries}" if tries else str(number)
        return _save(visitor, f"naivewindow.{number}-{tries}", text)

    return send


def _save(visitor: Visitor, key: str, text: str) -> str:
    data = {"response": {"value": text, "unit": "m"}, "key": key, "seen": 10**6}
    status = visitor.json(f"{PAGE}draft/", data)
    if status != 200:
        raise Refused(f"save {key} answered {status}")
    return text


def stored_saves(person: Any) -> list[tuple[int, str]]:
    """(which save, its text) of every stored draft; the text begins with the save's number."""
    from exercises.models import Step

    steps = Step.objects.filter(attempt__person=person, kind="draft")
    texts = [step.data["response"]["value"] for step in steps]
    return [(int(text.partition(".")[0]), text) for text in texts]
