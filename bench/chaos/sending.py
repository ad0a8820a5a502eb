"""Sends one thing after the other until each is acknowledged, over a line that is cut."""

import time
from collections.abc import Callable

from bench.chaos.tally import Tally
from bench.visitor import LOST

PATIENCE = 180


class Refused(Exception):
    """The server answered, and it was no acknowledgement."""


# Sends the thing of this number, which was sent so many times before. Returns what was sent.
Send = Callable[[int, int], str]


def send_all(tally: Tally, count: int, send: Send) -> dict[int, str]:
    """What the server acknowledged, by number.

    Every third acknowledgement is thrown away, as a cut line does, and the thing sent again.
    """
    acknowledged: dict[int, str] = {}
    for number in range(1, count + 1):
        try:
            acknowledged[number] = _insist(tally, number, send, throw_away=number % 3 == 0)
        except Refused as refusal:
            tally.faults.append(str(refusal))
        time.sleep(0.02)
    return acknowledged


def _insist(tally: Tally, number: int, send: Send, *, throw_away: bool) -> str:
    tries, until = 0, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        sent = _sent(number, tries, send)
        if sent is not None and not throw_away:
            return sent
        throw_away = throw_away and sent is None
        tries, tally.retries = tries + 1, tally.retries + 1
        time.sleep(0.05)
    raise Refused(f"number {number} was not acknowledged within {PATIENCE} s")


def _sent(number: int, tries: int, send: Send) -> str | None:
    try:
        return send(number, tries)
    except LOST:
        return None
