"""A Russian text of an edition beside its official one."""

from collections.abc import Mapping

from django.db import transaction

from controllist.compile import derive_line
from controllist.models import Edition, Line
from controllist.services.laying import Identity, Tally, store_again


@transaction.atomic
def lay_russian(*, edition: Edition, texts: Mapping[Identity, str]) -> Tally:
    """Lines that the mapping does not name keep what they have; unknown places are left out."""
    tally, changed = Tally(), []
    for line in Line.objects.filter(edition=edition):
        text = texts.get((line.path, line.kind, line.ordinal))
        if text is None:
            continue
        tally.created += not line.text_ru and text != ""
        tally.updated += line.text_ru not in ("", text)
        tally.unchanged += line.text_ru == text
        if line.text_ru != text:
            line.text_ru = text
            derive_line(line)
            changed.append(line)
    store_again(changed, ["text_ru", "search"])
    return tally
