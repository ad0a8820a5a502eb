from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudies.scenario.codec import BadSpec, read_case, write
from tests.factories.cases import shipped, tiny, tiny_data
from vocabulary.yamlfile import parse


@pytest.mark.parametrize("pick", [tiny, shipped])
def test_round_trip_is_lossless(pick: Any) -> None:
    assert read_case(write(pick())) == pick()
    assert write(read_case(write(pick()))) == write(pick())


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("nonsense",), 1, "nonsense"),
        (("title",), {"en": "only"}, "title"),
        (("title",), {"en": "a", "ru": " "}, "title.ru"),
        (("title",), ["a"], "title"),
        (("minutes",), "ten", "minutes"),
        (("minutes",), True, "minutes"),
        (("minutes",), 10**9, "minutes"),
        (("pass_mark",), "1/0", "pass_mark"),
        (("pass_mark",), float("nan"), "pass_mark"),
        (("pass_mark",), "1e9", "pass_mark"),
        (("level",), "expert", "level"),
        (("stages",), {}, "stages"),
        (("stages", 0), [], "stages[0]"),
        (("stages", 0, "links", 1, "to"), None, "stages[0].links[1].to"),
        (("stages", 0, "questions", 0, "options", 1, "effects"), {"days": "x"},
         "stages[0].questions[0].options[1].effects.days"),
        (("clock", "start"), "2026-02-30", "clock.start"),
        (("variables",), [1], "variables"),
    ],
)  # fmt: skip
def test_fault_is_refused_with_its_place(path: tuple[Any, ...], value: Any, place: str) -> None:
    data = tiny_data()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(BadSpec) as refused:
        read_case(data)
    assert refused.value.place == place


def test_missing_key_is_named() -> None:
    data = tiny_data()
    del data["letter"]["opening"]
    with pytest.raises(BadSpec, match=r"letter\.opening: is missing"):
        read_case(data)


def test_line_of_the_file_is_told() -> None:
    section = parse("key: a\ntitle: {en: a, ru: б}\nunknown: 1\n", path="case.yaml")
    with pytest.raises(BadSpec) as refused:
        read_case(section)
    assert (refused.value.path, refused.value.line) == ("case.yaml", 3)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["key", "title", "stages", "clock", "x"]), inner)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_data_is_refused_never_crashes(data: Any) -> None:
    with pytest.raises(BadSpec):
        read_case(data)
