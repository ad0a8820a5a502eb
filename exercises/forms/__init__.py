"""What arrives from browsers: answers of trainees, and items that editors fill in."""

from exercises.forms.items import ItemForm, LinesField

__all__ = ["ItemForm", "LinesField"]
