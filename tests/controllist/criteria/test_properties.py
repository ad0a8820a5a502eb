"""Over the shipped rules: nothing raises, more facts lose no met comparison, traces agree."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllist.criteria import Rulebook, Status
from controllist.criteria.facts import FactKind, FactSpec
from controllist.criteria.nodes import COMPARE, Compare
from controllist.criteria.verdicts import either
from tests.controllist.criteria.conftest import EDITIONS, shipped

NUDGE = Fraction(1, 10**9)


def values(spec: FactSpec, bounds: list[Fraction]):
    """Values that matter: on each threshold, just beside it, and anything."""
    if spec.kind is FactKind.YES_NO:
        return st.booleans()
    if spec.kind is FactKind.CHOICE:
        return st.sampled_from(sorted(spec.choices))
    if spec.kind is FactKind.MANY:
        return st.frozensets(st.sampled_from(sorted(spec.choices)), min_size=1, max_size=3)
    near = [bound + nudge for bound in bounds for nudge in (-NUDGE, 0, NUDGE)]
    return st.sampled_from(near) | st.fractions(0, 10**9) if near else st.fractions(0, 10**9)


def bounds_of(book: Rulebook, kind: str, fact: str) -> list[Fraction]:
    return sorted(
        {
            node.bound
            for entry in book.competing(kind)
            for node in entry.nodes()
            if isinstance(node, Compare) and node.fact == fact and isinstance(node.bound, Fraction)
        }
    )


@st.composite
def items(draw, edition: str):
    book = shipped(edition)
    kind = draw(st.sampled_from(sorted(kind for kind in book.family_of if book.competing(kind))))
    facts = {}
    for spec in book.asks(kind):
        if draw(st.integers(0, 3)):
            facts[spec.name] = draw(values(spec, bounds_of(book, kind, spec.name)))
    return book, kind, facts


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_trace_comes_to_the_same_as_the_quick_answer(edition):
    @settings(max_examples=150, deadline=None)
    @given(items(edition))
    def check(item):
        book, kind, facts = item
        result = book.classify(kind, facts)
        for candidate in result.candidates:
            assert either([tree.status for tree in candidate.trace]) == candidate.status
            assert (candidate.lines == ()) == (candidate.status in ("missed", "undecided"))
            assert all(line.startswith(candidate.code) for line in candidate.lines)

    check()


def test_more_facts_never_lose_a_met_comparison():
    @settings(max_examples=150, deadline=None)
    @given(items(EDITIONS[0]), st.data())
    def check(item, data):
        book, kind, facts = item
        known = {
            name for name, spec in book.family_of[kind].facts.items() if spec.presumed is not None
        }
        kept = {
            name: value
            for name, value in facts.items()
            if name in known or data.draw(st.booleans())
        }
        before = comparisons(book, kind, kept)
        after = comparisons(book, kind, facts)
        assert all(after[key] is Status.MET for key, one in before.items() if one is Status.MET)

    check()


def comparisons(book: Rulebook, kind: str, facts):
    """Plain comparisons by place; what refers to other entries may turn with them."""
    found = {}
    for candidate in book.classify(kind, facts).candidates:
        for number, tree in enumerate(candidate.trace):
            for place, leaf in enumerate(tree.leaves()):
                if leaf.op in COMPARE or leaf.op in ("is", "has", "only", "named"):
                    found[candidate.code, number, place, leaf.path, leaf.fact] = leaf.status
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_threshold_turns_exactly_at_its_bound(edition):
    """Each comparison of the shipped rules: on the bound, just below, just above."""
    book = shipped(edition)
    turned = 0
    for entry in book.entries.values():
        for node in entry.nodes():
            if not isinstance(node, Compare) or not isinstance(node.bound, Fraction):
                continue
            below, on, above = (
                COMPARE[node.op](node.bound + nudge, node.bound) for nudge in (-NUDGE, 0, NUDGE)
            )
            assert (below, above) in {(True, False), (False, True)}
            assert on is (node.op in ("at_least", "at_most", "good_less", "good_more"))
            turned += 1
    assert turned > 20


def test_no_facts_at_all_decide_nothing_wrongly():
    for edition in EDITIONS:
        book = shipped(edition)
        for kind in book.family_of:
            for candidate in book.classify(kind, {}).candidates:
                assert candidate.status in set(Status)
