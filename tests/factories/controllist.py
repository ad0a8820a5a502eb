import factory

from controllist.codes import parse
from controllist.compile import derive_entry, derive_line, derive_passage
from controllist.models import Citation, Edition, Entry, Line, Passage


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition
        django_get_or_create = ("key",)

    key = "2025-11-15"
    title_en = factory.LazyAttribute(lambda edition: f"Edition of {edition.key}")
    title_ru = factory.LazyAttribute(lambda edition: f"Редакция {edition.key}")
    source_en = "Regulation (EU) 2021/821"
    source_ru = "Регламент (ЕС) 2021/821"
    acknowledgement_en = "Reuse permitted."
    acknowledgement_ru = "Повторное использование разрешено."
    is_current = factory.LazyAttribute(lambda edition: edition.key == "2025-11-15")


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entry

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"2B{n % 1000:03}")
    category = factory.LazyAttribute(lambda entry: entry.code[0])
    group = factory.LazyAttribute(lambda entry: entry.code[1])
    origin = factory.LazyAttribute(lambda entry: entry.code[2])
    subject_en = factory.LazyAttribute(lambda entry: f"Widgets of {entry.code}")
    subject_ru = factory.LazyAttribute(lambda entry: f"Изделия {entry.code}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        entry = model_class(**kwargs)
        derive_entry(entry)
        entry.save()
        return entry


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Line

    edition = factory.SubFactory(EditionFactory)
    path = "2B350.a"
    code = factory.LazyAttribute(lambda line: parse(line.path).entry)
    position = factory.Sequence(lambda n: n)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        line = model_class(**kwargs)
        derive_line(line)
        line.save()
        return line


class PassageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Passage

    edition = factory.SubFactory(EditionFactory)
    kind = "definition"
    term = factory.Sequence(lambda n: f"Widget {n}")
    anchor = factory.Sequence(lambda n: f"passage-{n}")
    text = factory.LazyAttribute(lambda passage: f'"{passage.term}" (2) means a thing.')
    position = factory.Sequence(lambda n: n)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        passage = model_class(**kwargs)
        derive_passage(passage)
        passage.save()
        return passage


class CitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Citation

    edition = "2025-11-15"
    path = "2B350.a"
    cited_by = factory.Sequence(lambda n: f"exercises:item:{n}")
    room = "exercises"
