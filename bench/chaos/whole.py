"""The whole campaign, against an installation of its own."""

import random

from bench import machine
from bench.chaos.answers import check_answers
from bench.chaos.issues import check_issues, kill_in_issues
from bench.chaos.people import make_people
from bench.chaos.saves import save_answers, save_without_keys
from bench.chaos.tally import Tally


def campaign(*, saves: int, answers: int, issues: int, seed: int) -> Tally:
    """Jobs are killed first and looked for last: they recover while the answers are sent."""
    tally = Tally(saves=saves, answers=answers, issues=issues)
    dice = random.Random(seed)
    with machine.own_environment() as port:
        machine.prepare()
        people = make_people(answers=answers, issues=issues)
        server, worker = machine.server(port), machine.worker()
        server.start()
        worker.start()
        try:
            machine.wait_for(port)
            left = kill_in_issues(tally, dice, port, worker, people.holders)
            save_answers(tally, dice, port, server, people.careful)
            save_without_keys(tally, dice, port, server, people.naive)
            check_answers(tally, dice, port, server, people.answerer)
            check_issues(tally, worker, left)
        finally:
            server.stop()
            worker.stop()
        tally.server_kills, tally.worker_kills = server.kills, worker.kills
    return tally
