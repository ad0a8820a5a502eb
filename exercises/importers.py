"""Items and sets from `content/exercises/`: all of it or nothing.

An item file is turned into the same StreamField an author would fill in the CMS, and published
as a new version only where what people see or what is right has changed.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from exercises.blocks import ItemBody
from exercises.compile import NotPublishable
from exercises.enums import FeedbackTime, Level
from exercises.grading.codec import BadSpec, fraction
from exercises.models import ExerciseSet, Item, SetSlot
from exercises.services import publish
from vocabulary.models import Objective, Topic
from vocabulary.reports import FileReport, State, stop_if_refused
from vocabulary.yamlfile import BadFile, Section, bilingual, line_of, load, require, sections, text

BODY = ItemBody()
ITEM_KEYS = {
    "key", "kind", "title", "topic", "objective", "level", "minutes", "edition", "cites",
    "prompt", "sheet", "question", "explanation",
}  # fmt: skip
ITEM_NEEDED = {"key", "kind", "title", "topic", "level", "question"}
TEXT_NEEDED = {"prompt", "explanation"}  # but for a drawn datasheet
SET_KEYS = {"key", "title", "intro", "items", "pass_mark", "feedback", "shuffle_options"}


def load_content(root: Path, *, dry_run: bool = False) -> list[FileReport]:
    folder = Path(root) / "exercises"
    files = sorted(folder.glob("*/*.yaml"))
    with transaction.atomic():
        items = [path for path in files if path.parent.name != "sets"]
        reports = [_report(path, root, _load_item) for path in items]
        if not any(report.state == "refused" for report in reports):
            sets = [path for path in files if path.parent.name == "sets"]
            reports += [_report(path, root, _load_set) for path in sets]
        stop_if_refused(reports)
        transaction.set_rollback(dry_run)
    return reports


def _report(path: Path, root: Path, read: Any) -> FileReport:
    shown = path.relative_to(root).as_posix()
    try:
        return FileReport(shown, read(load(path)))
    except BadFile as bad:
        return FileReport(shown, "refused", bad.reason, bad.line)
    except (NotPublishable, BadSpec) as bad:
        return FileReport(shown, "refused", str(bad))
    except ValidationError as bad:
        return FileReport(shown, "refused", "; ".join(bad.messages))


def _load_item(data: Section) -> State:
    drawn = data.get("kind") == "datasheet"
    require(data, allowed=ITEM_KEYS, required=ITEM_NEEDED | (set() if drawn else TEXT_NEEDED))
    title = bilingual(data, "title")
    values = {
        "title_en": title["en"],
        "title_ru": title["ru"],
        "topic": _row(Topic, data, "topic"),
        "objective": _row(Objective, data, "objective") if data.get("objective") else None,
        "level": _one_of(data, "level", Level.values),
        "minutes": _minutes(data),
        "edition": text(data, "edition", optional=True),
        "cites": _texts(data, "cites") if data.get("cites") else [],
    }
    key = text(data, "key")
    item = Item.objects.filter(key=key).first()
    created = item is None
    item = item or Item(key=key)
    for name, value in values.items():
        setattr(item, name, value)
    item.body = BODY.to_python(_stream(data))
    item.save()
    _version, new = publish(item=item)
    if created:
        return "created"
    return "updated" if new else "unchanged"


def _row(model: Any, data: Section, name: str) -> Any:
    key = text(data, name)
    row = model.objects.filter(key=key).first()
    if row is None:
        reason = f"no {model._meta.model_name} has the key “{key}”"
        raise BadFile(data.path, line_of(data, name), reason)
    return row


def _one_of(data: Section, name: str, known: list[str]) -> str:
    value = text(data, name)
    if value not in known:
        reason = f"{name} “{value}” is not one of {', '.join(known)}"
        raise BadFile(data.path, line_of(data, name), reason)
    return value


def _texts(data: Section, name: str) -> list[str]:
    """A list of plain texts; one text alone is a list of one."""
    value = data.get(name)
    values = value if isinstance(value, list) else [value]
    texts = [one.strip() for one in values if isinstance(one, str) and one.strip()]
    if not texts or len(texts) < len(values):
        raise BadFile(data.path, line_of(data, name), f"{name} must be a list of texts")
    return texts


def _minutes(data: Section) -> int:
    minutes = data.get("minutes", 3)
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 120:
        raise BadFile(data.path, line_of(data, "minutes"), "minutes is a number from 1 to 120")
    return minutes


def _stream(data: Section) -> list[dict[str, Any]]:
    """The file as the raw value of the StreamField."""
    kind = _one_of(data, "kind", list(QUESTIONS))
    question = data["question"]
    if not isinstance(question, Section):
        raise BadFile(data.path, line_of(data, "question"), "question must be a mapping")
    stream = []
    if data.get("prompt"):
        stream.append({"type": "prompt", "value": bilingual(data, "prompt")})
    if data.get("sheet"):
        stream.append({"type": "sheet", "value": _sheet(data["sheet"])})
    stream.append({"type": kind, "value": QUESTIONS[kind](question)})
    if data.get("explanation"):
        stream.append({"type": "explanation", "value": bilingual(data, "explanation")})
    return stream


def _sheet(data: Section) -> dict[str, Any]:
    require(data, allowed={"title", "rows"}, required={"title", "rows"})
    rows = [
        {
            "label": _both(require(row, allowed={"label", "value"}), "label"),
            "value": _both(row, "value"),
        }
        for row in sections(data, "rows")
    ]
    return {"title": bilingual(data, "title"), "rows": rows}


def _both(data: Section, name: str) -> dict[str, str]:
    """A text in both languages; a plain value is the same in both."""
    value = data.get(name)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"en": str(value), "ru": str(value)}
    return bilingual(data, name)


def _choice(data: Section) -> dict[str, Any]:
    require(data, allowed={"multiple", "options"}, required={"options"})
    options = []
    for row in sections(data, "options"):
        require(row, allowed={"key", "text", "credit", "feedback"}, required={"key", "text"})
        options.append(
            {
                "key": str(row["key"]),
                "text": _both(row, "text"),
                "credit": str(row.get("credit", "0")),
                "feedback": bilingual(row, "feedback", optional=True),
            }
        )
    return {"multiple": data.get("multiple") is True, "options": options}


def _numeric(data: Section) -> dict[str, Any]:
    known = {"answer", "unit", "units", "tolerance", "near"}
    require(data, allowed=known, required={"answer", "unit", "tolerance"})
    unit = text(data, "unit")
    units = data.get("units") or {unit: "1"}
    if not isinstance(units, dict) or unit not in units:
        raise BadFile(data.path, line_of(data, "units"), f"units must name “{unit}”")
    others = [name for name in units if name != unit]
    slips = []
    for row in sections(data, "near", optional=True):
        require(row, allowed={"value", "tolerance", "finding", "feedback"}, required={"value"})
        slips.append(
            {
                "value": str(row["value"]),
                "finding": text(row, "finding"),
                "tolerance": _tolerance(row.get("tolerance") or {}),
                "feedback": bilingual(row, "feedback", optional=True),
            }
        )
    return {
        "answer": str(data["answer"]),
        "units": [{"unit": str(u), "factor": str(units[u])} for u in (unit, *others)],
        "tolerance": _tolerance(data["tolerance"]),
        "slips": slips,
    }


def _tolerance(data: Any) -> dict[str, str]:
    found = data if isinstance(data, dict) else {"absolute": data}
    return {name: str(found.get(name, "")) for name in ("absolute", "relative")}


def _classification(data: Section) -> dict[str, Any]:
    require(data, allowed={"accept", "deciding", "near"}, required={"accept"})
    near = []
    for row in sections(data, "near", optional=True):
        require(row, allowed={"code", "feedback"}, required={"code", "feedback"})
        near.append({"code": str(row["code"]), "feedback": bilingual(row, "feedback")})
    return {
        "accept": _texts(data, "accept"),
        "deciding": text(data, "deciding", optional=True),
        "near": near,
    }


def _datasheet(data: Section) -> dict[str, Any]:
    require(data, allowed={"template", "mode"}, required={"template"})
    mode = _one_of(data, "mode", ["guided", "free"]) if data.get("mode") else "guided"
    return {"template": text(data, "template"), "mode": mode}


QUESTIONS = {
    "choice": _choice,
    "numeric": _numeric,
    "classification": _classification,
    "datasheet": _datasheet,
}


def _load_set(data: Section) -> State:
    require(data, allowed=SET_KEYS, required={"key", "title", "items"})
    title, intro = bilingual(data, "title"), bilingual(data, "intro", optional=True)
    mark = str(data.get("pass_mark", "7/10"))
    if not 0 < fraction(mark, "pass_mark") <= 1:
        raise BadFile(data.path, line_of(data, "pass_mark"), "pass_mark lies between 0 and 1")
    values = {
        "title_en": title["en"],
        "title_ru": title["ru"],
        "intro_en": intro["en"],
        "intro_ru": intro["ru"],
        "pass_mark": mark,
        "feedback": _one_of(data, "feedback", FeedbackTime.values)
        if data.get("feedback")
        else "each",
        "shuffle_options": data.get("shuffle_options", True) is True,
    }
    keys = _texts(data, "items")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BadFile(data.path, line_of(data, "items"), f"named twice: {', '.join(twice)}")
    found = {item.key: item for item in Item.objects.filter(key__in=keys)}
    unknown = [key for key in keys if key not in found]
    if unknown:
        raise BadFile(data.path, line_of(data, "items"), f"unknown items: {', '.join(unknown)}")
    exercise_set, created = ExerciseSet.objects.get_or_create(
        key=text(data, "key"), defaults=values
    )
    changed = any(getattr(exercise_set, name) != value for name, value in values.items())
    if changed:
        ExerciseSet.objects.filter(pk=exercise_set.pk).update(**values)
    wanted = [found[key].pk for key in keys]
    if list(exercise_set.slots.values_list("item", flat=True)) != wanted:
        exercise_set.slots.all().delete()
        SetSlot.objects.bulk_create(
            SetSlot(exercise_set=exercise_set, position=place, item_id=pk)
            for place, pk in enumerate(wanted, start=1)
        )
        changed = True
    if created:
        return "created"
    return "updated" if changed else "unchanged"
