import pytest

from controllist.datasheets import BadTemplate, load_template, prove
from controllist.importers.criteria import read_files
from tests.controllist.criteria.conftest import book, shipped
from tests.controllist.datasheets.conftest import TEMPLATE, template
from tests.house import ROOT


def test_a_good_template_is_proven():
    prove(template(), book())


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("kind: tank", "kind: tonk", "no family has the kind"),
        ("entry: 2B350\n", "entry: 2B35\n", "no entry"),
        ("fact: volume", "fact: volum", "no fact"),
        ("step: 0.5 m3", "step: 0.5 kg", "other quantity"),
        ("step: 0.5 m3", "step: 0.5", "needs its unit"),
        ("units: [m3, L]", "units: [m3, in]", "not stated in"),
        ("range: [36 %, 44 %]", "range: [44 %, 36 %]", "from less to more"),
        ("range: [36 %, 44 %]", "range: [36 %]", "two ends"),
        ("step: 1 %", "step: 0.001 %", "steps"),
        ("some_of: [glass, alloy, steel]", "some_of: [glass, brass]", "has no value"),
        ("one_of: [retail, plant]", "one_of: [retail], fixed: plant", "one_of, some_of or fixed"),
        ("mix: [listed, near_miss, released, other]", "mix: [listed, gone]", "mix has"),
        ("mix: [listed, near_miss, released, other]", "mix: [listed]", "two outcomes"),
        ("{fact: use, ", "{fact: use, when: {special: yes}, ", "no earlier row"),
        ("- {fact: error", "- {fact: volume, range: [1 m3, 2 m3], step: 1 m3}\n  - {fact: error", "two rows"),
        ("fact: nickel,", "fact: nickel, colour: red,", "unknown key"),
        ("ru: Паспорт", "de: Blatt", "every language"),
    ],
)  # fmt: skip
def test_a_typo_is_refused_with_its_reason(before, after, says):
    assert before in TEMPLATE
    with pytest.raises(BadTemplate) as caught:
        template(TEMPLATE.replace(before, after))
    assert says in caught.value.reason


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("around: 20 m3", "around: 50 m3", "reaches no threshold"),
        ("entry: 2B350\n", "entry: 2B352\n", "no rule of 2B352"),
        ("one_of: [retail, plant]", "one_of: [plant]", "no draw is released"),
        ("silent: [no]", "silent: [yes]", "only what is presumed"),
        ("  - {fact: volume, around: 20 m3, step: 0.5 m3, units: [m3, L]}\n", "", "no draw"),
    ],
)
def test_a_template_that_cannot_do_what_it_says_is_refused(before, after, says):
    assert before in TEMPLATE
    with pytest.raises(BadTemplate) as caught:
        prove(template(TEMPLATE.replace(before, after)), book())
    assert says in caught.value.reason


def test_a_template_whose_every_variant_has_one_answer_is_refused():
    alike = TEMPLATE.replace("some_of: [glass, alloy, steel]", "some_of: [steel]")
    alike = alike.replace(
        "mix: [listed, near_miss, released, other]", "mix: [near_miss, not_listed]"
    )
    alike = alike.replace("range: [0.5 %, 1.5 %]", "range: [1 %, 1.5 %]")
    with pytest.raises(BadTemplate):
        prove(template(alike), book())


def test_every_shipped_template_is_proven_in_every_edition_it_names():
    files, refused = read_files(ROOT / "content")
    assert refused == []
    found = {key: data for (sort, key), data in files.items() if sort == "sheet"}
    assert found
    for data in found.values():
        for edition in data["editions"]:
            rules = shipped(edition)
            prove(load_template(data, rules.family_of), rules)
