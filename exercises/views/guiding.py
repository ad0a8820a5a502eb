"""A guided classification on a page: the sheet, the options of each step, and, after the answer,
where the reasoning left the road and what the list says."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from controllist import selectors as controllist
from controllist.enums import CATEGORIES, GROUPS
from controllist.feedback import Reading, explain, paths_of
from exercises.compile import in_language
from exercises.feedback import STEP_HEADINGS, remaining_questions, step_sentence
from exercises.grading import DatasheetItem
from exercises.grading.guided import (
    CODE,
    COMPETE,
    NO_NOTE,
    NOTE,
    PARAMETERS,
    REMAINS,
    SUBJECT,
    guided,
    offer,
)
from exercises.grading.items import ChoiceItem
from exercises.selectors import Slot, core_of


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step of the page. `shape` picks the fields: subject, several, one, code."""

    name: str
    heading: str
    shape: str
    choices: tuple[Choice, ...] = ()
    groups: tuple[Choice, ...] = ()
    code: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class StepFinding:
    """What one step came to, with the right answer beside it."""

    heading: str
    state: str
    sentence: str
    right: tuple[str, ...]
    first_wrong: bool


@dataclass(frozen=True, slots=True)
class Findings:
    steps: tuple[StepFinding, ...]
    readings: tuple[Reading, ...]
    line: str


def sheet(slot: Slot) -> dict[str, Any] | None:
    """The drawn sheet, in the shape that a written one has."""
    if not slot.drawn:
        return None
    rows = [{"label": line.label, "value": line.value} for line in slot.drawn]
    return {"title": slot.version.public["sheet_title"], "rows": rows}


def form(slot: Slot) -> list[StepForm] | None:
    core = _core(slot)
    if core is None:
        return None
    offered = offer(core, slot.drawn)
    said_ = slot.response.get("steps", {})
    return [_step(name, core, slot, _chosen(said_, name)) for name in offered.steps]


def _core(slot: Slot) -> DatasheetItem | None:
    if slot.version.public["kind"] != "datasheet":
        return None
    core = core_of(slot.version)
    return core if isinstance(core, DatasheetItem) else None


def _chosen(steps: Any, name: str) -> Mapping[str, Any]:
    part = steps.get(name) if isinstance(steps, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _step(name: str, core: DatasheetItem, slot: Slot, said_: Mapping[str, Any]) -> StepForm:
    heading = str(STEP_HEADINGS[name])
    chosen = set(said_.get("options", ()))
    if name == SUBJECT:
        one = next(iter(chosen), "")
        return StepForm(
            name, heading, "subject",
            _titled(CATEGORIES, one[:1]), _titled(GROUPS, one[1:]),
        )  # fmt: skip
    if name == CODE:
        code = str(said_.get("code", ""))
        unlisted = code == "not-listed"
        return StepForm(name, heading, "code", code="" if unlisted else code, listed=not unlisted)
    texts = _texts(name, core, slot)
    choices = tuple(Choice(key, text, key in chosen) for key, text in texts.items())
    return StepForm(name, heading, "one" if name == NOTE else "several", choices)


def _titled(titles: Mapping[str, Any], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, f"{key}. {text}", key == chosen) for key, text in titles.items())


def _texts(name: str, core: DatasheetItem, slot: Slot) -> dict[str, str]:
    """Option keys of a step and how they read."""
    offered = offer(core, slot.drawn)
    if name == PARAMETERS:
        labels = [in_language(line.label) for line in slot.drawn]
        return dict(zip(offered.parameters, labels, strict=True))
    if name == COMPETE:
        return {
            code: f"{code} {_subjects(core, slot).get(code, '')}".strip()
            for code in offered.compete
        }
    if name == NOTE:
        notes = {key: _note(release) for key, release in offered.notes}
        return notes | {NO_NOTE: _("No note releases this item")}
    if name == REMAINS:
        return remaining_questions()
    return {}


def _subjects(core: DatasheetItem, slot: Slot) -> dict[str, str]:
    """What each entry is about. Captions say too much here: they name thresholds and releases."""
    edition = controllist.edition(core.edition)
    if edition is None:
        return {}
    found = controllist.entries(edition).filter(code__in=offer(core, slot.drawn).compete)
    return {entry.code: entry.subject for entry in found}


def _note(release: Any) -> str:
    title = in_language(release.title)
    where = _("Note to %(path)s") % {"path": release.path}
    return f"{where}: {title}" if title else where


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def said(slot: Slot, steps: Any) -> list[str]:
    """A response in words, a line for each step that was answered."""
    core = _core(slot)
    if core is None:
        return []
    lines = []
    for name in offer(core, slot.drawn).steps:
        words = _answer_words(name, core, slot, _chosen(steps, name))
        if words:
            lines.append(f"{STEP_HEADINGS[name]}: {', '.join(words)}")
    return lines


def _answer_words(name: str, core: DatasheetItem, slot: Slot, part: Mapping[str, Any]) -> list[str]:
    if name == CODE:
        code = str(part.get("code", ""))
        return [_("not listed") if code == "not-listed" else code] if code else []
    options = [str(one) for one in part.get("options", ())]
    texts = _texts(name, core, slot)
    return [texts.get(one, one) for one in options]


def findings(slot: Slot) -> Findings | None:
    """After the answer: each step, and the whole trace with its lines to open."""
    core, outcome = _core(slot), slot.outcome
    if core is None or outcome is None:
        return None
    left = next((f.params["step"] for f in outcome.findings if f.code == "left_the_road"), "")
    fractions = {
        finding.params["step"]: Fraction(finding.params["fraction"])
        for finding in outcome.findings
        if finding.code == "step"
    }
    item = guided(core, slot.drawn)
    steps = tuple(
        StepFinding(
            heading=str(STEP_HEADINGS[step.name]),
            state=_state(fractions.get(step.name, Fraction(0))),
            sentence=step_sentence(step.name, fractions.get(step.name, Fraction(0)), outcome),
            right=tuple(_right(step.name, step.item, core, slot)),
            first_wrong=step.name == left,
        )
        for step in item.steps
    )
    result = core.result(slot.drawn)
    captions = controllist.captions(paths_of(result), controllist.edition(core.edition))
    words = {path: texts.get(_language(), "") for path, texts in captions.items()}
    return Findings(steps, tuple(explain(result, core.book, words)), result.line)


def _state(fraction: Fraction) -> str:
    return "ok" if fraction == 1 else "part" if fraction else "bad"


def _right(name: str, item: Any, core: DatasheetItem, slot: Slot) -> list[str]:
    if not isinstance(item, ChoiceItem):
        code = item.accept[0]
        return [_("not listed") if code == "not-listed" else code]
    right = [option.key for option in item.options if option.credit == 1]
    texts = _texts(name, core, slot)
    return [texts.get(key, key) for key in right]
