import pytest

from controllist.enums import NUCLEAR_ORIGIN
from controllist.selectors.branches import branches, narrowed
from tests.factories.controllist import EditionFactory, EntryFactory

pytestmark = pytest.mark.django_db
CODES = ("0A001", "2B001", "2B002", "2B201", "2D001", "3B001")


@pytest.fixture
def edition():
    edition = EditionFactory()
    for code in CODES:
        EntryFactory(edition=edition, code=code)
    EntryFactory(edition=EditionFactory(key="2021-05-20"), code="9A001")
    return edition


def shape(rows):
    if rows and not rows[0].branches:
        return {row.key: [entry.code for entry in row.entries] for row in rows}
    return {row.key: shape(row.branches) for row in rows}


def test_category_group_origin_entries(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = branches(edition)
    assert shape(tree) == {
        "0": {"0A": {"0A0": ["0A001"]}},
        "2": {"2B": {"2B0": ["2B001", "2B002"], "2B2": ["2B201"]}, "2D": {"2D0": ["2D001"]}},
        "3": {"3B": {"3B0": ["3B001"]}},
    }
    assert [row.count for row in tree] == [1, 4, 1]
    assert tree[0].branches[0].branches[0].title == NUCLEAR_ORIGIN


def test_a_narrowed_tree_keeps_what_fits(edition):
    assert shape(branches(edition, group="B", origin="2")) == {"2": {"2B": {"2B2": ["2B201"]}}}
    assert branches(edition, group="E") == []


def test_narrowed_by_all_that_is_named(edition):
    found = narrowed(edition, category="2", group="B", origin="0")
    assert [entry.code for entry in found] == ["2B001", "2B002"]
    assert narrowed(edition).count() == len(CODES)
