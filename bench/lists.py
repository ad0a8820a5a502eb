"""The control list by the clock: import of an edition, classification, drawn variants, search.

All in this process on the bench's own database. What counts are the rates and the ratios to a plain
bulk insert and to a bare indexed query of the same run.
"""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LINES, VARIANTS, ITEMS = 4222, 10_000, 400
QUERIES = (
    "2B350", "2в35", "carbon fibre", "мартенситно-стареющая сталь", "pressure transducer",
    "станок", "frequency converter", "вакуумный насос", "laser", "6A003.b.4",
)  # fmt: skip
TEXT = "Line {n} of the text, with more than {n} units of something specially designed; or"


@dataclass(frozen=True)
class Rate:
    """How many in how many seconds; `target` is a rate to reach, or None."""

    what: str
    count: int
    seconds: float
    target: float | None = None

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "per_second": round(self.per_second, 1)}


def measure_lists(folder: Path) -> tuple[list[Rate], dict[str, float]]:
    """Rates, and ratios by name. The database of this environment must be migrated and empty."""
    from django.conf import settings
    from django.core.management import call_command

    for room in ("vocabulary", "partners", "controllist"):
        call_command("load_content", room, root=settings.CONTENT_DIR, verbosity=0)
    rates, ratios = _imports(folder)
    rates += _classification()
    found, more = _search()
    return rates + found, ratios | more


def _timed(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def _imports(folder: Path) -> tuple[list[Rate], dict[str, float]]:
    from controllist.importers import import_text
    from controllist.models import Edition, Line

    edition = Edition.objects.get(is_current=True)
    half, whole = (_text(folder, edition, count) for count in (LINES // 2, LINES))
    bare = [
        Line(edition=edition, code="0A001", path=f"0A001.z.{n}", text=TEXT.format(n=n), ordinal=9)
        for n in range(LINES)
    ]
    plain = _timed(lambda: Line.objects.bulk_create(bare, batch_size=1000))
    Line.objects.filter(ordinal=9).delete()
    first = _timed(lambda: import_text(half, edition=edition.key))
    Line.objects.filter(edition=edition, imported=True).delete()
    second = _timed(lambda: import_text(whole, edition=edition.key))
    again = _timed(lambda: import_text(whole, edition=edition.key))
    rates = [
        Rate(f"import of {LINES // 2} lines", LINES // 2, first),
        Rate(f"import of {LINES} lines", LINES, second, LINES / 5),
        Rate("the same import again", LINES, again),
        Rate("plain bulk insert", LINES, plain),
    ]
    ratios = {"import / plain bulk insert": second / plain, "whole import / half": second / first}
    return rates, ratios


def _text(folder: Path, edition: Any, count: int) -> Path:
    """A text of so many lines over all entries of the edition, in the form of the importer."""
    codes = list(edition.entries.values_list("code", flat=True))
    path = folder / f"annex-{count}.jsonl"
    with path.open("w") as file:
        for number in range(count):
            code = codes[number % len(codes)]
            step = number // len(codes)
            place = code if step == 0 else f"{code}.{'abcdefghijklm'[step - 1]}"
            row = {"code": code, "path": place, "kind": "provision", "defect": ""}
            file.write(json.dumps({**row, "text": TEXT.format(n=number)}) + "\n")
    return path


def _classification() -> list[Rate]:
    from controllist.criteria.facts import read_facts
    from controllist.datasheets import draw, facts_of, keyed, load_template
    from controllist.models import Edition
    from controllist.selectors.criteria import rulebook, template, template_keys

    book = rulebook(Edition.objects.get(is_current=True).key)
    specs = [spec for key in template_keys() if (spec := template(key))]
    templates = [
        load_template(spec, book.family_of) for spec in specs if book.edition in spec["editions"]
    ]
    bag = []
    for number, one in zip(range(ITEMS), itertools.cycle(templates), strict=False):
        lines = draw(one, book, f"bench-{number}").lines
        read, _mistakes = read_facts(book.family_of[one.kind], facts_of(one, lines))
        bag.append((one.kind, read))
    rounds = 10

    def classify() -> None:
        for _ in range(rounds):
            for kind, facts in bag:
                book.classify(kind, facts)

    def trace() -> None:
        for kind, facts in bag:
            for candidate in book.classify(kind, facts).candidates:
                assert candidate.trace

    def variants() -> None:
        for number, one in zip(range(VARIANTS), itertools.cycle(templates), strict=False):
            keyed(one, draw(one, book, f"variant-{number}").lines, book)

    return [
        Rate("classify, facts in their units", ITEMS * rounds, _timed(classify), 2000),
        Rate("classify with every trace", ITEMS, _timed(trace)),
        Rate(f"variants drawn and keyed ({len(templates)} templates)", VARIANTS, _timed(variants)),
    ]


def _search() -> tuple[list[Rate], dict[str, float]]:
    from controllist.models import Edition, Entry
    from controllist.selectors import hits, search

    edition = Edition.objects.get(is_current=True)

    def find(query: str) -> None:
        hits(list(search(query, edition)[:30]), query)

    def bare() -> None:
        list(Entry.objects.filter(edition=edition, code="2B350"))

    times = [_timed(lambda q=query: find(q)) for query in QUERIES for _ in range(10)]
    plain = [_timed(bare) for _ in range(100)]
    median, slowest = statistics.median(times), max(times)
    rates = [
        Rate("search (median of all queries)", 1, median),
        Rate("search (slowest)", 1, slowest, 1 / 0.030),
    ]
    return rates, {"search / bare indexed query": median / statistics.median(plain)}


def print_lists(rates: list[Rate], ratios: dict[str, float]) -> None:
    print(f"\n{'':52} {'ms':>10} {'a second':>12}")
    for rate in rates:
        met = "" if rate.target is None else _met(rate)
        print(f"{rate.what:52} {rate.seconds * 1000:10.1f} {rate.per_second:12.1f} {met}")
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f}")


def _met(rate: Rate) -> str:
    assert rate.target is not None
    word = "met" if rate.per_second >= rate.target else "MISSED"
    return f"target {rate.target:.0f}: {word}"
