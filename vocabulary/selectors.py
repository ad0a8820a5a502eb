"""Questions to the vocabulary: by key for the rooms above, by word for readers."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils.translation import get_language

from vocabulary.models import Objective, Source, Term, Topic
from vocabulary.spelling import search_key

MAX_WORDS = 8


def terms(keys: Iterable[str]) -> dict[str, Term]:
    return {term.key: term for term in Term.objects.filter(key__in=set(keys))}


def topics(keys: Iterable[str]) -> dict[str, Topic]:
    return {topic.key: topic for topic in Topic.objects.filter(key__in=set(keys))}


def objectives(keys: Iterable[str]) -> dict[str, Objective]:
    found = Objective.objects.select_related("topic").filter(key__in=set(keys))
    return {objective.key: objective for objective in found}


def sources(keys: Iterable[str]) -> dict[str, Source]:
    return {source.key: source for source in Source.objects.filter(key__in=set(keys))}


def term(key: str) -> Term | None:
    return Term.objects.select_related("source").filter(key=key).first()


def glossary(*, words: str = "", letter: str = "") -> QuerySet[Term]:
    """Terms in the alphabet of the active language; those whose title has the words come first.

    Words of either language find a term, in any of their forms.
    """
    found = Term.objects.all()
    if letter:
        found = found.filter(**{f"{_sort()}__startswith": letter.casefold()})
    tokens = search_key(words).split()[:MAX_WORDS]
    if words.strip() and not tokens:
        return found.none()
    for token in tokens:
        found = found.filter(search_text__contains=f" {token}")
    in_title = {"search_title__contains": f" {tokens[0]}"} if tokens else {"pk__isnull": False}
    rank = Case(When(**in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(rank, _sort(), "key")


def letters() -> list[str]:
    """First letters that occur in the active language, in order."""
    first = Substr(_sort(), 1, 1)
    rows = Term.objects.order_by().values_list(first, flat=True).distinct()
    return sorted({letter.upper() for letter in rows if letter})


def _sort() -> str:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    known = {code for code, _name in settings.LANGUAGES}
    return f"sort_{language if language in known else settings.LANGUAGE_CODE}"
