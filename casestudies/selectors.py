"""Questions about cases and runs. What they return may be shown to the person of the run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from casestudies.compile import spec_of
from casestudies.models import Case, Run, RunStep
from casestudies.scenario.clock import Running, after, running
from casestudies.scenario.decisions import available
from casestudies.scenario.scoring import score
from casestudies.scenario.spec import Case as CaseSpec
from casestudies.scenario.spec import Line, Paper, Stage
from casestudies.scenario.states import DECIDE, PIN, State, Step, Taken, fold
from exercises.compile import in_language
from people.models import User

DRAFT = "draft"


@dataclass(frozen=True)
class RunView:
    """A run with its case and the state its steps add up to."""

    run: Run
    case: CaseSpec
    state: State
    steps: tuple[RunStep, ...]

    @property
    def stage(self) -> Stage | None:
        return available(self.case, self.state)

    @property
    def slot(self) -> int:
        """The journal's slot of the open decision: its place in the path, from 1."""
        return len(self.state.path) + 1

    @property
    def draft(self) -> Mapping[str, Any]:
        """What the person has marked in the open decision without deciding."""
        for step in reversed(self.steps):
            if step.slot == self.slot and step.kind == DRAFT:
                return step.data  # type: ignore[no-any-return]
        return {}

    @property
    def fresh_pins(self) -> frozenset[str]:
        """What has been pinned since the last decision."""
        found: set[str] = set()
        for step in reversed(self.steps):
            if step.kind == DECIDE:
                break
            if step.kind == PIN:
                found.add(step.data["line"])
        return frozenset(found & set(self.state.pins))

    @property
    def seen(self) -> int:
        return self.steps[-1].sequence if self.steps else 0

    @property
    def saved_at(self) -> datetime | None:
        return self.steps[-1].at if self.steps else None

    @property
    def today(self) -> date:
        return after(self.case.clock, self.state.days)

    @property
    def limits(self) -> tuple[Running, ...]:
        return running(self.case, self.state)

    def taken(self, stage: str) -> Taken | None:
        return next((t for t in self.state.path if t.decision.stage == stage), None)


def run_view(run: Run) -> RunView:
    """The run as it stands now: one query beside the run's own."""
    steps = tuple(RunStep.objects.filter(run=run).order_by("sequence"))
    return view_of(run, steps)


def view_of(run: Run, steps: tuple[RunStep, ...]) -> RunView:
    case = spec_of(run.version)
    return RunView(run, case, fold(case, (Step(s.kind, s.data) for s in steps)), steps)


def cases() -> list[Case]:
    return list(Case.objects.filter(versions__isnull=False).distinct())


def case_by_key(key: str) -> Case | None:
    return Case.objects.filter(key=key).first()


def newest_run(user: User, key: str, *, finished: bool | None = None) -> Run | None:
    """The open run, or else the newest; only open or only finished ones when asked."""
    rows = Run.objects.owned_by(user).filter(case__key=key).select_related("case", "version")
    if finished is not None:
        rows = rows.filter(finished_at__isnull=not finished)
    found: Run | None = rows.order_by("-finished_at").first() if finished else rows.first()
    return found


@dataclass(frozen=True, slots=True)
class OpenRun:
    """For "continue where I stopped"."""

    case_key: str
    title: str
    stage: str
    done: int
    total: int
    minutes_left: int
    at: datetime


def open_runs(user: User) -> list[OpenRun]:
    """The person's unfinished runs, newest first: two queries, however many there are."""
    rows = Run.objects.owned_by(user).filter(finished_at__isnull=True)
    runs = list(rows.select_related("case", "version"))
    steps: dict[int, list[RunStep]] = {run.pk: [] for run in runs}
    for step in RunStep.objects.filter(run__in=runs).order_by("sequence"):
        steps[step.run_id].append(step)
    found = [_open_run(view_of(run, tuple(steps[run.pk]))) for run in runs]
    return sorted(found, key=lambda open_run: open_run.at, reverse=True)


def _open_run(view: RunView) -> OpenRun:
    done, total = progress(view)
    return OpenRun(
        case_key=view.run.case.key,
        title=view.run.case.title,
        stage=in_language(view.case.stage_by_key[view.state.stage].title),
        done=done,
        total=total,
        minutes_left=max(view.case.minutes * (total - done) // total, 1),
        at=view.saved_at or view.run.started_at,
    )


def progress(view: RunView) -> tuple[int, int]:
    """Stages done, and stages of the usual way (a detour makes it longer)."""
    done = len(view.state.path)
    return done, max(len(view.case.expert), done + (not view.state.closed))


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What a lesson or module shows of a case, and where the reader stands."""

    key: str
    title: str
    summary: str
    minutes: int
    state: str  # new, open, finished
    best_percent: int | None


def case_card(user: User | None, case_key: str) -> CaseCard | None:
    """The card of one case; `user` None for somebody who is not signed in."""
    case = case_by_key(case_key)
    if case is None:
        return None
    return case_cards(user, [case])[0]


def case_cards(user: User | None, rows: list[Case]) -> list[CaseCard]:
    """Cards of several cases: two queries, however many there are."""
    standing = _standing(user, rows) if user is not None else {}
    return [
        CaseCard(
            case.key,
            case.title,
            case.summary,
            case.minutes,
            *standing.get(case.pk, ("new", None)),
        )
        for case in rows
    ]


def _standing(user: User, rows: list[Case]) -> dict[int, tuple[str, int | None]]:
    runs = list(Run.objects.owned_by(user).filter(case__in=rows).select_related("version", "case"))
    closed = [run for run in runs if run.finished_at]
    steps: dict[int, list[RunStep]] = {run.pk: [] for run in closed}
    for step in RunStep.objects.filter(run__in=closed, kind=DECIDE).order_by("sequence"):
        steps[step.run_id].append(step)
    best: dict[int, int] = {}
    for run in closed:
        view = view_of(run, tuple(steps[run.pk]))
        reached = percent(score(view.case, view.state).total)
        best[run.case_id] = max(best.get(run.case_id, 0), reached)
    still_open = {run.case_id for run in runs if run.finished_at is None}
    return {
        run.case_id: ("open" if run.case_id in still_open else "finished", best.get(run.case_id))
        for run in runs
    }


def percent(value: Fraction) -> int:
    """Rounded down: 69.9 does not look like a pass at 70."""
    return value.numerator * 100 // value.denominator


def finished_runs(user: User, key: str) -> list[Run]:
    rows = Run.objects.owned_by(user).filter(case__key=key, finished_at__isnull=False)
    return list(rows.select_related("case", "version"))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in the inbox."""

    key: str
    kind: str
    title: str
    sender: str
    at: date
    is_new: bool


def inbox(view: RunView) -> list[PaperRow]:
    """The papers that have arrived, the latest arrivals first."""
    state, order = view.state, list(view.state.papers)
    keys = sorted(order, key=lambda key: (-state.papers[key], order.index(key)))
    return [
        PaperRow(
            key=key,
            kind=paper.kind,
            title=in_language(paper.title),
            sender=in_language(paper.sender),
            at=paper_date(view, paper),
            is_new=key not in state.read,
        )
        for key in keys
        if (paper := view.case.paper_by_key.get(key))
    ]


def paper_date(view: RunView, paper: Paper) -> date:
    return paper.date or after(view.case.clock, view.state.papers.get(paper.key, 0))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a paper as it is shown, cited and pinned."""

    ref: str
    number: int
    label: str
    text: str
    cells: tuple[tuple[str, str], ...]
    pinned: bool
    paper: str
    paper_title: str

    @property
    def plain(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


def line_row(view: RunView, ref: str) -> LineRow:
    key, _, number = ref.rpartition(".")
    paper, line = view.case.paper_by_key[key], view.case.line_by_ref[ref]
    text = in_language(line.text) if line.text else " · ".join(_cells(line))
    columns = [in_language(column) for column in paper.columns]
    return LineRow(
        ref=ref,
        number=int(number),
        label=in_language(line.label) if line.label else "",
        text=text,
        cells=tuple(zip(columns, _cells(line), strict=False)),
        pinned=ref in view.state.pins,
        paper=key,
        paper_title=in_language(paper.title),
    )


def _cells(line: Line) -> list[str]:
    return [in_language(cell) for cell in line.cells]


def paper_lines(view: RunView, paper: Paper) -> list[LineRow]:
    return [line_row(view, f"{paper.key}.{number}") for number in range(1, len(paper.lines) + 1)]


def pins(view: RunView) -> list[LineRow]:
    return [line_row(view, ref) for ref in view.state.pins]


def export(user: User) -> list[dict[str, Any]]:
    """A person's runs with everything they wrote."""
    return [
        {
            "case": run.case.key,
            "started": run.started_at.isoformat(),
            "finished": run.finished_at.isoformat() if run.finished_at else None,
            "note": run.note,
            "steps": [
                {"at": step.at.isoformat(), "kind": step.kind, "data": step.data}
                for step in run.steps.all()
            ],
        }
        for run in Run.objects.owned_by(user).select_related("case").prefetch_related("steps")
    ]
