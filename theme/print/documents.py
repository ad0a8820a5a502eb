"""Documents for print: a typst template and data, never markup from data.

Data reach the template as JSON, so a text is a text whatever signs it holds. The same data give
the same bytes. Every document is tagged (PDF/UA-1) and fit for archives (PDF/A-2a).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from theme.print.letters import FONTS, printable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class UnknownTemplate(LookupError):
    """No such template: the name is ours, so this is a mistake in the code."""


class _Printer:
    """One compiler for a template: it keeps the fonts and what it has laid out before."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._compiler = typst.Compiler(
            input=str(path),
            root=str(ROOT),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
            ),
            ignore_system_fonts=True,
        )

    def print(self, inputs: dict[str, str], moment: datetime) -> bytes:
        with self._lock:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(moment.timestamp()),
            )
        return cast(bytes, pdf)


@cache
def _printer(path: Path) -> _Printer:
    return _Printer(path)


def _path(template: str) -> Path:
    given = Path(template)
    path = given if given.is_absolute() else HERE / f"{given.name.removesuffix('.typ')}.typ"
    if not path.is_file() or not path.resolve().is_relative_to(ROOT):
        raise UnknownTemplate(template)
    return path.resolve()


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str,
    moment: datetime = EPOCH,
) -> bytes:
    """A PDF of `theme/print/<template>.typ`, or of a template given by its full path.

    `moment` is the date in the file's properties: say when the thing was issued, not when it is
    drawn, so that drawing it again gives the same file.

    Templates import `/theme/print/style.typ`, begin with `#show: house` and read `data`.
    """
    inputs = {
        "data": json.dumps(printable(dict(data)), ensure_ascii=False),
        "title": printable(title),
        "language": language,
    }
    return _printer(_path(template)).print(inputs, moment)
