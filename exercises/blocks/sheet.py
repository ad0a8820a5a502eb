from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from theme.blocks import BilingualText


class SheetRowBlock(blocks.StructBlock):
    label = BilingualText(label=_("Property"))
    value = BilingualText(label=_("Value"))


class SheetBlock(blocks.StructBlock):
    """A datasheet beside the question."""

    title = BilingualText(label=_("Title"))
    rows = blocks.ListBlock(SheetRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Datasheet")
        description = _("Properties and values of an item, shown beside the question")
