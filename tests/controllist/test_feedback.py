"""What the rules found, in words of both languages; the same sheet in two editions."""

import re
from fractions import Fraction

import pytest
from django.utils import translation

from controllist.criteria import Status
from controllist.criteria.facts import Mistake, read_facts
from controllist.criteria.thresholds import drift
from controllist.feedback import (
    Criterion,
    drifted,
    explain,
    figures,
    mistake,
    paths_of,
    quantity,
    said,
)
from tests.controllist.criteria.conftest import EDITIONS, book, shipped

pytestmark = pytest.mark.django_db


def readings(rules, kind, captions=None, **raw):
    facts, mistakes = read_facts(rules.family_of[kind], raw)
    assert mistakes == []
    return explain(rules.classify(kind, facts), rules, captions or {})


def texts(criteria: tuple[Criterion, ...]):
    for one in criteria:
        yield one.text
        yield from texts(one.children)


def states(criteria):
    for one in criteria:
        yield one.state, one.text
        yield from states(one.children)


def test_each_criterion_says_value_threshold_and_verdict():
    (first, _second) = readings(book(), "tank", volume="6,3 m3", surfaces=["glass"])
    assert (first.code, first.state, first.line) == ("2B350", "met", "2B350.a.3")
    assert "Volume: 6.3\u00a0m³; asked for: more than 0.1\u00a0m³" in list(texts(first.criteria))
    assert first.sentence == "2B350 catches the item; the line 2B350.a.3 decides."


def test_the_same_in_russian_with_a_decimal_comma():
    with translation.override("ru"):
        (first, _second) = readings(book(), "tank", volume="6,3 m3", surfaces=["glass"])
    assert "Объём: 6,3\u00a0м³; по списку: более 0,1\u00a0м³" in list(texts(first.criteria))
    assert first.sentence == "Товар подпадает под 2B350; решающая строка — 2B350.a.3."


def test_a_missing_fact_and_a_question_to_the_authority_are_named():
    found = readings(book(), "tank", surfaces=["glass"])
    assert found[0].state == "undecided"
    assert found[0].missing == ("Volume",)


def test_a_presumption_is_said_and_a_release_named():
    found = readings(book(), "tank", volume="6 m3", surfaces=["glass"], use="retail", error="0,5 %")
    assert found[0].state == "released"
    assert ("released", "Note 4 to 2B350.a") in set(states(found[0].criteria))
    notes = {one.note for tree in found[1].criteria for one in (tree, *tree.children)}
    assert "not stated: taken as “no”" in notes


def test_a_rounded_value_says_so():
    assert quantity(Fraction(1, 3), "m") == "≈ 0.33333\u00a0m"
    assert quantity(Fraction(1, 4), "m") == "0.25\u00a0m"


def test_captions_stand_where_they_are_known():
    rules = book()
    facts, _ = read_facts(rules.family_of["tank"], {"volume": "6 m3", "surfaces": ["glass"]})
    result = rules.classify("tank", facts)
    assert {"2B350.a", "2B350.a.3", "2B350"} <= set(paths_of(result))
    found = explain(result, rules, {"2B350.a": "Small tanks."})
    assert found[0].criteria[0].text == "Small tanks."


@pytest.mark.parametrize("code", [
    "not_a_number", "unknown_unit", "other_quantity", "unknown_choice", "not_yes_or_no",
    "unknown_fact", "contradiction",
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_mistake_has_words(code, language):
    with translation.override(language):
        text = mistake(Mistake(code, "volume", "5 kg"), book().families["tanks"])
    assert ("Volume" if language == "en" else "Объём") in text


def test_every_shipped_rule_can_be_put_into_words():
    for language in ("en", "ru"):
        with translation.override(language):
            for edition in EDITIONS:
                rules = shipped(edition)
                for kind in rules.family_of:
                    for reading in readings(rules, kind):
                        assert reading.sentence
                        assert all(texts(reading.criteria))
                for entry in rules.entries.values():
                    assert all(row.bound and row.label for row in figures(entry, rules))


# A sheet that the two editions answer differently: kind, facts, answer of 2021 and of 2025, and the
# two thresholds that the traces show.
DRIFT = [
    ("computer", {"processors": "100", "processor_rate": "0.5 TFLOPS", "vector": "yes"},
     "4A003.b", "", "29\u00a0WT", "70\u00a0WT"),
    ("composite", {
        "fibre": "carbon", "form": "tow", "from_prepreg": "no", "matrix": "organic",
        "modulus": "230 GPa", "strength": "3.53 GPa", "density": "1.76 g/cm3", "shape": "tube",
        "inner_diameter": "500 mm", "wall_thickness": "3 mm", "resin": "epoxy", "stage": "finished",
    }, "", "1A202", "400\u00a0mm", "650\u00a0mm"),
    ("oscilloscope", {"sampling": "real-time", "noise": "1.5 %", "bandwidth": "70 GHz"},
     "3A002.a.7", "", "60\u00a0GHz", "90\u00a0GHz"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "in_2021", "in_2025", "before", "after"), DRIFT)
def test_one_sheet_two_editions_two_answers_with_the_trace_in_both_languages(
    kind, raw, in_2021, in_2025, before, after
):
    for edition, answer, bound in (
        ("2021-05-20", in_2021, before),
        ("2025-11-15", in_2025, after),
    ):
        rules = shipped(edition)
        facts, mistakes = read_facts(rules.family_of[kind], raw)
        assert mistakes == []
        result = rules.classify(kind, facts)
        assert result.line == answer
        for language in ("en", "ru"):
            with translation.override(language):
                said_ = " ".join(
                    text for one in explain(result, rules, {}) for text in texts(one.criteria)
                )
            number = bound.split("\u00a0")[0]
            assert re.search(rf"\b{number}\u00a0", said_), (edition, language, said_)


def test_the_changes_of_editions_are_put_into_words():
    newer, older = (shipped(edition) for edition in EDITIONS)
    found = {code: drifted(rows, newer) for code, rows in drift(older, newer).items()}
    rows = {(row.before, row.bound) for row in found["4A003"]}
    assert ("29\u00a0WT", "70\u00a0WT") in rows
    with translation.override("ru"):
        assert said({"en": "x", "ru": "у"}) == "у"


def test_statuses_have_words_for_every_state():
    assert {str(status) for status in Status} == {"met", "released", "undecided", "missed"}
