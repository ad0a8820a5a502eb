from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules import (
    Line,
    Requirement,
    course_requirements,
    evaluate,
    module_requirements,
)

LESSONS = ("c/m/one", "c/m/two")
ASKED = module_requirements(LESSONS, "a-set", "a-case")
READ = [Line("experienced", f"courses:lesson:{key}") for key in LESSONS]
PASSED = Line("passed", "exercises:set:a-set")
FINISHED = Line("completed", "casestudies:case:a-case")


def test_a_module_asks_for_lessons_then_exercises_then_the_case() -> None:
    assert (
        Requirement("lesson", "c/m/one"),
        Requirement("lesson", "c/m/two"),
        Requirement("set", "a-set"),
        Requirement("case", "a-case"),
    ) == ASKED
    assert module_requirements(LESSONS) == ASKED[:2]


def test_everything_done_completes_the_module_in_any_order() -> None:
    for lines in permutations([*READ, PASSED, FINISHED]):
        assert evaluate(ASKED, lines).complete


@pytest.mark.parametrize("left_out", range(4))
def test_one_thing_missing_leaves_the_module_open(left_out: int) -> None:
    lines = [line for n, line in enumerate([*READ, PASSED, FINISHED]) if n != left_out]
    progress = evaluate(ASKED, lines)
    assert (progress.complete, progress.done, progress.total) == (False, 3, 4)
    assert progress.next == ASKED[left_out]


@pytest.mark.parametrize(
    "line",
    [
        Line("failed", "exercises:set:a-set"),
        Line("answered", "exercises:set:a-set"),
        Line("completed", "exercises:set:a-set"),
        Line("passed", "exercises:set:a-set-2"),
        Line("passed", "exercises:item:a-set"),
    ],
)
def test_only_a_pass_of_that_set_counts(line: Line) -> None:
    assert not evaluate(ASKED, [*READ, FINISHED, line]).complete


def test_an_empty_module_is_never_complete() -> None:
    assert not evaluate(module_requirements([]), [PASSED]).complete


def test_a_course_is_its_modules() -> None:
    asked = course_requirements(["c/m", "c/n"])
    one = Line("completed", "courses:module:c/m")
    assert evaluate(asked, [one]).done == 1
    assert evaluate(asked, [one, Line("completed", "courses:module:c/n")]).complete


lines = st.builds(
    Line,
    st.sampled_from(["experienced", "passed", "failed", "completed", "answered"]),
    st.sampled_from([asked.object_key for asked in ASKED] + ["x"]),
)


@given(st.lists(lines, max_size=12), lines)
def test_more_lines_never_take_progress_away(some: list[Line], more: Line) -> None:
    before, after = evaluate(ASKED, some), evaluate(ASKED, [*some, more])
    assert before.done <= after.done <= after.total
    assert after == evaluate(ASKED, [more, *reversed(some), *some])
