import pytest
from django.utils.translation import get_language, override

from controllist.compile import address, cited_paths, link_lists


@pytest.mark.parametrize(
    ("path", "language", "edition", "url"),
    [
        ("2B350.a.3", "en", "", "/en/list/2B350.a.3/"),
        ("2в350 а 3", "ru", "", "/ru/list/2B350.a.3/"),
        ("2B350.a.3", "ru", "2021-05-20", "/ru/list/2021-05-20/2B350/#2B350.a.3"),
        ("2B350", "en", "2021-05-20", "/en/list/2021-05-20/2B350/"),
        ("not-listed", "en", "", ""),
        ("../admin", "en", "", ""),
    ],
)
def test_address_is_in_the_language_asked_for(path, language, edition, url):
    with override("en"):
        assert address(path, language=language, edition=edition) == url
        assert get_language() == "en"


def test_marks_become_links():
    text = "See [[list:3A225]] and [[list:2в350.a|reactors *big*]], not [[list:hello]] or [[term]]."
    assert link_lists(text, language="ru") == (
        "See [3A225](/ru/list/3A225/) and [reactors \\*big\\*](/ru/list/2B350.a/), "
        "not hello or [[term]]."
    )


def test_cited_paths_are_each_named_once():
    text = "[[list:3A225]] [[list:3а225|again]] [[list:1C216]] [[list:hello]] [[term]]"
    assert cited_paths(text) == ["3A225", "1C216", "hello"]
