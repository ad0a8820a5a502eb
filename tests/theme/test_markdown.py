import contextlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theme.markdown import Refused, check, render
from theme.markdown import pool as pool_module
from theme.markdown.convert import ATTRIBUTES, CLASSES, TAGS

ATTACKS = (
    (Path(__file__).parent / "data/markup_attacks.txt").read_text(encoding="utf-8").splitlines()
)
# Within the bounds, and several seconds of work for the library.
SLOW = "[" * 500 + "<a " * 6_400
SAFE_SCHEMES = ("http:", "https:", "mailto:")


class Inspector(HTMLParser):
    """Collects everything a browser could act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def inspect(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


def assert_harmless(html: str) -> None:
    seen = inspect(html)
    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        allowed = ATTRIBUTES.get(tag, set()) | ATTRIBUTES["*"] | {"class", "rel"}
        assert name in allowed, (tag, name)
        if name == "class":
            assert set(value.split()) <= CLASSES[tag]
        if name == "href":
            # As browsers read it: tabs and line ends inside a scheme do not count.
            address = re.sub(r"[\t\r\n]", "", value).strip().lower()
            absolute = re.match(r"[a-z][a-z0-9+.-]*:", address)
            assert not absolute or address.startswith(SAFE_SCHEMES), value


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_nothing_a_browser_could_run(attack):
    assert_harmless(render(attack))


def test_all_attacks_in_one_text_leave_nothing_either():
    assert len(ATTACKS) >= 60
    assert_harmless(render("\n\n".join(line for line in ATTACKS if "[" not in line)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 4_000, "too_many_brackets"),
        ("![" * 4_000, "too_many_brackets"),
        ("[" * 20_000, "too_many_brackets"),
        ("a" * 20_001, "too_long"),
        ("a\x00b", "control_characters"),
        ("a\ud800b", "control_characters"),
    ],
)
def test_costly_or_unstorable_text_is_refused_before_any_work(text, reason):
    with pytest.raises(Refused) as caught:
        check(text)
    assert caught.value.reason == reason
    with pytest.raises(Refused):
        render(text)


def test_a_slow_text_is_stopped_and_the_next_one_is_rendered():
    with pytest.raises(Refused) as caught:
        render(SLOW)
    assert caught.value.reason == "too_slow"
    assert render("after") == "<p>after</p>"


def test_a_worker_that_died_is_replaced():
    render("before")
    pool_module._POOL._worker._process.kill()
    pool_module._POOL._worker._process.wait()
    with pytest.raises(Refused):
        render("unlucky")
    assert render("after") == "<p>after</p>"


@given(st.text(max_size=600) | st.text("[]()!*_`<>#|-:^\n \\&ax1", max_size=600))
@settings(max_examples=100, deadline=None)
def test_any_text_is_rendered_harmlessly_or_refused(text):
    with contextlib.suppress(Refused):
        assert_harmless(render(text))


def test_headings_stay_below_the_page_heading():
    assert render("# A\n\n## B\n\n###### C") == "<h2>A</h2>\n<h3>B</h3>\n<h6>C</h6>"
    assert render("## A\n\n### B") == "<h2>A</h2>\n<h3>B</h3>"


def test_tables_scroll_and_align_by_class():
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll"')
    assert '<th class="n" scope="col">b</th>' in html
    assert '<td class="n">2</td>' in html
    assert "style" not in html
    assert "align=" not in html


def test_footnotes_of_two_texts_do_not_collide():
    first, second = render("a[^1]\n\n[^1]: x"), render("b[^1]\n\n[^1]: y")
    ids = [
        [value for _, name, value in inspect(html).attributes if name == "id"]
        for html in (first, second)
    ]
    targets = {value for _, name, value in inspect(first).attributes if name == "href"}
    assert len(ids[0]) == 2
    assert not set(ids[0]) & set(ids[1])
    assert targets == {f"#{name}" for name in ids[0]}


def test_language_of_a_fragment_is_kept():
    assert render('<span lang="ru">лицензия</span>') == '<p><span lang="ru">лицензия</span></p>'


def test_links_may_be_relative_and_carry_no_referrer_to_strangers():
    assert render("[a](/ru/list/3A225/)") == (
        '<p><a href="/ru/list/3A225/" rel="noopener noreferrer">a</a></p>'
    )


def test_pictures_are_left_to_the_figure_block():
    assert "<img" not in render("![a](https://example.org/a.png)")


def test_empty_text_is_empty():
    assert render(" \n") == ""


def test_rendering_needs_no_django():
    code = "import sys, theme.markdown.worker; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
