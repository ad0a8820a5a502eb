import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.criteria import codec
from controllist.criteria.place import BadCriteria
from tests.controllist.criteria.conftest import ENTRY, FAMILY, OTHER, book
from vocabulary.yamlfile import line_of, parse


def refused(entry=ENTRY, family=FAMILY):
    with pytest.raises(BadCriteria) as caught:
        book(entry, family=family)
    return caught.value


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("more_than: 0.1 m3", "more_then: 0.1 m3", "unknown key"),
        ("more_than: 0.1 m3", "more_than: 0.1 furlong", "unknown unit"),
        ("more_than: 0.1 m3", "more_than: 0.1 kg", "other quantity"),
        ("more_than: 0.1 m3", "more_than: 0.1", "needs its unit"),
        ("more_than: 0.1 m3", "more_than: much", "not a number"),
        ("fact: volume", "fact: volum", "measures no"),
        ("path: 2B350.a\n", "path: 2C350.a\n", "does not belong"),
        ("path: 2B350.a\n", "path: 2B35\n", "no path"),
        ("kinds: [tank]", "kinds: [tonk]", "no family has the kind"),
        ("kinds: [tank]", "kinds: []", "names its kinds"),
        ("of: glass", "of: glas", "has not all of"),
        ("is: retail", "is: wholesale", "has no value"),
        ("is: retail", "has: retail", "several choices"),
        ("every: surfaces", "every: use", "no fact of several choices"),
        ("    all:\n", "    any: []\n    all:\n", "one of"),
        ("entry: 2B350", "entry: 2B3500", "no entry"),
        ("number: 4", "kind: rumour, number: 4", "a note is one of"),
        ('editions: ["2025-11-15", "2021-05-20"]', "editions: soon", "list of dates"),
    ],
)
def test_a_typo_in_an_entry_is_refused_with_its_reason(before, after, says):
    assert before in ENTRY
    assert says in refused(ENTRY.replace(before, after)).reason


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("unit: mm, units: [mm, in]", "unit: mm, units: [mm, yards]", "not known"),
        ("unit: m3,", "unit: barrel,", "not known"),
        ("formula: outer / wall", "formula: outer / lid", "measures no"),
        ("formula: outer / wall", "formula: outer //", "no formula"),
        ("ru: Объём", "de: Volumen", "every language"),
        ("presumed: no", "presumed: perhaps", "no value of this fact"),
        ("better: less", "better: heavier", "less or more"),
        ("label: {en: Wall, ru: Стенка}, ", "", "missing key"),
        ("  volume:", "  Volume!:", "no name"),
    ],
)
def test_a_typo_in_a_family_is_refused_with_its_reason(before, after, says):
    assert before in FAMILY
    assert says in refused(family=FAMILY.replace(before, after)).reason


def test_the_mistake_knows_its_line():
    bad = refused(ENTRY.replace("is: retail", "is: wholesale"))
    assert line_of(bad.data, bad.key) == ENTRY[: ENTRY.index("is: retail")].count("\n") + 1


def test_a_part_of_another_edition_is_left_out():
    text = ENTRY.replace("- {of: glass,", "- {since: 2025-11-15, of: glass,")
    sheet = {"surfaces": frozenset({"glass"}), "volume": 1}
    assert len(list(book(text).entries["2B350"].nodes())) > len(
        list(book(text, edition="2021-05-20").entries["2B350"].nodes())
    )
    assert sheet


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "editions", "rules", "kinds", "path", "all", "any", "fact",
                             "more_than", "is", "every", "by", "of", "not", "count", "released_by"]),
            inner, max_size=4,
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_any_data_is_an_entry_or_bad_criteria(data):
    family = codec.load_family(parse(FAMILY, path="family.yaml"), "2025-11-15")
    try:
        codec.load_entry(data, "2025-11-15", dict.fromkeys(family.kinds, family))
    except BadCriteria:
        return


def test_two_entries_load_together():
    assert set(book(ENTRY, OTHER).entries) == {"2B350", "2B351"}
