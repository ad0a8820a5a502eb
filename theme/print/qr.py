"""QR codes as pictures without any script."""

import io

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4


def svg(text: str, *, label: str) -> SafeString:
    """For a page: inline, with a label for those who cannot scan it."""
    body = svg_text(text)
    start = f'<svg class="qr" role="img" aria-label="{escape(label)}" '
    return mark_safe(start + body.removeprefix("<svg "))  # noqa: S308 (label escaped, rest ours)


def svg_text(text: str) -> str:
    """For documents: the drawing alone."""
    code = segno.make(text, error="m", micro=False)
    return str(
        code.svg_inline(
            omitsize=True, svgclass=None, lineclass=None, border=QUIET_ZONE, light="#fff"
        )
    )


def png(text: str, *, scale: int = 8) -> bytes:
    """For mails and slides."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        target, kind="png", scale=scale, border=QUIET_ZONE
    )
    return target.getvalue()
