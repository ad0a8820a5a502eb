"""What a lesson is made of. One file for each family; the stream itself is put together here."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.figures import DrawingBlock
from courses.blocks.terms import TermBlock
from courses.blocks.text import LessonCallout, LessonText
from courses.blocks.work import CaseBlock, ExerciseBlock
from theme.blocks import DocumentBlock, FigureBlock

__all__ = ["LessonBody", "OutcomesBlock"]


class LessonBody(blocks.StreamBlock):
    """No raw HTML: what a lesson may hold is what these blocks can say."""

    text = LessonText(group=_("Reading"))
    callout = LessonCallout(group=_("Reading"))
    term = TermBlock(group=_("Reading"))
    figure = FigureBlock(group=_("Pictures and files"))
    drawing = DrawingBlock(group=_("Pictures and files"))
    document = DocumentBlock(group=_("Pictures and files"))
    exercise = ExerciseBlock(group=_("Tasks"))
    case = CaseBlock(group=_("Tasks"))


class OutcomesBlock(blocks.StreamBlock):
    """What a person can do afterwards, one sentence each."""

    outcome = blocks.CharBlock(max_length=300, icon="success", label=_("Outcome"))
