import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllist.diff import Change, How, Paragraph, compare, numbers_differ


def p(path, text, kind="provision", ordinal=0, defect=""):
    return Paragraph(path, kind, ordinal, text, defect)


def told(changes):
    return [(change.how, change.here.path) for change in changes]


def test_the_same_paragraphs_give_no_change():
    rows = [p("2B350", "Plant:"), p("2B350.a", "Reactors of 5 m³"), p("2B350", "Seals", "note")]
    assert compare(rows, rows) == []
    assert compare(rows, [p("2B350", "Plant:"), p("2B350.a", "Reactors of 5 m3;"), rows[2]]) == []


def test_changed_added_and_removed_stand_in_the_order_of_the_list():
    old = [p("2B350.a", "Small reactors"), p("2B350.b", "Stirrers of any kind")]
    new = [p("2B350.a", "Large reactors"), p("2B350.a.10", "Ten"), p("2B350.a.2", "Two")]
    assert told(compare(old, new)) == [
        (How.CHANGED, "2B350.a"),
        (How.ADDED, "2B350.a.2"),
        (How.ADDED, "2B350.a.10"),
        (How.REMOVED, "2B350.b"),
    ]


def test_a_paragraph_with_the_same_text_elsewhere_has_moved():
    old = [p("2B350.a", "Reactors of glass, above 100 litres")]
    new = [
        p("2B350.a", "Reactors of metal; or"),
        p("2B350.b", "Reactors of glass, above 100 litres;"),
    ]
    found = compare(old, new)
    assert told(found) == [(How.ADDED, "2B350.a"), (How.MOVED, "2B350.b")]
    assert found[1].old == old[0]
    assert not found[1].numbers


def test_short_or_repeated_texts_do_not_move():
    old = [p("2B350.a", "Not used"), p("2B350.b", "Valves of this kind; or")]
    new = [p("2B350.c", "Not used"), p("2B350.d", "Valves of this kind"),
           p("2B350.e", "Valves of this kind")]  # fmt: skip
    assert {change.how for change in compare(old, new)} == {How.ADDED, How.REMOVED}


def test_another_ordinal_is_no_change():
    old = [p("2B350", "Seals do not decide anything", "note", 0)]
    new = [p("2B350", "A note that is quite new here", "note", 0),
           p("2B350", "Seals do not decide anything", "note", 1)]  # fmt: skip
    assert told(compare(old, new)) == [(How.ADDED, "2B350")]


def test_numbers_are_counted_over_all_changes_of_an_entry():
    old = [p("2B350.a", "Pumps with 5 stages and 60 GHz")]
    split = [p("2B350.a", "Pumps having:"), p("2B350.a.1", "5 stages; and"),
             p("2B350.a.2", "60 GHz")]  # fmt: skip
    assert not numbers_differ(compare(old, split))
    raised = [*split[:2], p("2B350.a.2", "90 GHz")]
    assert numbers_differ(compare(old, raised))


def test_a_doubt_on_either_side_is_a_doubt():
    old, new = p("2B350.a", "one"), p("2B350.a", "two", defect="superscript lost")
    assert [change.doubtful for change in compare([old], [new])] == [True]
    assert [change.doubtful for change in compare([new], [old])] == [True]
    assert [change.doubtful for change in compare([old], [p("2B350.a", "two")])] == [False]


def test_a_change_of_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing"):
        _ = Change(How.CHANGED, None, None).here


PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        st.sampled_from(["2B350", "2B350.a", "2B350.b", "odd path"]),
        st.sampled_from(["provision", "note"]),
        st.integers(0, 2),
        st.sampled_from(["one text that is long enough", "another text of 5 mm", "", "Not used"]),
    ),
    unique_by=lambda one: one.identity,
    max_size=8,
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_difference_is_told_once(old, new):
    found = compare(old, new)
    befores = [change.old.identity for change in found if change.old]
    afters = [change.new.identity for change in found if change.new]
    assert len(set(befores)) == len(befores)
    assert len(set(afters)) == len(afters)
    unchanged = {one.identity for one in old} & {one.identity for one in new}
    for one in old:
        if one.identity not in unchanged and one.text == "Not used":
            assert one.identity in befores
