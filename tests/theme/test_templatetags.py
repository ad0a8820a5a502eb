import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.utils.translation import override

from theme.templatetags.theme import ALIASES, ICONS

ROOMS = [path.name for path in settings.LOCALE_PATHS] + ["academy"]


def draw(source: str, request=None, **context) -> str:
    template = engines["django"].from_string("{% load theme %}" + source)
    return " ".join(template.render(context, request).split())


def templates() -> list[Path]:
    base = Path(settings.BASE_DIR)
    return sorted(path for room in ROOMS for path in (base / room).glob("templates/**/*.html"))


def test_icon_is_hidden_unless_labelled():
    assert draw("{% icon 'check' %}").startswith('<svg class="icon" aria-hidden="true"')
    labelled = draw("{% icon 'check' label %}", label='"Done" <b>')
    assert 'role="img" aria-label="&quot;Done&quot; &lt;b&gt;"' in labelled
    assert draw("{% icon 'no-such-icon' %}") == ""


def test_every_icon_a_template_names_is_in_the_sprite():
    used = {
        (path.name, name)
        for path in templates()
        for name in re.findall(r"{% icon ['\"]([^'\"]+)", path.read_text(encoding="utf-8"))
    }
    assert {(path, name) for path, name in used if name not in ICONS | set(ALIASES)} == set()


@pytest.mark.parametrize("path", templates(), ids=lambda path: "/".join(path.parts[-3:]))
def test_templates_hold_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", text) == []


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (Fraction(5, 2), "2.5", "2,5"),
        (Fraction(1, 3), "0.33", "0,33"),
        (Decimal("4.00"), "4", "4"),
        (100, "100", "100"),
        (0, "0", "0"),
        (-0.001, "0", "0"),
        (None, "–", "–"),
        ("nonsense", "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_score_reads_as_people_write_it(value, english, russian):
    with override("en"):
        assert draw("{{ value|score }}", value=value) == english
    with override("ru"):
        assert draw("{{ value|score }}", value=value) == russian


def test_language_links_keep_the_place_and_its_query(rf):
    request = rf.get("/ru/privacy/?page=2")
    with override("ru"):
        html = draw("{% language_links %}", request)
    assert 'href="/en/privacy/?page=2" lang="en" hreflang="en"' in html
    assert 'href="/ru/privacy/?page=2" lang="ru" hreflang="ru" aria-current="true"' in html


def test_language_links_prefer_what_the_page_says(rf):
    request = rf.get("/ru/kurs/")
    request.translated_urls = {"en": "/en/course/", "ru": "/ru/kurs/"}
    with override("ru"):
        html = draw("{% language_links %}{% alternates %}", request)
    assert 'href="/en/course/" lang="en"' in html
    assert '<link rel="canonical" href="http://testserver/ru/kurs/">' in html
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/course/">' in html


def test_language_links_of_an_unknown_address_swap_the_prefix(rf):
    with override("ru"):
        html = draw("{% language_links %}", rf.get("/ru/\u0000no/such//page"))
    assert 'href="/en/' in html


def test_alternates_are_left_out_when_the_page_names_no_versions(rf):
    assert draw("{% alternates %}", rf.get("/en/x/")) == ""


def test_page_url_is_complete_and_without_query(rf):
    assert draw("{% page_url %}", rf.get("/en/x/?code=secret")) == "http://testserver/en/x/"


def test_home_is_the_start_page_of_the_readers_language():
    with override("ru"):
        assert draw("{% home_url %} {% home_url 'en' %}") == "/ru/ /en/"


def test_bar_table_scales_to_the_largest_value():
    rows = [("Invited", 150), ("Enrolled", 75, "75 · 50 %"), {"label": "<b>", "value": 0}]
    html = draw("{% bar_table rows 'Funnel' %}", rows=rows)
    assert re.findall(r'class="w-(\d+)"', html) == ["100", "50", "0"]
    assert "75 · 50 %" in html
    assert "&lt;b&gt;" in html


def test_bar_table_never_leaves_its_scale():
    html = draw("{% bar_table rows 'x' total=10 %}", rows=[("a", 20), ("b", -3), ("c", None)])
    assert re.findall(r'class="w-(\d+)"', html) == ["100", "0", "0"]
    assert "<tr>" in draw("{% bar_table rows 'x' %}", rows=[])


def test_line_chart_has_its_table():
    rows = [("June", 9), ("July", Fraction(15, 2)), ("August", 12)]
    with override("en"):
        html = draw("{% line_chart rows 'Awards doubled' %}", rows=rows)
    assert 'aria-label="From 9 (June) to 12 (August)"' in html
    assert html.count('<th scope="row">') == 3
    assert '<td class="n">7.50</td>' in html


@pytest.mark.parametrize("values", [[], [3], [0, 0], [1, 5, 2]])
def test_sparkline_draws_only_what_has_a_course(values):
    html = draw("{% sparkline values 'Awards' %}", values=values)
    assert ("<path" in html) == (len(values) > 1)
    assert "nan" not in html.lower()


def test_nowrap_keeps_a_value_with_its_unit_and_escapes():
    assert draw("{{ text|nowrap }}", text="600 <Hz>") == "600&nbsp;&lt;Hz&gt;"


class Form(forms.Form):
    code = forms.CharField(label="Code", help_text="As in the letter")
    role = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


def test_field_ties_hint_and_error_to_its_control():
    html = render_to_string("theme/includes/field.html", {"field": Form({})["code"]})
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert described
    for name in described:
        assert f'id="{name}"' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_and_optional_fields_say_so():
    form = Form()
    with override("en"):
        choices = render_to_string("theme/includes/field.html", {"field": form["role"]})
        note = render_to_string("theme/includes/field.html", {"field": form["note"]})
    assert "<legend>Role" in choices
    assert "(optional)" in note
    assert "(optional)" not in choices


def test_error_summary_links_to_each_control():
    html = render_to_string("theme/includes/error_summary.html", {"form": Form({})})
    assert re.findall(r'href="#([^"]+)"', html) == ["id_code", "id_role_0"]
    assert 'tabindex="-1"' in html
    assert render_to_string("theme/includes/error_summary.html", {"form": Form()}).strip() == ""


def test_pagination_keeps_the_filter(rf):
    request = rf.get("/en/list/?q=pump&page=3")
    page = Paginator(range(100), 10).page(3)
    html = render_to_string("theme/includes/pagination.html", {"page_obj": page}, request)
    assert 'href="?q=pump&amp;page=4"' in html
    assert re.search(r'<span aria-current="page">.*?3</span>', html)


def test_single_page_shows_no_pagination(rf):
    page = Paginator(range(3), 10).page(1)
    html = render_to_string("theme/includes/pagination.html", {"page_obj": page}, rf.get("/"))
    assert html.strip() == ""


def test_progress_steps_mark_done_and_current():
    context = {"done": 2, "current": 3, "total": 4, "label": "Module 2"}
    html = render_to_string("theme/includes/progress_steps.html", context)
    assert re.findall(r'<li(?: class="(\w)")?', html) == ["d", "d", "c", ""]


@pytest.mark.parametrize("template", ["400", "403", "404", "429", "403_csrf"])
def test_error_pages_speak_the_readers_language(template):
    with override("ru"):
        html = render_to_string(f"{template}.html", {})
    assert '<html lang="ru">' in html
    assert re.search(r"<h1>[А-Я]", html)


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_last_resort_pages_need_neither_request_nor_database(template):
    html = render_to_string(template)
    assert 'lang="ru"' in html
    assert "{%" not in html
