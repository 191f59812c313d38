"""A user's laws that the compiler refuses: the line at fault is told, before a run and in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.engines import refuse_unfit_mechanisms
from exitban.errors import MechanismError, ScenarioError
from exitban.run import run
from exitban.scenario import read
from tests.scenario.files import office, written

OWN = '''
"""A fee for leaving."""
from dataclasses import dataclass
import numpy as np
from exitban.maths.elementary import ZERO
from exitban.mechanism import Flag, Mechanism, Real, Record, Rule, number

@dataclass(frozen=True)
class Numbers:
    price: float = number(2.0, unit="logit", meaning="the price", level="institution")

def fee(fees_price: Real, wish: Real) -> Real:
    return fees_price + wish

def owed(fee: Real) -> Flag:
    return fee > ZERO

MECHANISM = Mechanism(
    "fees",
    __doc__,
    Numbers,
    parts=(Rule("choice", "fee", fee), Rule("choice", "owed", owed)),
    records=(Record("owed", of="owed", kind="stock", unit="members", title="who owe a fee"),),
)
'''
LINE_OF_FEE, LINE_IN_FEE = 12, 13
FAULTS = [
    ("fees_price + wish", "fees_price.of(wish)", LINE_IN_FEE, "fee: it cannot be compiled: Unknown attribute 'of'"),
    ("fees_price + wish", "'much'", LINE_OF_FEE, "fee: found Literal[str](much) as what it gives; allowed: a number"),
    ("fees_price + wish", "[fees_price]", LINE_OF_FEE, "fee: found list(float32)"),
    ("fees_price + wish", "(wish, wish)", LINE_OF_FEE, "fee: found UniTuple(float32 x 2)"),
    ("fees_price: Real, wish", "fees_price: Real, wihs", LINE_OF_FEE, "fee: nothing is called 'wihs' here. Did you"),
    ("wish: Real) -> Real", "wish: Real) -> str", LINE_OF_FEE, "fee: gives fee but is annotated to return <class"),
]


def file(folder: Path, right: str, wrong: str) -> Path:
    code = OWN.replace(right, wrong)
    if "wihs" in code:
        code = code.replace("+ wish", "+ wihs")
    return written(folder, office(more="mechanisms: [own.py]\n"), own_py=code)


@pytest.mark.parametrize(("right", "wrong", "line", "message"), FAULTS)
def test_a_law_that_does_not_fit_is_told_with_its_line(
    right: str, wrong: str, line: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as raised:
        refuse_unfit_mechanisms(read(file(tmp_path, right, wrong)))
    (problem,) = raised.value.problems
    assert (Path(problem.file).name, problem.line) == ("own.py", line)
    assert problem.message.startswith(message)


@pytest.mark.parametrize(("right", "wrong", "line", "message"), FAULTS)
def test_a_run_tells_the_same(right: str, wrong: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(MechanismError) as raised:
        run(read(file(tmp_path, right, wrong)), replicates=2, threads=1)
    assert f"own.py:{line}:1: {message}" in str(raised.value)


def test_a_law_that_fits_passes(tmp_path: Path) -> None:
    refuse_unfit_mechanisms(read(file(tmp_path, "", "")))
