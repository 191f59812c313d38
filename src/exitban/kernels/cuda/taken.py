"""Names that the kernels of a card have for things of their own, beside those that every composed tick has."""

from __future__ import annotations

from typing import Final

from exitban.errors import MechanismError
from exitban.kernels.cuda.after import BY_GRADE, QUEUE
from exitban.kernels.cuda.kernel import CLOCK_NAMES, NOW, ROW, SEGMENT
from exitban.kernels.cuda.member import NEAR
from exitban.kernels.wiring import Wiring

SUFFIXES: Final = ("_here", "_new")
"""What ends the local names of a value."""
TAKEN: Final = frozenset({
    *("j", "place", "first_row", "last_row", "reason", "row", "cells", "cuda", "min"),
    *("own", "earlier", "change", "edge", "waiting", "below", "below_start", "member_of", "piece_start"),
    *("segments_of_grade", "pieces_of_grade", "grades_of_institution", "amounts_of_segments", "amounts_of_pieces"),
    *(*ROW.values(), *NOW, *CLOCK_NAMES, *SEGMENT, *QUEUE),
})  # fmt: skip


def refuse_taken_names(wiring: Wiring) -> None:
    """Raise `MechanismError` for a name that would be mistaken for one of the kernels' own."""
    known = {*wiring.names, *wiring.numbers} - CLOCK_NAMES
    for name in sorted(known):
        stem = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), "")
        if name in TAKEN or name.endswith(BY_GRADE) or name.startswith(NEAR) or stem in known:
            raise MechanismError(
                f"'{name}' is a name that the launcher for graphics cards has for something of its own. Choose another "
                "one, or run it with the launcher cpu."
            )
