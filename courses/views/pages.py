"""The pages of the course tree, shown in the reader's language or, until they are translated,
in the language they exist in, with a notice."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from courses import selectors
from courses.compile import compile_page
from courses.models import CatalogueIndexPage, CoursePage, HomePage, LessonPage, ModulePage
from courses.models.pages import AcademyPage, page_address
from courses.registry import shows
from courses.selectors import steps, tasks
from people.access import holds
from people.models import User
from people.verbs import Verb


@shows("homepage")
def home(page: HomePage, request: HttpRequest) -> HttpResponseBase:
    context = _frame(page, request)
    context["courses"] = selectors.catalogue(_language())
    user = _user(request)
    context["card"] = selectors.continue_card(user, _language()) if user else None
    return render(request, "courses/home.html", context)


@shows("catalogueindexpage")
def catalogue(page: CatalogueIndexPage, request: HttpRequest) -> HttpResponseBase:
    context = _frame(page, request)
    user = _user(request)
    mine = selectors.courses_of(user, _language()) if user else []
    progress = {row.progress.outline.key: row.progress for row in mine}
    rows = selectors.catalogue(_language())
    context["courses"] = [{"course": row, "progress": progress.get(row.key)} for row in rows]
    return render(request, "courses/catalogue.html", context)


@shows("coursepage")
def course(page: CoursePage, request: HttpRequest) -> HttpResponseBase:
    context = _frame(page, request)
    user = _user(request)
    outline = selectors.outline(page.key, _language())
    progress = selectors.progress_in(user, outline) if user and outline else None
    context |= {
        "outline": outline,
        "progress": progress,
        "modules": _module_rows(outline, progress),
        "go": _next_address(progress),
        "may_enrol_groups": user is not None and holds(user, Verb.ENROL),
        "enrolment": selectors.enrolment(user, page.key) if user else None,
        "crumbs": _crumbs(),
    }
    return render(request, "courses/course.html", context)


@shows("modulepage")
def module(page: ModulePage, request: HttpRequest) -> HttpResponseBase:
    context = _frame(page, request)
    user = _user(request)
    outline = selectors.outline(page.key.partition("/")[0], _language())
    row = steps.module_of(outline, page.key)
    progress = tasks.progress_in_module(user, row) if row else None
    context |= {
        "outline": outline,
        "tasks": tasks.tasks_of(row, progress, user, _language()) if row else [],
        "progress": progress,
        "crumbs": _crumbs(outline),
    }
    return render(request, "courses/module.html", context)


@shows("lessonpage")
def lesson(page: LessonPage, request: HttpRequest) -> HttpResponseBase:
    user = _user(request)
    course_key, module_key = page.key.partition("/")[0], page.key.rpartition("/")[0]
    outline = selectors.outline(course_key, _language())
    preview = getattr(request, "is_preview", False)
    if user is None and not preview and not (outline and outline.open):
        return redirect_to_login(request.get_full_path())
    context = _frame(page, request)
    row = steps.module_of(outline, module_key)
    read = selectors.lessons_read(user, module_key) if user else frozenset()
    context |= {"outline": outline, "module": row, "crumbs": _crumbs(outline, row)}
    if row:
        before, after = steps.around(row, page.key, _language())
        keys = [item.key for item in row.lessons]
        context |= {
            "before": before,
            "after": after,
            "is_read": page.key in read,
            "read_url": reverse("courses:read", args=page.key.split("/")),
            "bar": [{"read": key in read, "current": key == page.key} for key in keys],
            "number": keys.index(page.key) + 1 if page.key in keys else 0,
            "total": len(keys),
            "read_count": len(read.intersection(keys)),
        }
    return render(request, "courses/lesson.html", context)


def _frame(page: AcademyPage, request: HttpRequest) -> dict[str, Any]:
    """What every page needs: its text, its language, its other versions."""
    if getattr(request, "is_preview", False):
        page.compiled = compile_page(page)
    content = _content_language(page)
    request.translated_urls = _versions(page)  # type: ignore[attr-defined]
    only_in = content if content != _language() else ""
    return {
        "page": page,
        "compiled": page.compiled,
        "only_in": only_in,
        "only_in_name": get_language_info(only_in)["name_local"] if only_in else "",
        "content_language": content,
    }


def _content_language(page: AcademyPage) -> str:
    """The language of the text: an alias in another tree still speaks the first language."""
    source = page.alias_of.locale if page.alias_of_id and page.alias_of else page.locale
    return str(source.language_code)


def _versions(page: AcademyPage) -> dict[str, str]:
    rows = page.get_translations(inclusive=True).live().filter(alias_of=None)
    return {
        code: page_address(path.split("/", 2)[2].strip("/"), code)
        for path, code in rows.values_list("url_path", "locale__language_code")
    }


def _module_rows(outline: Any, progress: Any) -> list[dict[str, Any]]:
    if outline is None:
        return []
    done = dict(progress.modules) if progress else {}
    coming = progress.next[0] if progress and progress.next else None
    return [
        {"module": row, "progress": done.get(row), "next": row == coming} for row in outline.modules
    ]


def _next_address(progress: Any) -> str:
    """Where somebody who takes the course goes on: a lesson itself, else its module's list."""
    if progress is None or progress.next is None:
        return ""
    module, asked = progress.next
    lessons = {row.key: row.url for row in module.lessons}
    return str(lessons.get(asked.key, module.url) if asked.kind == "lesson" else module.url)


def _crumbs(outline: Any = None, row: Any = None) -> list[dict[str, str]]:
    crumbs = [{"title": _("Courses"), "url": page_address("courses", _language())}]
    if outline:
        crumbs.append({"title": outline.title, "url": outline.url})
    if row:
        crumbs.append({"title": row.title, "url": row.url})
    return crumbs


def _language() -> str:
    return get_language() or "en"


def _user(request: HttpRequest) -> User | None:
    """Who reads. Without a session there is nobody to ask for, and no query."""
    if not request.session.session_key or not request.user.is_authenticated:
        return None
    return request.user
