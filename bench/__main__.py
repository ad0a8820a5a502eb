"""`make bench`: a lesson against a bare Wagtail page, saving an answer against a bare insert.

Same server, same middleware, one run. It prints ratios and writes them to `bench/results/`; it
fails on nothing: a target missed is said, not hidden.
"""

import itertools
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bench import machine
from bench.measure import Row, count_queries, interleaved, row
from bench.visitor import Visitor

PASSWORD = "bench-bench-bench"
EMAIL = "bench@example.org"
BLOCKS = (5, 20, 40)
ROUNDS = int(os.environ.get("ROUNDS", "120"))
SET = "bench"
DRAFT = f"/en/exercises/{SET}/2/draft/"
# (what, against what, at most so many times)
TARGETS = (
    ("lesson of 20 blocks, signed out", "bare page, signed out", 1.5),
    ("lesson of 20 blocks, signed in", "bare page, signed in", 2.5),
    ("answer saved", "bare insert", 2.5),
)
MAX_QUERIES = 8
TEXT = "## Heading {n}\n\nCompare **each** parameter with [[list:3A225]] and note the *unit*.\n\n"
TEXT += "- frequency\n- power\n- control\n\n| entry | threshold |\n|---|---|\n| 3A225 | 600 Hz |\n"


def main() -> int:
    with machine.own_environment("bench.settings") as port:
        machine.prepare()
        make()
        server = machine.server(port)
        server.start()
        try:
            machine.wait_for(port)
            rows = measure(port)
        finally:
            server.stop()
    report(rows)
    return 0


def make() -> None:
    """Lessons of three lengths, the bare page, a person with an attempt."""
    from exercises.services import start_attempt
    from tests.factories import courses as make_course
    from tests.factories import exercises as make_exercise
    from tests.factories.people import person

    user = person(email=EMAIL, password=PASSWORD)
    start_attempt(person=user, exercise_set=make_exercise.exercise_set(SET))
    course = make_course.course("bench", open=True)
    module = make_course.module(course, "lessons")
    for count in BLOCKS:
        body = [("text", TEXT.format(n=n)) for n in range(count)]
        make_course.lesson(module, f"blocks-{count}", body=body)
    _bare_page(module, f"blocks-{BLOCKS[1]}")


def _bare_page(module: Any, slug: str) -> None:
    """A page of the same words, kept as one piece of HTML."""
    from bench.bare.models import BarePage
    from courses.models import LessonPage

    html = LessonPage.objects.child_of(module).get(slug=slug).compiled["html"]
    home = module.get_site().root_page
    home.add_child(instance=BarePage(title="Bare", slug="bare-page", body=html, locale=home.locale))


def measure(port: int) -> list[Row]:
    nobody, somebody = Visitor(port), Visitor(port)
    somebody.sign_in(EMAIL, PASSWORD)
    somebody.get(f"/en/exercises/{SET}/2/")
    lessons = {count: f"/en/courses/bench/lessons/blocks-{count}/" for count in BLOCKS}
    pages = {f"lesson of {count} blocks": path for count, path in lessons.items()}
    pages["bare page"] = "/en/bare-page/"
    asks: dict[str, Callable[[], None]] = {}
    for name, path in pages.items():
        asks[f"{name}, signed out"] = _page(nobody, path)
        asks[f"{name}, signed in"] = _page(somebody, path)
    numbers = itertools.count()
    saves = {
        "answer saved": _save(somebody, DRAFT, numbers),
        "bare insert": _save(somebody, "/bare/save/", numbers),
    }
    counts = _counts(pages)
    times = interleaved(asks, ROUNDS) | interleaved(saves, ROUNDS)
    return [row(name, values, counts[name]) for name, values in times.items()]


def _page(visitor: Visitor, path: str) -> Callable[[], None]:
    def ask() -> None:
        status, text = visitor.ask("GET", path)
        if status != 200 or "Heading 4" not in text:
            raise RuntimeError(f"{path} answered {status}")

    return ask


def _save(visitor: Visitor, path: str, numbers: "itertools.count[int]") -> Callable[[], None]:
    def ask() -> None:
        number = next(numbers)
        body = {"response": {"value": str(number)}, "key": f"benchwindow.{number}", "seen": 10**6}
        status = visitor.json(path, body)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    return ask


def _counts(pages: dict[str, str]) -> dict[str, int]:
    """Queries of each, counted in this process with the same settings."""
    from django.test import Client

    from people.models import User

    nobody, somebody = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    somebody.force_login(User.objects.get(email=EMAIL))
    counts = {}
    for name, path in pages.items():
        counts[f"{name}, signed out"] = count_queries(lambda p=path: nobody.get(p))
        counts[f"{name}, signed in"] = count_queries(lambda p=path: somebody.get(p))
    numbers = itertools.count(10**6)

    def post(path: str) -> object:
        number = next(numbers)
        body = {"response": {"value": str(number)}, "key": f"countwindow.{number}", "seen": 10**8}
        return somebody.post(path, json.dumps(body), content_type="application/json")

    counts["answer saved"] = count_queries(lambda: post(DRAFT))
    counts["bare insert"] = count_queries(lambda: post("/bare/save/"))
    return counts


def report(rows: list[Row]) -> None:
    by_name = {found.name: found for found in rows}
    print(f"{'':34} median ms   p95 ms  queries")
    for found in rows:
        print(f"{found.name:34} {found.median:9.2f} {found.p95:8.2f} {found.queries:8d}")
    verdicts = []
    for name, bare, most in TARGETS:
        ratio = round(by_name[name].median / by_name[bare].median, 2)
        verdicts.append({"what": name, "against": bare, "ratio": ratio, "at_most": most})
        print(f"{name} / {bare}: {ratio} (target {most}): {_word(ratio <= most)}")
    queries = by_name["answer saved"].queries
    print(
        f"answer saved: {queries} queries (target {MAX_QUERIES}): {_word(queries <= MAX_QUERIES)}"
    )
    for state in ("signed out", "signed in"):
        same = {by_name[f"lesson of {count} blocks, {state}"].queries for count in BLOCKS}
        print(f"queries by blocks, {state}: {sorted(same)}: {_word(len(same) == 1)}")
    now = datetime.now(UTC)
    path = machine.ROOT / "bench" / "results" / f"{now:%Y-%m-%d}.json"
    result = {"at": f"{now:%Y-%m-%d %H:%M}Z", "rounds": ROUNDS, "ratios": verdicts}
    result["rows"] = [found.as_dict() for found in rows]
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(f"written to {path.relative_to(machine.ROOT)}")


def _word(met: bool) -> str:
    return "met" if met else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
