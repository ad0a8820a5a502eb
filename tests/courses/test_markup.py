import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courses import markup
from courses.markup import Reference
from vocabulary.yamlfile import BadFile

HEAD = "---\ntitle: Reading an entry\nsummary: How an entry is built\nminutes: 8\n---\n"
PIECES = [
    "Some text",
    "## A heading",
    "[[a-term]] and [[list:3A225|an entry]]",
    "[[source:reg]]",
    '::: callout kind=remember title="Parameters decide"',
    ":::",
    "::: term key=dual-use-item :::",
    "::: exercise set=first item=converter :::",
    "::: case key=pumps :::",
    '::: figure src=tree.svg alt="A tree" caption="Ten categories" :::',
    "::: term key=:::",
    "::: callout",
    "::: boom :::",
    '::: figure src=../x.svg alt="x" :::',
    "[[",
    "]]",
    "---",
    "",
]


def lesson(body: str) -> markup.Lesson:
    return markup.parse(HEAD + body, path="a.md")


def outcome(source: str) -> markup.Lesson | BadFile:
    try:
        return markup.parse(source, path="a.md")
    except BadFile as error:
        return error


def refused(body: str) -> BadFile:
    with pytest.raises(BadFile) as caught:
        lesson(body)
    return caught.value


def test_a_lesson_is_read_in_order() -> None:
    read = lesson("\nOne\n\nTwo\n::: term key=dual-use-item :::\n\nThree\n")
    assert (read.title, read.summary, read.minutes) == (
        "Reading an entry",
        "How an entry is built",
        8,
    )
    assert [(block.kind, block.line, dict(block.values)) for block in read.blocks] == [
        ("text", 7, {"text": "One\n\nTwo"}),
        ("term", 10, {"key": "dual-use-item"}),
        ("text", 12, {"text": "Three"}),
    ]


def test_a_callout_holds_markdown_up_to_its_end() -> None:
    (block,) = lesson('::: callout kind=warning title="Look twice"\n- a\n\n- b\n:::\n').blocks
    assert dict(block.values) == {"kind": "warning", "title": "Look twice", "text": "- a\n\n- b"}


def test_keys_of_the_front_matter_are_lists() -> None:
    head = HEAD.replace("minutes: 8\n", "minutes: 8\nobjectives: [one, two, one]\nsources: [reg]\n")
    read = markup.parse(head + "x", path="a.md")
    assert (read.objectives, read.sources) == (("one", "two"), ("reg",))


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("a\n::: boom :::", 7, "unknown directive"),
        ("::: term :::", 6, "needs “key”"),
        ("::: term key=a key=b :::", 6, "stands twice"),
        ("::: term key=A_B :::", 6, "must be a key"),
        ("::: term key=a other=b :::", 6, "knows no “other”"),
        ("::: term key=a", 6, "must end with"),
        ("::: callout kind=loud\nx\n:::", 6, "must be one of"),
        ("x\n\n::: callout kind=warning\nx", 8, "never closed"),
        ("::: callout kind=warning\n\n:::", 6, "is empty"),
        ("::: callout kind=warning\n::: term key=a :::\n:::", 7, "inside a callout"),
        ("::: figure src=../../etc/x.svg alt=x :::", 6, "must be a file name"),
        ("::: figure src=x.svg :::", 6, "needs “alt”"),
        (":::", 6, "without a directive"),
        ("a\nb [[list:3A225] c", 7, "is not a reference"),
        ("", None, "holds no text"),
    ],
)
def test_a_mistake_is_named_with_its_line(body: str, line: int | None, words: str) -> None:
    error = refused(body)
    assert (error.path, error.line) == ("a.md", line)
    assert words in error.reason


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("text only", 1, "front matter"),
        ("---\ntitle: x\n", 1, "no closing"),
        ("---\ntitle: x\nsummary: y\nminutes: many\n---\nx", 4, "from 1 to 120"),
        ("---\ntitle: x\nsummary: y\nminutes: true\n---\nx", 4, "from 1 to 120"),
        ("---\ntitle: x\nsummary: y\nminutes: 3\nauthor: z\n---\nx", 5, "unknown key"),
        ("---\ntitle: x\nminutes: 3\n---\nx", 2, "missing key “summary”"),
        ("---\ntitle: x\nsummary: y\nminutes: 3\nsources: reg\n---\nx", 5, "list of keys"),
    ],
)
def test_front_matter_is_checked(source: str, line: int, words: str) -> None:
    with pytest.raises(BadFile) as caught:
        markup.parse(source, path="a.md")
    assert caught.value.line == line
    assert words in caught.value.reason


def test_references_are_found_and_replaced() -> None:
    text = "A [[dual-use-item|thing]], [[list:2B350.a.3]] after [[source:reg-2021]]."
    assert markup.references(text) == [
        Reference("term", "dual-use-item", "thing"),
        Reference("list", "2B350.a.3", ""),
        Reference("source", "reg-2021", ""),
    ]
    assert markup.replace(text, lambda ref: f"<{ref.key}>") == (
        "A <dual-use-item>, <2B350.a.3> after <reg-2021>."
    )
    assert markup.malformed(text) == ""
    assert markup.malformed("see [[Not A Key]] here") == "[[Not A Key]] here"


EN = "Text\n::: term key=a :::\nMore\n::: case key=c :::\n"


@pytest.mark.parametrize(
    ("ru", "expected"),
    [
        ("Текст\n::: term key=a :::\nЕщё\n::: case key=c :::\n", None),
        ("Текст\n::: term key=b :::\nЕщё\n::: case key=c :::\n", (7, "found “::: term key=b”")),
        ("Текст\n::: term key=a :::\n::: case key=c :::\n", (8, "expected a text")),
        ("Текст\n::: term key=a :::\nЕщё\n", (8, "“::: case key=c” is missing")),
        (f"{EN}ещё", (10, "a text stands only")),
    ],
)
def test_the_languages_must_have_the_same_shape(ru: str, expected: tuple[int, str] | None) -> None:
    found = markup.difference(lesson(EN), lesson(ru))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected[0]
        assert expected[1] in found[1]


@settings(max_examples=100)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=15))
@example(["["] * 2000)
@example(["[" * 20_000])
@example(["[[a|" * 5_000])
@example([f"::: figure {'a=b ' * 4000}:::"])
def test_any_text_is_read_or_refused_with_its_line(pieces: list[str]) -> None:
    source = HEAD + "\n".join(pieces)
    read = outcome(source)
    if isinstance(read, BadFile):
        assert read.line is None or 1 <= read.line <= source.count("\n") + 1
    else:
        numbers = [block.line for block in read.blocks]
        assert numbers == sorted(set(numbers))
        assert markup.difference(read, read) is None
        for block in read.blocks:
            assert markup.malformed(block.values.get("text", "")) == ""


@given(st.text(max_size=300))
def test_any_file_is_read_or_refused(source: str) -> None:
    read = outcome(source)
    assert isinstance(read, markup.Lesson) or read.path == "a.md"
