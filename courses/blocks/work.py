"""Things to do inside a lesson: one task of an exercise set, or a case study."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.choices import case_choices, task_choices


class ExerciseBlock(blocks.ChoiceBlock):
    """Holds `set/item`. The question itself, and above all its key, never enters a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": task_choices, **kwargs})

    class Meta:
        icon = "tasks"
        label = _("Exercise")
        description = _("A link to one task of an exercise set, with its title and time")
        template = "courses/blocks/key.html"
        preview_template = "courses/blocks/exercise_preview.html"


class CaseBlock(blocks.ChoiceBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": case_choices, **kwargs})

    class Meta:
        icon = "folder-open-inverse"
        label = _("Case study")
        description = _("A link to a case study, with its title")
        template = "courses/blocks/key.html"
        preview_template = "courses/blocks/case_preview.html"
