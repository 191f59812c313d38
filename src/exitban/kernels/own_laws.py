"""Which of a user's own laws cannot be compiled, and why: each is compiled by itself.

The composed tick calls dozens of laws at once, and what the compiler says of it leads nobody to the line at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from exitban.errors import MechanismError
from exitban.kernels.cache import is_a_users
from exitban.kernels.known import OPTIONS, make_known
from exitban.kernels.parts import fault_in, laws_of, parameters
from exitban.kernels.wiring import Wiring
from exitban.mechanism import Law, Rule

BOILERPLATE: Final = ("Failed in", "During:", "File ", "def ", "<source", "^", "raised from", "There are", "- Of which")


def faults(wiring: Wiring) -> Iterator[MechanismError]:
    """What is wrong with the user's own laws, one after the other.

    Those whose arguments are settled as they are written are left out: what they are asked with is no kind of value.
    """
    kinds = wiring.kinds_asked()
    for mechanism in wiring.mechanisms:
        rules = [part for part in mechanism.parts if isinstance(part, Rule)]
        given = {rule.law: len(rule.names) for rule in rules}
        special = {rule.law for rule in rules if rule.literals}
        for law in dict.fromkeys(laws_of(mechanism)):
            if law not in special and is_a_users(law.__module__, law.__code__.co_filename):
                yield from _of_law(law, kinds, given.get(law, 1))


def _of_law(law: Law, kinds: dict[str, type[np.generic]], given: int) -> Iterator[MechanismError]:
    import numba
    from numba.core.errors import NumbaError

    make_known([law])
    asked = tuple(numba.from_dtype(np.dtype(kinds.get(name, np.float32))) for name in parameters(law))
    try:
        compiled = numba.njit(**OPTIONS)(law)
        compiled.compile(asked)
    except (NumbaError, NameError) as error:
        yield fault_in(law, _in_short(str(error)), _line(str(error), law))
        return
    returned = compiled.nopython_signatures[0].return_type
    if not _are_numbers(returned, given):
        wanted = "a number or a flag" if given == 1 else f"{given} numbers or flags"
        yield fault_in(law, f"found {returned} as what it gives; allowed: {wanted}, the same kind on every way.")


def _are_numbers(returned: Any, given: int) -> bool:
    from numba.core.types import BaseTuple, Boolean, Literal, Number

    each = [*returned] if isinstance(returned, BaseTuple) else [returned]  # type: ignore[misc]
    plain = [one.literal_type if isinstance(one, Literal) else one for one in each]
    return len(each) == given and all(isinstance(one, (Boolean, Number)) for one in plain)


def _line(text: str, law: Law) -> int:
    """The last line of the law's file that the compiler names."""
    name = re.escape(Path(law.__code__.co_filename).name)
    found = re.findall(rf'File ".*?{name}", line (\d+)', text)
    return int(found[-1]) if found else 0


def _in_short(text: str) -> str:
    """The first sentence of a compiler that says what is wrong."""
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith(BOILERPLATE) and set(line) != {"^"}]
    return f"it cannot be compiled: {told[0] if told else 'the compiler says no more'}"
