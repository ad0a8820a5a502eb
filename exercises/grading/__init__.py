"""The grading core: plain values in, plain values out, total and exact.

`grade(item, response)` gives an `Outcome`: a fraction in [0, 1], a state, and findings. It
never raises, whatever the response holds, and never says anything in words.
"""

from exercises.grading.graders import best_response, grade
from exercises.grading.guided import DatasheetItem, GuidedItem
from exercises.grading.items import (
    ChoiceItem,
    ClassificationItem,
    Item,
    NearAnswer,
    NumericItem,
    Option,
    Slip,
    Tolerance,
)
from exercises.grading.outcomes import Finding, Outcome
from exercises.grading.states import State

__all__ = [
    "ChoiceItem",
    "ClassificationItem",
    "DatasheetItem",
    "Finding",
    "GuidedItem",
    "Item",
    "NearAnswer",
    "NumericItem",
    "Option",
    "Outcome",
    "Slip",
    "State",
    "Tolerance",
    "best_response",
    "grade",
]
