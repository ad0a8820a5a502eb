"""What editors fill in for an item: refused where it could not be published."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from exercises.compile import NotPublishable, compile_item


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class ItemForm(WagtailAdminModelForm):
    cites = LinesField(
        required=False,
        max_length=2000,
        label=_("list paths it stands on"),
        help_text=_("One on each line, such as 2B350.a.3"),
    )

    def _post_clean(self) -> None:
        """The whole item is compiled here, so that what is saved can also be published."""
        super()._post_clean()
        if self.errors or "body" not in self.cleaned_data:
            return
        try:
            compile_item(self.instance)
        except NotPublishable as refused:
            text = _("The item is not saved, because it cannot be published: %(reason)s")
            self.add_error(None, forms.ValidationError(text, params={"reason": str(refused)}))
