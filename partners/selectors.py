"""Questions to the reference data: what is known of the partner countries."""

from dataclasses import dataclass, field

from partners.enums import FactTopic
from partners.models import Country, StatusFact


@dataclass(slots=True)
class CountryFacts:
    country: Country
    facts: list[StatusFact] = field(default_factory=list)


def facts_of(topic: FactTopic) -> list[CountryFacts]:
    """Every partner country with what is recorded of it on a topic, by name. Two queries."""
    rows = {
        country.pk: CountryFacts(country)
        for country in Country.objects.filter(is_partner=True).order_by("name")
    }
    for fact in StatusFact.objects.filter(topic=topic, country__in=rows).order_by("-as_of", "pk"):
        rows[fact.country_id].facts.append(fact)
    return list(rows.values())
