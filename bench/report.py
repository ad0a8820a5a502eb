"""What came out, against the targets: printed, and kept in `bench/results/`."""

import json
from datetime import UTC, datetime

from bench import machine
from bench.lists import Rate, print_lists
from bench.made import BLOCKS
from bench.measure import Row

# (what, against what, at most so many times; None: reported without a target)
TARGETS = (
    ("lesson of 20 blocks, signed out", "bare page, signed out", 1.5),
    ("lesson of 20 blocks, signed in", "bare page, signed in", 2.5),
    ("mixed lesson of 20 blocks, signed out", "bare mixed page, signed out", 1.5),
    ("mixed lesson of 20 blocks, signed in", "bare mixed page, signed in", 2.5),
    ("answer saved", "bare insert", 2.5),
    ("answer checked", "bare insert", None),
)
MAX_QUERIES = 8


def report(rows: list[Row], lists: tuple[list[Rate], dict[str, float]], rounds: int) -> None:
    by_name = {found.name: found for found in rows}
    print(f"{'':38} median ms   p95 ms  queries")
    for found in rows:
        print(f"{found.name:38} {found.median:9.2f} {found.p95:8.2f} {found.queries:8d}")
    verdicts = [_verdict(by_name, *target) for target in TARGETS]
    queries = by_name["answer saved"].queries
    met = _word(queries <= MAX_QUERIES)
    print(f"answer saved: {queries} queries (target {MAX_QUERIES}): {met}")
    for state in ("signed out", "signed in"):
        names = [f"lesson of {count} blocks, {state}" for count in BLOCKS]
        same = {by_name[name].queries for name in [*names, f"mixed {names[1]}"]}
        print(f"queries by blocks, {state}: {sorted(same)}: {_word(len(same) == 1)}")
    rates, ratios = lists
    print_lists(rates, ratios)
    _keep(
        {
            "rounds": rounds,
            "ratios": verdicts,
            "rows": [found.as_dict() for found in rows],
            "lists": [rate.as_dict() for rate in rates],
            "list_ratios": {name: round(ratio, 2) for name, ratio in ratios.items()},
        }
    )


def _verdict(
    by_name: dict[str, Row], name: str, bare: str, most: float | None
) -> dict[str, object]:
    ratio = round(by_name[name].median / by_name[bare].median, 2)
    target = f"(target {most}): {_word(ratio <= most)}" if most else "(no target)"
    print(f"{name} / {bare}: {ratio} {target}")
    return {"what": name, "against": bare, "ratio": ratio, "at_most": most}


def _keep(result: dict[str, object]) -> None:
    now = datetime.now(UTC)
    path = machine.ROOT / "bench" / "results" / f"{now:%Y-%m-%d}.json"
    path.write_text(json.dumps({"at": f"{now:%Y-%m-%d %H:%M}Z", **result}, indent=1) + "\n")
    print(f"written to {path.relative_to(machine.ROOT)}")


def _word(met: bool) -> str:
    return "met" if met else "MISSED"
