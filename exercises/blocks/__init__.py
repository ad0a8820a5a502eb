"""The blocks of an item: a prompt, perhaps a datasheet, one question, an explanation.

Human strings are bilingual blocks, so structure and answer key exist once for all languages.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exercises.blocks.questions import ChoiceBlock, ClassificationBlock, NumericBlock
from exercises.blocks.sheet import SheetBlock
from theme.blocks import BilingualMarkdown

QUESTIONS = ("choice", "numeric", "classification")


class ItemBody(blocks.StreamBlock):
    """One prompt, at most one datasheet, exactly one question, one explanation."""

    prompt = BilingualMarkdown(label=_("Prompt"), icon="help")
    sheet = SheetBlock()
    choice = ChoiceBlock(group=_("Question"))
    numeric = NumericBlock(group=_("Question"))
    classification = ClassificationBlock(group=_("Question"))
    explanation = BilingualMarkdown(label=_("Explanation"), icon="info-circle")

    class Meta:
        block_counts = {
            "prompt": {"min_num": 1, "max_num": 1},
            "explanation": {"min_num": 1, "max_num": 1},
            **{name: {"max_num": 1} for name in ("sheet", *QUESTIONS)},
        }
