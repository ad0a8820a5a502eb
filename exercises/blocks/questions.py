"""One block for each kind of question. What is right stands here and reaches no browser of a
trainee: pages are made of the compiled public part only."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from theme.blocks import BilingualMarkdown


class OptionBlock(blocks.StructBlock):
    key = blocks.CharBlock(max_length=20, label=_("Key"))
    text = BilingualMarkdown(label=_("Option"))
    credit = blocks.CharBlock(
        max_length=10,
        default="0",
        label=_("Credit"),
        help_text=_("1 for right, 0 for wrong, a fraction such as 1/2 for partly right"),
    )
    feedback = BilingualMarkdown(label=_("Why"), required=False)


class ChoiceBlock(blocks.StructBlock):
    multiple = blocks.BooleanBlock(required=False, label=_("Several options may be right"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=12, label=_("Options"))

    class Meta:
        icon = "list-ul"
        label = _("Choice")
        description = _("One or several right options, with partial credit")


class UnitBlock(blocks.StructBlock):
    unit = blocks.CharBlock(max_length=30, label=_("Unit"))
    factor = blocks.CharBlock(
        max_length=30,
        default="1",
        label=_("Factor"),
        help_text=_("How many of the first unit one of this unit is"),
    )


class ToleranceBlock(blocks.StructBlock):
    absolute = blocks.CharBlock(max_length=30, required=False, label=_("Absolute"))
    relative = blocks.CharBlock(max_length=30, required=False, label=_("As a share of the value"))


class SlipBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=40, label=_("Value it leads to"))
    tolerance = ToleranceBlock(label=_("Tolerance"))
    finding = blocks.CharBlock(max_length=40, label=_("Name of the slip"))
    feedback = BilingualMarkdown(label=_("Why"), required=False)


class NumericBlock(blocks.StructBlock):
    answer = blocks.CharBlock(max_length=40, label=_("Right value"))
    units = blocks.ListBlock(UnitBlock(), min_num=1, label=_("Units, the first is canonical"))
    tolerance = ToleranceBlock(label=_("Tolerance"))
    slips = blocks.ListBlock(SlipBlock(), required=False, label=_("Typical slips"), default=[])

    class Meta:
        icon = "decimal"
        label = _("Quantity")
        description = _("A number with a unit, right within a tolerance")


class NearBlock(blocks.StructBlock):
    code = blocks.CharBlock(max_length=40, label=_("Tempting wrong code"))
    feedback = BilingualMarkdown(label=_("Why it is wrong"))


class ClassificationBlock(blocks.StructBlock):
    accept = blocks.ListBlock(
        blocks.CharBlock(max_length=40),
        min_num=1,
        label=_("Right codes"),
        help_text=_("Code with its path, or not-listed"),
    )
    deciding = blocks.CharBlock(max_length=40, required=False, label=_("Path that decides"))
    near = blocks.ListBlock(NearBlock(), required=False, label=_("Near misses"), default=[])

    class Meta:
        icon = "tag"
        label = _("Classification")
        description = _("A control-list code, with credit along the hierarchy")


class DatasheetBlock(blocks.StructBlock):
    """A classification whose sheet is drawn for each attempt and whose key the list computes."""

    template = blocks.CharBlock(
        max_length=80,
        label=_("Template"),
        help_text=_("The key of a template of datasheets, such as maraging-steel"),
    )
    mode = blocks.ChoiceBlock(
        choices=[("guided", _("Guided: step by step")), ("free", _("Free: the code only"))],
        default="guided",
        label=_("Way of answering"),
    )

    class Meta:
        icon = "table"
        label = _("Drawn datasheet")
        description = _("A classification with other figures in every attempt")
