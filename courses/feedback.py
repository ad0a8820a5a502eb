"""The compiler's warnings in the editor's language."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy

TEXTS = {
    "unknown_term": gettext_lazy("The glossary has no term “%(about)s”."),
    "unknown_entry": gettext_lazy("The control list has no line “%(about)s”."),
    "unknown_source": gettext_lazy("No source is called “%(about)s”."),
    "unknown_objective": gettext_lazy("No objective is called “%(about)s”."),
    "unknown_exercise": gettext_lazy("No exercise set holds the task “%(about)s”."),
    "unknown_case": gettext_lazy("No case study is called “%(about)s”."),
    "malformed_reference": gettext_lazy("“%(about)s” is not a reference and is shown as it is."),
    "missing_picture": gettext_lazy("A picture is missing."),
    "missing_alt": gettext_lazy("The picture “%(about)s” has no text alternative."),
    "heading_order": gettext_lazy("The heading “%(about)s” skips a level."),
    "text_refused": gettext_lazy("A text could not be rendered and is shown without formatting."),
    "longer_than_stated": gettext_lazy(
        "Reading takes about %(about)s minutes, more than twice the time stated."
    ),
}


def warning_texts(warnings: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        str(TEXTS[warning["code"]]) % {"about": warning.get("about", "")}
        for warning in warnings
        if warning.get("code") in TEXTS
    ]
