"""The certificate on paper. It is rendered anew from the stored row whenever it is asked for."""

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from certification.models import Certificate
from theme.print import documents, qr


def address(certificate: Certificate) -> str:
    """Where anyone verifies it; the language is chosen by the reader's browser."""
    return f"{settings.SITE_URL}/v/{certificate.token}/"


def certificate_pdf(certificate: Certificate) -> bytes:
    """A4, both languages, tagged, with the QR code of the public proof."""
    return documents.render(
        "certificate",
        certificate_data(certificate),
        title=f"{certificate.title_en} {certificate.number}",
        language="en",
        moment=certificate.issued_at,
    )


def certificate_data(certificate: Certificate) -> dict[str, Any]:
    """What the template shows: plain strings, so that a name can never be markup."""
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "number": certificate.number,
        "name": {"latin": certificate.name_latin, "cyrillic": certificate.name_cyrillic},
        "title": {"en": certificate.title_en, "ru": certificate.title_ru},
        "shown": {code: [row["shown"][code] for row in certificate.evidence] for code in codes},
        "level": _in_both(certificate.get_level_display),
        "issued": _in_both(lambda: date_format(certificate.issued_at, "DATE_FORMAT")),
        "valid_until": _in_both(lambda: date_format(certificate.valid_until, "DATE_FORMAT")),
        "issuer": _in_both(lambda: gettext("STC Academy, training on strategic trade control")),
        "address": address(certificate),
        "qr": qr.svg_text(address(certificate)),
        "demo": certificate.is_demo,
    }


def _in_both(render: Any) -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts[code] = str(render())
    return texts
