"""`make chaos`: SIGKILL to server and worker while answers are saved and certificates issued.

What was acknowledged must be there afterwards, once. Every third acknowledgement is thrown away, as
a cut line does, and the save repeated with its key. At the end the check is given an
acknowledgement that never was: it must notice. LONG=1 runs ten times as many.
"""

import os
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from bench import machine
from bench.visitor import LOST, Visitor

PASSWORD = "chaos-chaos-chaos"
SET = "chaos"
WAIT = 120


@dataclass
class Tally:
    """What a campaign saw. `faults` is empty when nothing was lost or doubled."""

    saves: int = 0
    acknowledged: int = 0
    retries: int = 0
    server_kills: int = 0
    worker_kills: int = 0
    issues: int = 0
    control_seen: bool = False
    slowest_issue: float = 0.0
    faults: list[str] = field(default_factory=list)


def campaign(*, saves: int, issues: int, seed: int) -> Tally:
    """Run everything against an installation of its own."""
    tally, dice = Tally(saves=saves, issues=issues), random.Random(seed)
    with machine.own_environment() as port:
        machine.prepare()
        people = make_people(issues)
        server, worker = machine.server(port), machine.worker()
        server.start()
        worker.start()
        try:
            machine.wait_for(port)
            save_answers(tally, dice, port, server, people)
            issue_certificates(tally, dice, port, worker, people)
        finally:
            server.stop()
            worker.stop()
        tally.server_kills, tally.worker_kills = server.kills, worker.kills
    return tally


def make_people(issues: int) -> list[Any]:
    """One person who answers, and one for each certificate to issue."""
    from exercises.services import start_attempt
    from tests.factories import certification as make_certificate
    from tests.factories import exercises as make_exercise
    from tests.factories.people import person

    people = [person(password=PASSWORD) for _ in range(issues + 1)]
    chosen = make_exercise.exercise_set(SET)
    start_attempt(person=people[0], exercise_set=chosen)
    make_certificate.scheme()
    for user in people[1:]:
        make_certificate.award(user)
    return people


def save_answers(
    tally: Tally, dice: random.Random, port: int, server: machine.Process, people: list[Any]
) -> None:
    """A person types while the server is killed again and again."""
    stop = threading.Event()
    killer = threading.Thread(target=_kill_now_and_then, args=(dice, server, port, stop))
    visitor = Visitor(port)
    visitor.sign_in(people[0].email, PASSWORD)
    visitor.get(f"/en/exercises/{SET}/2/")
    killer.start()
    try:
        acknowledged = _type(visitor, tally)
    finally:
        stop.set()
        killer.join()
    machine.wait_for(port)
    tally.acknowledged = len(acknowledged)
    _check_answers(tally, people[0], acknowledged)
    control = Tally(saves=tally.saves)
    _check_answers(control, people[0], {**acknowledged, "never.1": "lost"})
    tally.control_seen = bool(control.faults)


def _type(visitor: Visitor, tally: Tally) -> dict[str, str]:
    """Save one answer after the other; returns what the server acknowledged, by key."""
    acknowledged: dict[str, str] = {}
    for number in range(1, tally.saves + 1):
        key, value = f"chaoswindow.{number}", str(number)
        data = {"response": {"value": value, "unit": "m"}, "key": key, "seen": 10**6}
        lose = number % 3 == 0
        while key not in acknowledged:
            try:
                status = visitor.json(f"/en/exercises/{SET}/2/draft/", data)
            except LOST:
                status = 0
            if status == 200 and not lose:
                acknowledged[key] = value
            elif status in {0, 200}:
                lose, tally.retries = False, tally.retries + 1
                time.sleep(0.05)
            else:
                tally.faults.append(f"save {number} answered {status}")
                break
        time.sleep(0.03)
    return acknowledged


def _kill_now_and_then(
    dice: random.Random, server: machine.Process, port: int, stop: threading.Event
) -> None:
    while not stop.wait(dice.uniform(0.01, 0.15)):
        server.kill()
        server.start()
        machine.wait_for(port)
    if server.running is None or server.running.poll() is not None:
        server.start()


def _check_answers(tally: Tally, person: Any, acknowledged: dict[str, str]) -> None:
    from exercises.models import Step

    steps = Step.objects.filter(attempt__person=person, kind="draft")
    stored = {step.idempotency_key: step.data["response"]["value"] for step in steps}
    for key, value in acknowledged.items():
        if stored.get(key) != value:
            tally.faults.append(f"acknowledged {key} is not stored")
    if steps.count() != len(stored) or len(stored) > tally.saves:
        tally.faults.append(f"{steps.count()} steps for {tally.saves} saves")


def issue_certificates(
    tally: Tally, dice: random.Random, port: int, worker: machine.Process, people: list[Any]
) -> None:
    """Each person confirms the name; the worker is killed somewhere in the issue."""
    for user in people[1:]:
        visitor = Visitor(port)
        visitor.sign_in(user.email, PASSWORD)
        _confirm(visitor, user)
        started = time.monotonic()
        time.sleep(dice.uniform(0, 0.6))
        worker.kill()
        worker.start()
        _wait_for_certificate(tally, user)
        tally.slowest_issue = max(tally.slowest_issue, time.monotonic() - started)
    time.sleep(1)
    for user in people[1:]:
        _check_certificate(tally, user)


def _confirm(visitor: Visitor, user: Any) -> None:
    from certification.models import Award

    award = Award.objects.owned_by(user).get()
    path = f"/en/certificates/awards/{award.pk}/"
    # Twice, as somebody does who does not trust the button.
    for _ in range(2):
        visitor.insist(path, {"name_latin": "Chaos Demo", "name_cyrillic": ""})


def _wait_for_certificate(tally: Tally, user: Any) -> None:
    from certification.models import Certificate

    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if Certificate.objects.owned_by(user).exists():
            return
        time.sleep(0.2)
    tally.faults.append(f"no certificate for person {user.pk} within {WAIT} s")


def _check_certificate(tally: Tally, user: Any) -> None:
    from certification.models import Certificate
    from people.models import Letter
    from records.selectors import lines_for

    counts = {
        "certificates": Certificate.objects.owned_by(user).count(),
        "ledger lines": lines_for(user).filter(verb="earned").count(),
        "letters": Letter.objects.filter(to=user, template="certificate_issued").count(),
    }
    for what, count in counts.items():
        if count != 1:
            tally.faults.append(f"person {user.pk} has {count} {what}")


def main() -> int:
    times = 10 if os.environ.get("LONG") else 1
    seed = int(os.environ.get("SEED", str(random.randrange(10**6))))
    tally = campaign(saves=20 * times, issues=5 * times, seed=seed)
    print(f"seed {seed}")
    print(f"answers: {tally.saves}, acknowledged {tally.acknowledged}, retries {tally.retries}")
    print(f"kills with SIGKILL: server {tally.server_kills}, worker {tally.worker_kills}")
    print(f"certificates: {tally.issues} issued, slowest {tally.slowest_issue:.1f} s")
    print(f"control: a loss that never was is {'seen' if tally.control_seen else 'NOT SEEN'}")
    for fault in tally.faults:
        print(f"FAULT {fault}")
    print(f"{len(tally.faults)} faults")
    return 1 if tally.faults or not tally.control_seen else 0


if __name__ == "__main__":
    sys.exit(main())
