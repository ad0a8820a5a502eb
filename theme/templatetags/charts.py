"""Charts without scripts: bars as a table, lines as a small drawing with its table.

A row is a mapping `label, value` with optional `text` (what is written beside the bar) and
`gold` (achieved), or a plain pair.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

Number: TypeAlias = int | float | Decimal | Fraction
Row: TypeAlias = Mapping[str, Any] | Sequence[Any]


def _row(row: Row) -> dict[str, Any]:
    fields = (
        dict(row)
        if isinstance(row, Mapping)
        else dict(zip(("label", "value", "text", "gold"), row, strict=False))
    )
    value = fields.get("value") or 0
    plain = str(value) if not isinstance(value, Fraction) else f"{float(value):.2f}"
    return {
        "label": fields.get("label", ""),
        "value": max(float(value), 0.0),
        "text": fields.get("text") or number_format(plain, use_l10n=True),
        "gold": bool(fields.get("gold")),
    }


@register.inclusion_tag("theme/includes/bar_table.html")
def bar_table(
    rows: Iterable[Row],
    caption: str,
    label_head: str = "",
    value_head: str = "",
    total: Number = 0,
) -> dict[str, Any]:
    """Bars share one scale: `total` if given, else the largest value."""
    bars = [_row(row) for row in rows]
    scale = float(total) or max((bar["value"] for bar in bars), default=0.0) or 1.0
    for bar in bars:
        bar["width"] = min(round(100 * bar["value"] / scale), 100)
    return {
        "bars": bars,
        "caption": caption,
        "label_head": label_head or gettext("Category"),
        "value_head": value_head or gettext("Value"),
    }


def _points(values: Sequence[float], width: float, height: float) -> list[tuple[str, str]]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    low = min(low, 0.0)
    span = (high - low) or 1.0
    step = width / max(len(values) - 1, 1)
    return [
        (f"{index * step:.2f}", f"{height - (value - low) / span * height:.2f}")
        for index, value in enumerate(values)
    ]


def _path(points: Sequence[tuple[str, str]]) -> str:
    return "M" + " ".join(f"{x} {y}" for x, y in points)


@register.inclusion_tag("theme/includes/line_chart.html")
def line_chart(
    rows: Iterable[Row], caption: str, label_head: str = "", value_head: str = ""
) -> dict[str, Any]:
    """One line over ordered labels, the first and last labelled, every value in a table."""
    points = [_row(row) for row in rows]
    context: dict[str, Any] = {
        "caption": caption,
        "rows": points,
        "label_head": label_head or gettext("Period"),
        "value_head": value_head or gettext("Value"),
    }
    if len(points) < 2:
        return context
    drawn = _points([point["value"] for point in points], 100, 28)
    shifted = [(x, f"{float(y) + 2:.2f}") for x, y in drawn]
    first, last = points[0], points[-1]
    return context | {
        "path": _path(shifted),
        "last": f"M{shifted[-1][0]} {shifted[-1][1]}h0",
        "first_label": first["label"],
        "first_text": first["text"],
        "last_label": last["label"],
        "last_text": last["text"],
        "summary": gettext("From %(first)s (%(start)s) to %(last)s (%(end)s)")
        % {
            "first": first["text"],
            "start": first["label"],
            "last": last["text"],
            "end": last["label"],
        },
    }


@register.simple_tag
def sparkline(values: Iterable[Number], label: str) -> SafeString:
    """A word-sized line; the label says what it shows, since nothing else does."""
    plain = [float(value) for value in values]
    if len(plain) < 2:
        return SafeString("")
    drawn = [(x, f"{float(y) + 2:.2f}") for x, y in _points(plain, 96, 20)]
    return format_html(
        '<svg class="line spark" viewBox="0 0 96 24" role="img" aria-label="{}">'
        '<path d="{}"/></svg>',
        label,
        _path(drawn),
    )
