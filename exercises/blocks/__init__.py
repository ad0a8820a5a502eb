"""The blocks of an item: a prompt, perhaps a datasheet, one question, an explanation.

Human strings are bilingual blocks, so structure and answer key exist once for all languages.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exercises.blocks.questions import (
    ChoiceBlock,
    ClassificationBlock,
    DatasheetBlock,
    NumericBlock,
)
from exercises.blocks.sheet import SheetBlock
from theme.blocks import BilingualMarkdown

QUESTIONS = ("choice", "numeric", "classification", "datasheet")


class ItemBody(blocks.StreamBlock):
    """One prompt, at most one datasheet, exactly one question, one explanation. A drawn datasheet
    needs neither prompt nor explanation: its template has the story, the list the reasons."""

    prompt = BilingualMarkdown(label=_("Prompt"), icon="help")
    sheet = SheetBlock()
    choice = ChoiceBlock(group=_("Question"))
    numeric = NumericBlock(group=_("Question"))
    classification = ClassificationBlock(group=_("Question"))
    datasheet = DatasheetBlock(group=_("Question"))
    explanation = BilingualMarkdown(label=_("Explanation"), icon="info-circle")

    class Meta:
        block_counts = {
            "prompt": {"max_num": 1},
            "explanation": {"max_num": 1},
            **{name: {"max_num": 1} for name in ("sheet", *QUESTIONS)},
        }
