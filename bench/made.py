"""What is measured: lessons, bare pages of the same words, a person with attempts."""

import io
from typing import Any

PASSWORD = "bench-bench-bench"
EMAIL = "bench@example.org"
SET = "bench"
BLOCKS = (5, 20, 40)
# As many exercises as the set that is shipped has.
TASKS = 8
TEXT = "## Heading {n}\n\nCompare **each** parameter with [[list:3A225]] and note the *unit*.\n\n"
TEXT += "- frequency\n- power\n- control\n\n| entry | threshold |\n|---|---|\n| 3A225 | 600 Hz |\n"
CALLOUT = "A [[bench-term-1]] is compared with **each** parameter of [[list:3A225]]."
Body = list[tuple[str, Any]]


def make(checks: int) -> None:
    """Everything; so many attempts are there to have one answer checked each."""
    from exercises.services import start_attempt
    from tests.factories import exercises as make_exercise
    from tests.factories.people import person

    user = person(email=EMAIL, password=PASSWORD)
    start_attempt(person=user, exercise_set=make_exercise.exercise_set(SET))
    _attempts(user, checks)
    _pages()


def check_path(number: int) -> str:
    """A quantity in an attempt of its own, in which nothing is answered yet."""
    return f"/en/exercises/{SET}-check-{number}/2/"


def _attempts(user: Any, count: int) -> None:
    from exercises.models import ExerciseSet, Item, SetSlot
    from exercises.services import start_attempt
    from tests.factories import exercises as make_exercise

    make_exercise.numeric_set("bench-tasks", TASKS)
    items = list(Item.objects.filter(key__startswith="bench-tasks-"))
    for number in range(count):
        made = ExerciseSet.objects.create(key=f"{SET}-check-{number}", title="Quantities")
        SetSlot.objects.bulk_create(
            SetSlot(exercise_set=made, position=place, item=item)
            for place, item in enumerate(items, start=1)
        )
        start_attempt(person=user, exercise_set=made)


def _pages() -> None:
    from tests.factories import courses as make_course
    from tests.factories.controllist import EntryFactory
    from tests.factories.vocabulary import TermFactory

    EntryFactory.create(code="3A225")
    for number in range(4):
        TermFactory.create(key=f"bench-term-{number}")
    course = make_course.course("bench", open=True)
    module = make_course.module(course, "lessons")
    bodies = {f"blocks-{count}": _text(count) for count in BLOCKS} | {"mixed-20": _mixed()}
    for slug, body in bodies.items():
        lesson = make_course.lesson(module, slug, body=body)
        if any("unknown" in str(warning) for warning in lesson.compiled["warnings"]):
            raise RuntimeError(f"{slug}: {lesson.compiled['warnings']}")
        if "20" in slug:
            _bare_page(module, f"bare-{slug}", lesson.compiled["html"])


def _text(count: int) -> Body:
    return [("text", TEXT.format(n=n)) for n in range(count)]


def _mixed() -> Body:
    """Twenty blocks of every family: reading, terms, pictures, tasks."""
    body: Body = []
    for n in range(0, 20, 5):
        body.append(("text", TEXT.format(n=n)))
        body.append(("callout", {"kind": "remember", "title": f"Note {n}", "text": CALLOUT}))
        body.append(("term", f"bench-term-{n // 5}"))
        body.append(_picture(n) if n % 2 else ("exercise", f"{SET}/{SET}-{1 + n // 10}"))
        body.append(("text", TEXT.format(n=n + 4)))
    return body


def _picture(n: int) -> tuple[str, Any]:
    from django.core.files.base import ContentFile
    from PIL import Image as Picture
    from wagtail.images.models import Image

    png = io.BytesIO()
    Picture.new("RGB", (800, 450), (n * 10, 90, 120)).save(png, "PNG")
    image = Image.objects.create(
        title=f"Picture {n}", file=ContentFile(png.getvalue(), f"picture-{n}.png")
    )
    return "figure", {"image": image, "alt": f"A panel with {n} dials", "caption": "A panel"}


def _bare_page(module: Any, slug: str, html: str) -> None:
    """A page of the same words, kept as one piece of HTML."""
    from bench.bare.models import BarePage

    home = module.get_site().root_page
    home.add_child(instance=BarePage(title="Bare", slug=slug, body=html, locale=home.locale))
