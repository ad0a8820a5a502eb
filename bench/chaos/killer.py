"""Kills the server while a person waits for its answer, again and again."""

import itertools
import random
import threading
import time
from types import TracebackType

from bench import machine
from bench.visitor import Visitor

# A save takes about eight milliseconds: kills fall before, in and after its transaction.
LATEST = 0.01
# So many requests a fresh server may answer before the next is struck, in turn. Its first takes
# much longer than the others: struck in each first one, nothing would ever get done.
ANSWERED = (1, 0, 3, 4)


class Killer:
    """`with Killer(...)`: kills as long as the block runs; the server answers when it ends."""

    def __init__(
        self, dice: random.Random, server: machine.Process, port: int, visitor: Visitor
    ) -> None:
        self.dice, self.server, self.port = random.Random(dice.random()), server, port
        self.visitor, self.met = visitor, 0
        self.error: Exception | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Killer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        if self.error:
            raise self.error

    def _run(self) -> None:
        try:
            self._kill_until_told()
        except Exception as error:
            self.error = error

    def _kill_until_told(self) -> None:
        turns = itertools.cycle(ANSWERED)
        while self._request_comes(self.visitor.answered + next(turns)):
            time.sleep(self.dice.uniform(0, LATEST))
            self.met += self.visitor.asking
            self.server.kill()
            self.server.start()
            machine.wait_for(self.port)

    def _request_comes(self, answered: int) -> bool:
        """Wait until a request is under way and so many were answered; False when told to stop."""
        while not (self.visitor.asking and self.visitor.answered >= answered):
            if self._stop.wait(0.0002):
                return False
        return True
