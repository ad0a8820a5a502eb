import pytest

from controllist.models import Citation
from controllist.services import cite
from tests.factories.controllist import CitationFactory

pytestmark = pytest.mark.django_db


def cited(object_key):
    rows = Citation.objects.filter(cited_by=object_key)
    return sorted(rows.values_list("edition", "path", "room"))


def test_citing_replaces_what_the_object_cited_before():
    CitationFactory(cited_by="exercises:item:other")
    cite(object_key="exercises:item:a", edition="2021-05-20", paths=["3A225", "1C216"])
    cite(object_key="exercises:item:a", edition="2025-11-15", paths=["3A225"])
    assert cited("exercises:item:a") == [("2025-11-15", "3A225", "exercises")]
    assert len(cited("exercises:item:other")) == 1


def test_paths_are_cited_once_however_they_are_written():
    cite(object_key="courses:lesson:a", edition="2025-11-15", paths=["2в350 а 3", "2B350.a.3"])
    assert cited("courses:lesson:a") == [("2025-11-15", "2B350.a.3", "courses")]


def test_what_is_no_code_is_kept_for_the_alarm():
    cite(object_key="courses:lesson:a", edition="2025-11-15", paths=["x" * 60])
    assert cited("courses:lesson:a") == [("2025-11-15", "x" * 40, "courses")]


def test_citing_nothing_forgets():
    cite(object_key="exercises:item:a", edition="2025-11-15", paths=["3A225"])
    cite(object_key="exercises:item:a", edition="2025-11-15", paths=[])
    assert cited("exercises:item:a") == []


def test_citing_costs_the_same_for_many_paths(django_assert_num_queries):
    cite(object_key="exercises:item:a", edition="2025-11-15", paths=["3A225"])
    with django_assert_num_queries(4):
        cite(object_key="exercises:item:a", edition="2025-11-15", paths=["1C216"])
    with django_assert_num_queries(4):
        paths = [f"1C350.{n}" for n in range(1, 60)]
        cite(object_key="exercises:item:a", edition="2025-11-15", paths=paths)
