import pytest
from django.template import Context, Template
from django.utils.translation import override


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("2B350.a.3", '<a class="list-link" href="/ru/list/2B350.a.3/">2B350.a.3</a>'),
        ("2в350a3", '<a class="list-link" href="/ru/list/2B350.a.3/">2B350.a.3</a>'),
        ("<b>", "&lt;b&gt;"),
        ("not-listed", "not-listed"),
    ],
)
def test_list_link_is_a_link_in_the_language_of_the_page(path, html):
    template = Template("{% load controllist %}{% list_link path %}")
    with override("ru"):
        assert template.render(Context({"path": path})) == html


def test_list_url_names_an_edition():
    template = Template('{% load controllist %}{% list_url "1C216" "2021-05-20" %}')
    with override("en"):
        assert template.render(Context()) == "/en/list/2021-05-20/1C216/"
