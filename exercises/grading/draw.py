"""Everything random of an attempt, as a function of its seed: the same seed, the same paper.

Option keys of the author never reach a browser: each attempt has its own opaque names.
"""

import hashlib
from collections.abc import Sequence


def _digest(seed: str, *parts: str) -> bytes:
    return hashlib.sha256("\x1f".join((seed, *parts)).encode()).digest()


def option_names(seed: str, slot: int, keys: Sequence[str]) -> dict[str, str]:
    """Author's key -> the name it has in this attempt's pages."""
    return {key: _digest(seed, "name", str(slot), key).hex()[:10] for key in keys}


def shuffled(seed: str, slot: int, keys: Sequence[str]) -> list[str]:
    """The keys in this attempt's order."""
    return sorted(keys, key=lambda key: _digest(seed, "order", str(slot), key))
