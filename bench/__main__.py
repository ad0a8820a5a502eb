"""`make bench`: a lesson against a bare Wagtail page, saving an answer against a bare insert, the
control list against a plain bulk insert and a bare query.

Same server, same middleware, one run. It prints ratios and writes them to `bench/results/`; it
fails on nothing: a target missed is said, not hidden.
"""

import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import machine
from bench.lists import measure_lists
from bench.made import BLOCKS, EMAIL, PASSWORD, SET, check_path, make
from bench.measure import WARM, Row, count_queries, interleaved, row
from bench.report import report
from bench.visitor import Visitor

ROUNDS = int(os.environ.get("ROUNDS", "120"))
# An answer is checked once: each round has an attempt of its own, and the count needs two.
CHECKS = ROUNDS + WARM + 2
DRAFT, BARE = f"/en/exercises/{SET}/2/draft/", "/bare/save/"
PAGES = {
    f"lesson of {count} blocks": f"/en/courses/bench/lessons/blocks-{count}/" for count in BLOCKS
}
PAGES |= {"mixed lesson of 20 blocks": "/en/courses/bench/lessons/mixed-20/"}
PAGES |= {"bare page": "/en/bare-blocks-20/", "bare mixed page": "/en/bare-mixed-20/"}
CHECK = {"check": "1", "value": "13.33", "unit": "m", "seen": str(10**6), "key": "benchform.1"}


def main() -> int:
    with machine.own_environment("bench.settings") as port:
        machine.prepare()
        make(CHECKS)
        server = machine.server(port)
        server.start()
        try:
            machine.wait_for(port)
            rows = measure(port)
        finally:
            server.stop()
        lists = measure_lists(Path(os.environ["STC_VAR_DIR"]))
    report(rows, lists, ROUNDS)
    return 0


def measure(port: int) -> list[Row]:
    nobody, somebody = Visitor(port), Visitor(port)
    somebody.sign_in(EMAIL, PASSWORD)
    somebody.get(f"/en/exercises/{SET}/2/")
    asks: dict[str, Callable[[], None]] = {}
    for name, path in PAGES.items():
        asks[f"{name}, signed out"] = partial(_page, nobody, path)
        asks[f"{name}, signed in"] = partial(_page, somebody, path)
    numbers, fresh = itertools.count(), iter(range(CHECKS))
    writes: dict[str, Callable[[], None]] = {
        "answer saved": partial(_save, somebody, DRAFT, numbers),
        "answer checked": partial(_check, somebody, fresh),
        "bare insert": partial(_save, somebody, BARE, numbers),
    }
    times = interleaved(asks, ROUNDS) | interleaved(writes, ROUNDS)
    counts = _counts(fresh)
    return [row(name, values, counts[name]) for name, values in times.items()]


def _page(visitor: Visitor, path: str) -> None:
    status, text = visitor.ask("GET", path)
    if status != 200 or "Heading 4" not in text:
        raise RuntimeError(f"{path} answered {status}")


def _save(visitor: Visitor, path: str, numbers: Iterator[int]) -> None:
    number = next(numbers)
    body = {"response": {"value": str(number)}, "key": f"benchwindow.{number}", "seen": 10**6}
    status = visitor.json(path, body)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")


def _check(visitor: Visitor, fresh: Iterator[int]) -> None:
    path = check_path(next(fresh))
    status = visitor.form(path, **CHECK)
    if status != 302 or not visitor.location.endswith("#verdict"):
        raise RuntimeError(f"{path} answered {status}")


def _counts(fresh: Iterator[int]) -> dict[str, int]:
    """Queries of each, counted in this process with the same settings."""
    from django.test import Client

    from people.models import User

    nobody, somebody = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    somebody.force_login(User.objects.get(email=EMAIL))
    counts = {}
    for name, path in PAGES.items():
        counts[f"{name}, signed out"] = count_queries(partial(nobody.get, path))
        counts[f"{name}, signed in"] = count_queries(partial(somebody.get, path))
    numbers = itertools.count(10**6)

    def post(path: str) -> object:
        number = next(numbers)
        body = {"response": {"value": str(number)}, "key": f"countwindow.{number}", "seen": 10**8}
        return somebody.post(path, json.dumps(body), content_type="application/json")

    counts["answer saved"] = count_queries(lambda: post(DRAFT))
    counts["bare insert"] = count_queries(lambda: post(BARE))
    counts["answer checked"] = count_queries(lambda: somebody.post(check_path(next(fresh)), CHECK))
    return counts


if __name__ == "__main__":
    sys.exit(main())
