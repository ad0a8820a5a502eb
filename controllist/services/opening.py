"""An edition that comes from a published document, before the catalogue knows it."""

from collections.abc import Mapping

from django.db import transaction

from controllist.compile import derive_entry
from controllist.models import Edition, Entry
from controllist.services.laying import LANGUAGES, SUBJECTS, Tally

MAX_SUBJECT = 200


@transaction.atomic
def open_edition(*, key: str, texts: Mapping[str, str], make_current: bool = False) -> Edition:
    """`texts`: title, source and acknowledgement in every language (`title_en` …)."""
    if make_current:
        Edition.objects.filter(is_current=True).update(is_current=False)
    edition = Edition(key=key, is_current=make_current, by_import=True)
    for name, value in texts.items():
        setattr(edition, name, value)
    edition.save()
    return edition


@transaction.atomic
def put_found_entries(*, edition: Edition, headings: Mapping[str, str]) -> Tally:
    """The entries of a text by code. Our subject of the newest other edition is taken over; where
    there is none, the heading stands in and the entry says so."""
    existing = {entry.code: entry for entry in Entry.objects.filter(edition=edition)}
    gone = [entry.pk for code, entry in existing.items() if code not in headings]
    wanted = [code for code in headings if code not in existing]
    known: dict[str, Entry] = {}
    others = Entry.objects.filter(code__in=wanted, as_found=False).exclude(edition=edition)
    for entry in others.order_by("edition__key"):
        known[entry.code] = entry
    new = [_entry(edition, code, headings[code], known.get(code)) for code in wanted]
    Entry.objects.filter(pk__in=gone).delete()
    Entry.objects.bulk_create(new, batch_size=500)
    return Tally(created=len(new), removed=len(gone), unchanged=len(existing) - len(gone))


def _entry(edition: Edition, code: str, heading: str, known: Entry | None) -> Entry:
    entry = Entry(edition=edition, code=code, category=code[0], group=code[1], origin=code[2])
    if known:
        for name in SUBJECTS:
            setattr(entry, name, getattr(known, name))
    else:
        for language in LANGUAGES:
            setattr(entry, f"subject_{language}", _shortened(heading) or code)
        entry.as_found = True
    derive_entry(entry)
    return entry


def _shortened(heading: str) -> str:
    if len(heading) <= MAX_SUBJECT:
        return heading
    return heading[: MAX_SUBJECT - 1].rsplit(" ", 1)[0] + "…"
