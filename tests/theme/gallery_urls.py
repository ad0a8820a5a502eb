"""Addresses of the component gallery, used by tests only."""

from datetime import UTC, datetime

from csp.decorators import csp_exempt
from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from tests.theme import TEMPLATES
from theme import markdown


class JoinForm(forms.Form):
    code = forms.CharField(label="Код приглашения", help_text="Как в письме, например KZ-7Q4M-X2TP")
    email = forms.EmailField(label="Электронная почта", required=False)
    role = forms.ChoiceField(
        label="Кем вы работаете",
        choices=[("c", "Сотрудник таможни"), ("l", "Сотрудник лицензирующего органа")],
        widget=forms.RadioSelect,
    )
    about = forms.CharField(label="Несколько слов о себе", required=False, widget=forms.Textarea)
    agree = forms.BooleanField(label="Я прочитал(а) сведения о защите данных")


def gallery(request: HttpRequest) -> HttpResponse:
    source = (TEMPLATES / "gallery.html").read_text(encoding="utf-8")
    context = {
        "form": JoinForm({"email": "нет"}) if "errors" in request.GET else JoinForm(),
        "bars": [
            ("Приглашены", 150),
            ("Зачислены", 128, "128 · 85 %"),
            ("Прошли модули", 103, "103 · 80 %"),
            {"label": "Сертифицированы", "value": 79, "text": "79 · 77 %", "gold": True},
        ],
        "line": [("июнь", 9), ("июль", 7), ("август", 12), ("сентябрь", 14), ("октябрь", 18)],
        "spark": [3, 4, 4, 6, 5, 9],
        "saved_at": datetime(2026, 11, 5, 14, 2, tzinfo=UTC),
        "page_obj": Paginator(range(200), 10).page(5),
        "crumbs": [{"title": "Курсы", "url": "#"}, {"title": "Модуль 2"}],
    }
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def plain(request: HttpRequest) -> HttpResponse:
    source = '{% extends "base.html" %}{% block heading %}<h1>Урок 1, English</h1>{% endblock %}'
    return HttpResponse(engines["django"].from_string(source).render({}, request))


@csp_exempt()
def attacks(request: HttpRequest) -> HttpResponse:
    """What the cleaner let through of the attack file, without the header that would stop it."""
    lines = (TEMPLATES.parent / "data/markup_attacks.txt").read_text(encoding="utf-8").splitlines()
    body = "".join(f"<div>{markdown.render(line)}</div>" for line in lines)
    return HttpResponse(f"<!doctype html><title>x</title><main>{body}</main>")


urlpatterns = i18n_patterns(
    path("gallery/", gallery, name="gallery"),
    path("plain/", plain),
    path("attacks/", attacks),
)
