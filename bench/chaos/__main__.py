"""`make chaos`. SEED= repeats a run's dice, LONG=1 runs ten times as many."""

import os
import random
import sys

from bench.chaos.tally import Tally
from bench.chaos.whole import campaign


def main() -> int:
    times = 10 if os.environ.get("LONG") else 1
    seed = int(os.environ.get("SEED", str(random.randrange(10**6))))
    tally = campaign(saves=20 * times, answers=10 * times, issues=6 * times, seed=seed)
    print(f"seed {seed}")
    report(tally)
    return 1 if tally.faults else 0


def report(tally: Tally) -> None:
    print(f"saves: {tally.saves}, acknowledged {tally.acknowledged}")
    print(f"answers: {tally.answers}, graded {tally.graded}; sent again {tally.retries} times")
    print(f"kills of the server: {tally.server_kills}, {tally.kills_in_request} in a request")
    print(
        f"kills of the worker: {tally.worker_kills}, {tally.kills_in_issue} in a running issue job"
        f" ({tally.kills_before_certificate} before its certificate was written,"
        f" {tally.kills_after_certificate} after)"
    )
    print(
        f"recovery: all {tally.issues} certificates {tally.slowest_recovery:.1f} s after the last"
        f" start of a worker; slowest {tally.slowest_after_kill:.1f} s after its own kill"
    )
    for name, seen in tally.controls.items():
        print(f"control: {name}: {'seen' if seen else 'NOT SEEN'}")
    for fault in tally.faults:
        print(f"FAULT {fault}")
    print(f"{len(tally.faults)} faults")


if __name__ == "__main__":
    sys.exit(main())
