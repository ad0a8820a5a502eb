"""Stream data with stable ids: the same block has the same id in every language and at every
load, so that translations and comments find it again."""

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from courses import markup
from courses.importers.figures import Figure, keep_drawing, keep_picture

NAMESPACE = uuid.UUID("6f0a5d0e-6a3c-4a55-9a75-0a7f2f4c9a11")


def lesson_body(
    key: str, lesson: markup.Lesson, figures: dict[str, Figure], *, dry_run: bool
) -> str:
    """The lesson's stream as JSON. Pictures are put where the page will look for them."""
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for block in lesson.blocks:
        seen[block.shape] += 1
        kind, value = _value(block, figures, dry_run=dry_run)
        identity = _identity(key, *block.shape, str(seen[block.shape]))
        rows.append({"type": kind, "value": value, "id": identity})
    return json.dumps(rows, ensure_ascii=False)


def outcomes_body(key: str, outcomes: Sequence[dict[str, str]], language: str) -> str:
    rows = [
        {"type": "outcome", "value": text[language], "id": _identity(key, "outcome", str(number))}
        for number, text in enumerate(outcomes)
    ]
    return json.dumps(rows, ensure_ascii=False)


def _identity(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\n".join(parts)))


def _value(block: markup.Block, figures: dict[str, Figure], *, dry_run: bool) -> tuple[str, Any]:
    values = block.values
    if block.kind == "text":
        return "text", values["text"]
    if block.kind == "callout":
        named = {name: values.get(name, "") for name in ("kind", "title", "text")}
        return "callout", named
    if block.kind == "exercise":
        return "exercise", f"{values['set']}/{values['item']}"
    if block.kind == "figure":
        return _figure(values["alt"], values.get("caption", ""), figures[values["src"]], dry_run)
    return block.kind, values["key"]


def _figure(alt: str, caption: str, figure: Figure, dry_run: bool) -> tuple[str, dict[str, Any]]:
    words = {"alt": alt, "caption": caption}
    if not figure.is_drawing:
        return "figure", {"image": keep_picture(figure, alt), **words}
    if not dry_run:
        keep_drawing(figure)
    size = {"width": figure.width, "height": figure.height}
    return "drawing", {"file": figure.name, **words, **size}
