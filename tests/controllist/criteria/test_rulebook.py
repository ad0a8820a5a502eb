from fractions import Fraction

import pytest

from controllist.criteria import Status
from controllist.criteria.entries import reading_order
from controllist.criteria.facts import read_facts
from controllist.criteria.joining import common_line
from tests.controllist.criteria.conftest import ENTRY, OTHER, book

GLASS = {"volume": "6,3 m3", "surfaces": ["glass"]}


def classify(rules=None, kind="tank", **raw):
    rules = rules or book()
    facts, mistakes = read_facts(rules.family_of[kind], raw)
    assert mistakes == []
    return rules.classify(kind, facts)


def test_the_line_that_decides_is_found_through_the_tree():
    result = classify(**GLASS)
    assert (result.status, result.line) == (Status.MET, "2B350.a.3")


@pytest.mark.parametrize(
    ("volume", "status"),
    [("0,1 m3", "missed"), ("0,1001 m3", "met"), ("100.1 L", "met"), ("100 L", "missed"),
     ("19,999 m3", "met"), ("20 m3", "missed"), ("21 m3", "missed")],
)  # fmt: skip
def test_bounds_are_exact_on_both_sides(volume, status):
    found = classify(**{**GLASS, "volume": volume}).candidates[0]
    assert found.status == status


@pytest.mark.parametrize(
    ("error", "status"), [("1 %", "missed"), ("0,999 %", "met"), ("1,001 %", "missed")]
)
def test_better_than_leaves_the_bound_out(error, status):
    assert classify(volume="30 m3", surfaces=["steel"], error=error).candidates[1].status == status


def test_all_surfaces_must_be_of_listed_materials():
    both = {**GLASS, "surfaces": ["glass", "alloy"], "nickel": "45 %"}
    assert classify(**both).line == "2B350.a"
    assert classify(**{**both, "nickel": "40 %"}).candidates[0].status == Status.MISSED
    assert classify(**{**GLASS, "surfaces": ["glass", "steel"]}).candidates[0].status == "missed"
    without = classify(volume="6 m3", surfaces=["alloy"])
    assert without.candidates[0].status == Status.UNDECIDED


def test_a_note_releases_and_is_named():
    found = classify(**GLASS, use="retail").candidates[0]
    assert found.status == Status.RELEASED
    (note,) = found.released_by()
    assert (note.path, note.note, note.status) == ("2B350.a", "note:4", Status.MET)
    assert classify(**GLASS, use="plant").line == "2B350.a.3"


def test_what_a_note_released_is_not_specified_any_more():
    released = classify(**GLASS, use="retail", error="0,5 %")
    assert released.line == "2B351"


def test_other_than_sets_the_order_of_reading():
    swapped = ENTRY.replace("- {fact: volume,", "- {other_than: 2B351}\n      - {fact: volume,")
    assert [one.code for one in book().competing("tank")] == ["2B350", "2B351"]
    rules = book(swapped, OTHER.replace("      - {other_than: 2B350}\n", ""))
    assert [one.code for one in rules.competing("tank")] == ["2B351", "2B350"]
    circle = book(swapped, OTHER)
    assert [one.code for one in reading_order(circle.entries.values())] == ["2B350", "2B351"]
    assert classify(circle, **GLASS, error="0,5 %").status in set(Status)


def test_a_silent_sheet_counts_as_the_family_presumes():
    found = classify(volume="30 m3", surfaces=["steel"], error="0,5 %")
    assert found.line == "2B351"
    leaf = [leaf for tree in found.candidates[1].trace for leaf in tree.leaves()][-1]
    assert (leaf.fact, leaf.presumed) == ("special", True)
    assert classify(volume="30 m3", surfaces=["steel"], error="0,5 %", special="yes").line == ""


def test_thresholds_follow_the_edition():
    alloy = {"volume": "6 m3", "surfaces": ["alloy"], "nickel": "35 %"}
    assert classify(book(), **alloy).line == ""
    older = book(edition="2021-05-20")
    assert classify(older, **alloy).line == "2B350.a.4"
    assert set(older.entries) == {"2B350"}


def test_a_term_is_computed_and_never_divides_by_zero():
    text = ENTRY.replace(
        "- every: surfaces", "- {fact: ratio, at_least: 4}\n      - every: surfaces"
    )
    rules = book(text)
    sheet = {**GLASS, "outer": "40 mm", "wall": "10 mm"}
    assert classify(rules, **sheet).line == "2B350.a.3"
    assert classify(rules, **{**sheet, "wall": "10.01 mm"}).line == ""
    assert classify(rules, **{**sheet, "wall": "0 mm"}).status == Status.UNDECIDED
    assert classify(rules, **GLASS).status == Status.UNDECIDED
    assert {spec.name for spec in rules.asks("tank")} >= {"outer", "wall", "volume"}


def test_facts_that_contradict_each_other_are_named():
    rules = book()
    facts, _ = read_facts(rules.families["tanks"], {"wall": "50 mm", "outer": "40 mm"})
    assert [mistake.fact for mistake in rules.contradictions("tank", facts)] == ["wall"]
    assert rules.contradictions("tank", {"wall": Fraction(5)}) == []


def test_facts_as_typed_are_read_or_refused_one_by_one():
    facts, mistakes = read_facts(
        book().families["tanks"],
        {
            "volume": "6 kg",
            "wall": "4 мм",
            "surfaces": ["brass"],
            "special": "maybe",
            "x": 1,
            "use": "",
        },
    )
    assert facts == {"wall": Fraction(4)}
    assert {(one.code, one.fact) for one in mistakes} == {
        ("other_quantity", "volume"), ("unknown_choice", "surfaces"),
        ("not_yes_or_no", "special"), ("unknown_fact", "x"),
    }  # fmt: skip


def test_an_unknown_kind_has_no_candidates():
    result = book().classify("submarine", {})
    assert (result.status, result.line, result.candidates) == (Status.MISSED, "", ())
    assert book().asks("submarine") == ()


@pytest.mark.parametrize(
    ("lines", "path", "found"),
    [
        ({"2B230.a", "2B230.b"}, "2B230", "2B230"),
        ({"9A012.a.1.a", "9A012.a.1.b"}, "9A012.a", "9A012.a.1"),
        (set(), "3A225", "3A225"),
    ],
)
def test_cumulative_conditions_are_decided_by_the_line_that_holds_them(lines, path, found):
    assert common_line(lines, path) == found


GROUPED = """\
entry: 2B352
editions: ["2025-11-15"]
rules:
  - kinds: [tank]
    path: 2B352.a
    all:
      - {fact: special, is: no}
      - any:
          - path: 2B352.a.1
            all: [{fact: use, is: plant}, {fact: wall, more_than: 5 mm}]
          - {path: 2B352.a.2, fact: wall, less_than: 3 mm}
    released_by: [{when: {fact: outer, more_than: 1000 mm}}]
"""
ASKING = """\
entry: 2B353
editions: ["2025-11-15"]
rules:
  - {kinds: [tank], path: 2B353, specified_in: %s}
"""


@pytest.mark.parametrize(
    ("named", "raw", "status"),
    [
        ("2B352.a.1", {"use": "plant", "wall": "1 mm"}, "missed"),  # a.2 is met, a.1 is not
        ("2B352.a.2", {"use": "plant", "wall": "1 mm"}, "met"),
        ("2B352.a.1", {"use": "plant", "wall": "6 mm"}, "met"),
        ("2B352.a", {"use": "plant", "wall": "6 mm"}, "met"),
        ("2B352", {"use": "plant", "wall": "6 mm"}, "met"),
        ("2B352.a.1", {"use": "plant", "wall": "6 mm", "special": "yes"}, "missed"),
        ("2B352.a.1", {"use": "plant", "wall": "6 mm", "outer": "2000 mm"}, "missed"),
        ("2B352.a.1", {"use": "plant"}, "undecided"),
        ("2B352.a.3", {"use": "plant", "wall": "6 mm"}, "missed"),
    ],
)
def test_a_part_of_a_grouped_rule_is_asked_by_itself(named, raw, status):
    rules = book(GROUPED, ASKING % named)
    found = {one.code: one.status for one in classify(rules, **raw).candidates}
    assert found["2B353"] == status


def test_alternatives_that_hold_side_by_side_all_decide():
    text = GROUPED.replace("fact: wall, more_than: 5 mm}]", "fact: wall, more_than: 2 mm}]")
    (found,) = classify(book(text), use="plant", wall="2.5 mm").caught
    assert (found.line, found.lines) == ("2B352.a.1", ("2B352.a.1", "2B352.a.2"))
    (single,) = classify(book(text), use="plant", wall="4 mm").caught
    assert single.lines == ("2B352.a.1",)
    assert classify(book(text), use="retail", wall="4 mm").candidates[0].lines == ()
