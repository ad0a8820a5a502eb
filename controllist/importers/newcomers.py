"""An edition of a new date, opened by an import."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from controllist.importers.reading import Mistake, Reading
from controllist.models import Edition, Entry
from controllist.services import open_edition

MAX_TEXTS = {"title": 200, "source": 300, "acknowledgement": 500}


@dataclass(frozen=True, slots=True)
class NewEdition:
    """Its date, and what its pages say of it where the defaults do not fit (`title_en` …)."""

    key: str
    texts: dict[str, str] = field(default_factory=dict)
    make_current: bool = False


def new_edition(key: str, *, texts: dict[str, str], make_current: bool) -> NewEdition:
    """Raises Mistake for what is no date, and for texts that do not fit."""
    try:
        day = datetime.date.fromisoformat(key)
    except ValueError:
        day = None
    if day is None or day.isoformat() != key:
        raise Mistake(f"“{key[:20]}” is no date like 2025-11-15")
    given = {name: text.strip() for name, text in texts.items() if text.strip()}
    for name, text in given.items():
        if len(text) > MAX_TEXTS[name.partition("_")[0]]:
            raise Mistake(f"“{name}” is longer than {MAX_TEXTS[name.partition('_')[0]]} characters")
    return NewEdition(key, {**default_texts(day), **given}, make_current)


def default_texts(day: datetime.date) -> dict[str, str]:
    texts: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts |= {f"{name}_{language}": text for name, text in _default(day).items()}
    return texts


def _default(day: datetime.date) -> dict[str, str]:
    """In the language that is active."""
    words = {
        "day": date_format(day, _("j F Y")),
        "celex": f"02021R0821-{day:%Y%m%d}",
    }
    return {
        "title": _("EU dual-use control list, edition of %(day)s") % words,
        "source": _(
            "Annex I to Regulation (EU) 2021/821, consolidated text of %(day)s (CELEX %(celex)s)"
        )
        % words,
        "acknowledgement": _(
            "© European Union. Reuse is permitted with acknowledgement of the source "
            "(Commission Decision 2011/833/EU)."
        ),
    }


def opened(new: NewEdition | None) -> Edition:
    if new is None:
        raise ValueError("no edition and none to open")
    return open_edition(key=new.key, texts=new.texts, make_current=new.make_current)


def incomplete(reading: Reading, edition: str) -> Iterator[tuple[int | None, str]]:
    """No catalogue says which entries a new edition has. A whole category that the newest other
    edition has and this text has not is a file that is cut off, or of another kind."""
    others = Edition.objects.exclude(key=edition).order_by("-key")
    newest = others.filter(entries__isnull=False).first()
    entries = Entry.objects.filter(edition=newest) if newest else Entry.objects.none()
    expected = set(entries.values_list("category", flat=True))
    missing = sorted(expected - {line.code[0] for line in reading.lines})
    if missing:
        named = ", ".join(missing)
        yield None, f"no line of category {named}: the file is cut off or not the whole list"
