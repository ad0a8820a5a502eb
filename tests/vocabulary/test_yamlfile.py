import contextlib
import datetime
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocabulary import yamlfile
from vocabulary.yamlfile import BadFile, bilingual, load, parse, require, sections, text


def write(tmp_path, data):
    path = tmp_path / "file.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def refusal(tmp_path, data):
    path = write(tmp_path, data)
    with pytest.raises(BadFile) as caught:
        load(path)
    assert caught.value.path == str(path)
    return caught.value.line, caught.value.reason


def test_reads_values_and_remembers_lines(tmp_path):
    data = load(
        write(tmp_path, "key: steel\ntitle:\n  en: Steel\n  ru: Сталь\nitems:\n  - key: a\n")
    )
    assert data == {
        "key": "steel",
        "title": {"en": "Steel", "ru": "Сталь"},
        "items": [{"key": "a"}],
    }
    assert data.lines == {"key": 1, "title": 2, "items": 5}
    assert (data["title"].line, data["items"][0].line) == (3, 6)


def test_byte_order_mark_is_dropped(tmp_path):
    assert load(write(tmp_path, b"\xef\xbb\xbfkey: a\n")) == {"key": "a"}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("007", "007"),
        ("12:30", "12:30"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("9" * 5000, "9" * 5000),
        ("1E001", "1E001"),
        ("0B001.b.13", "0B001.b.13"),
        ("13.5", 13.5),
        ("2025-11-15", datetime.date(2025, 11, 15)),
        ('"2025-11-15"', "2025-11-15"),
    ],
)
def test_a_value_means_what_it_shows(source, value):
    assert parse(f"a: {source}\n", path="f")["a"] == value


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        ("", None, "is empty"),
        ("# only a comment\n", None, "is empty"),
        ("- a\n- b\n", 1, "must be a mapping of keys to values"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key “a” stands twice"),
        ("a:\n  x: 1\n  x: 2\n", 3, "the key “x” stands twice"),
        ("a: 1\n2: b\n", 2, "the key “2” must be text: quote it"),
        ("a: 1\n? [x]\n: 1\n", 2, "the key a list must be text: quote it"),
        ("a: &x 1\nb: *x\n", 1, "anchors and aliases are not allowed"),
        ("a: 1\nb: *x\n", 2, "anchors and aliases are not allowed"),
        ("a: !!python/object:os.system x\n", 1, "tags are not allowed"),
        ("a: !!int x\n", 1, "tags are not allowed"),
        ("a: 1\nb: .nan\n", 2, "numbers must be finite"),
        ("a: -.inf\n", 1, "numbers must be finite"),
        ("a: 1\nb: 2025-02-30\n", 2, "cannot read the value “2025-02-30”"),
        (b"a: 1\nb: \x00\n", 2, "holds the control character U+0000"),
        (b"a: 1\n\nb: \xff\xfe\n", 3, "is not UTF-8 text"),
        ('a: 1\nb: "x\\0y"\n', 2, "the text holds a control character"),
        ('a: "\\ud800"\n', 1, "the text holds a control character"),
        ('a: 1\nb: "\\UFFFFFFFF"\n', 2, "holds an impossible character"),
        ("a: 1\nb: \ufffe\n", 2, "holds a character that YAML does not allow"),
        ("a: " + "[" * 20_000 + "\n", 1, "is nested deeper than 20 levels"),
        ("a: 1\nb: {" + "x: {" * 30 + "\n", 2, "is nested deeper than 20 levels"),
    ],
)
def test_bad_file_is_refused_with_its_line(tmp_path, data, line, reason):
    assert refusal(tmp_path, data) == (line, reason)


@pytest.mark.parametrize(
    ("data", "line"),
    [("a: [1, 2\nb: 3\n", 2), ("a: 'x\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: 1\n b: 2\n", 2)],
)
def test_broken_syntax_names_its_line(tmp_path, data, line):
    assert refusal(tmp_path, data)[0] == line


def test_too_large_file_is_refused_unparsed(tmp_path):
    line, reason = refusal(tmp_path, b"a" * (yamlfile.MAX_BYTES + 1))
    assert (line, reason) == (None, "is larger than 256 KB")


def test_missing_file_is_a_bad_file(tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        load(tmp_path / "absent.yaml")


def test_front_matter_lines_count_from_the_file(tmp_path):
    with pytest.raises(BadFile) as caught:
        parse("title: a\ntitle: b\n", path="01-x.en.md", first_line=2)
    assert caught.value.line == 3


def test_require_names_unknown_key_and_line():
    data = parse("key: a\ntitel: b\n", path="f")
    with pytest.raises(BadFile) as caught:
        require(data, allowed=["title"], required=["key"])
    assert str(caught.value) == "f:2: unknown key “titel” (known: key, title)"


def test_require_names_missing_key_and_the_line_of_its_mapping():
    row = parse("terms:\n  - key: a\n", path="f")["terms"][0]
    with pytest.raises(BadFile) as caught:
        require(row, allowed=[], required=["key", "title"])
    assert str(caught.value) == "f:2: missing key “title”"


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_require_refuses_what_is_no_mapping(value):
    with pytest.raises(BadFile, match="expected a mapping"):
        require(value, allowed=["a"], path="f")


def test_bilingual_text_wants_both_languages():
    data = parse("a: {en: x, ru: ' ю '}\nb: {en: x}\nc: x\nd: {en: x, ru: ''}\n", path="f")
    assert bilingual(data, "a") == {"en": "x", "ru": "ю"}
    assert bilingual(data, "absent", optional=True) == {"en": "", "ru": ""}
    for key, line in {"b": 2, "c": 3, "d": 4, "absent": 1}.items():
        with pytest.raises(BadFile) as caught:
            bilingual(data, key)
        assert caught.value.line == line


def test_text_and_sections_refuse_other_shapes():
    data = parse("a: x\nb: [1]\nc: [{k: v}]\nd: 5\n", path="f")
    assert text(data, "a") == "x"
    assert text(data, "absent", optional=True) == ""
    assert sections(data, "c") == [{"k": "v"}]
    assert sections(data, "absent", optional=True) == []
    for read, key, line in ((text, "b", 2), (text, "d", 4), (sections, "a", 1), (sections, "b", 2)):
        with pytest.raises(BadFile) as caught:
            read(data, key)
        assert caught.value.line == line


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.text(alphabet="[]{}:,-&*!|>'\"#%@` \n\tab\\0", max_size=80))
)
def test_any_text_is_read_or_refused(source):
    with contextlib.suppress(BadFile):
        assert isinstance(parse(source, path="f"), dict)


def test_needs_no_django():
    code = "import vocabulary.yamlfile, vocabulary.reports, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
