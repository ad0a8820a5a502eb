from exercises.models.attempts import Attempt, Step
from exercises.models.bank import ExerciseSet, Item, ItemVersion, SetSlot
from exercises.models.journal import JournalStep

__all__ = ["Attempt", "ExerciseSet", "Item", "ItemVersion", "JournalStep", "SetSlot", "Step"]
