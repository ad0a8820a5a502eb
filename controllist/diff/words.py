"""The words of two texts side by side: what both have, what went, what came."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from controllist.diff.tokens import Token, glue, runs, tokens

# Comparing takes the product of both lengths; longer middles are shown as replaced whole.
MAX_WORK = 1_000_000
# Texts that share less than this part read better as one replaced by the other.
LEAST_SHARED = 0.3
# Of a long stretch that is the same, this many signs are shown on either side.
SHOWN = 160
GAP = " … "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of both texts. `same` may still differ in typography; `numbers`: a quantity
    went, came or changed."""

    old: str
    new: str
    same: bool
    numbers: bool = False

    @property
    def old_runs(self) -> list[tuple[str, bool]]:
        """The old side, in stretches with and without quantities where these changed."""
        return runs(self.old) if self.numbers else [(self.old, False)]

    @property
    def new_runs(self) -> list[tuple[str, bool]]:
        return runs(self.new) if self.numbers else [(self.new, False)]


def pieces(old: str, new: str) -> list[Piece]:
    """All `old` sides together are the old text, all `new` sides the new one."""
    before, after = tokens(old), tokens(new)
    joined: list[Piece] = []
    for piece in _stretches(before, after):
        if joined and piece.same and joined[-1].same:
            last = joined.pop()
            joined.append(Piece(last.old + piece.old, last.new + piece.new, same=True))
        else:
            joined.append(piece)
    shared = sum(len(piece.new) for piece in joined if piece.same)
    if len(joined) > 1 and shared < LEAST_SHARED * max(len(old), len(new)):
        return [_piece(before, after, same=False)]
    return joined


def abridge(found: Sequence[Piece]) -> list[Piece]:
    """Long stretches that are the same, cut between words to what stands beside a change."""
    last = len(found) - 1
    return [
        Piece(piece.old, _cut(piece.new, first=at == 0, last=at == last), same=True)
        if piece.same
        else piece
        for at, piece in enumerate(found)
    ]


def _cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * SHOWN + len(GAP):
        return text
    head, tail = text[:SHOWN].rpartition(" ")[0], text[-SHOWN:].partition(" ")[2]
    if first and not last:
        return f"{GAP.lstrip()}{tail}"
    return f"{head}{GAP}" if last and not first else f"{head}{GAP}{tail}"


def _stretches(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    old_keys, new_keys = [one.key for one in before], [one.key for one in after]
    if glue(before) == glue(after):
        if before or after:
            yield _piece(before, after, same=True)
        return
    start = _shared(old_keys, new_keys)
    end = _shared(old_keys[start:][::-1], new_keys[start:][::-1])
    old_middle = before[start : len(before) - end]
    new_middle = after[start : len(after) - end]
    if start:
        yield _piece(before[:start], after[:start], same=True)
    yield from _middle(old_middle, new_middle)
    if end:
        yield _piece(before[-end:], after[-end:], same=True)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    if len(before) * len(after) > MAX_WORK:
        yield _piece(before, after, same=False)
        return
    matcher = SequenceMatcher(
        None, [one.key for one in before], [one.key for one in after], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        old, new = before[i1:i2], after[j1:j2]
        yield _piece(old, new, same=tag == "equal" or glue(old) == glue(new))


def _piece(old: Sequence[Token], new: Sequence[Token], *, same: bool) -> Piece:
    return Piece(
        "".join(token.raw for token in old),
        "".join(token.raw for token in new),
        same=same,
        numbers=not same and _quantities(old) != _quantities(new),
    )


def _quantities(found: Sequence[Token]) -> Counter[str]:
    return Counter(token.key for token in found if token.is_quantity)
