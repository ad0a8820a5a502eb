import datetime

import factory

from vocabulary.models import Objective, Source, Term, Topic


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"source-{n}")
    title_en = factory.LazyAttribute(lambda source: f"Source {source.key}")
    title_ru = factory.LazyAttribute(lambda source: f"Источник {source.key}")
    reference = "Article 3"
    as_of = datetime.date(2025, 11, 15)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    key = factory.Sequence(lambda n: f"topic-{n}")
    title_en = factory.LazyAttribute(lambda topic: f"Topic {topic.key}")
    title_ru = factory.LazyAttribute(lambda topic: f"Тема {topic.key}")


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    key = factory.Sequence(lambda n: f"objective-{n}")
    title_en = factory.LazyAttribute(lambda objective: f"Do {objective.key}")
    title_ru = factory.LazyAttribute(lambda objective: f"Уметь {objective.key}")
    topic = factory.SubFactory(TopicFactory)


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term

    key = factory.Sequence(lambda n: f"term-{n}")
    title_en = factory.LazyAttribute(lambda term: f"Term {term.key}")
    title_ru = factory.LazyAttribute(lambda term: f"Термин {term.key}")
    definition_en = "What it means."
    definition_ru = "Что это значит."
