"""Upward news. `recorded` is sent inside the writing transaction, once for each new line.

Arguments: `record` (the Record).
"""

from django.dispatch import Signal

recorded = Signal()
