"""Ordinary slips in a user's own file of a mechanism: a sentence with the file and the line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exitban.engines import refuse_unfit_mechanisms
from exitban.errors import ExitbanError, Problem, ScenarioError
from exitban.kernels.asked import refuse_unknown_sums
from exitban.kernels.wiring import Wiring
from exitban.scenario import check, read, shelf
from exitban.scenario.own_form import faults_of_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "paid-exit"
RIGHT = (EXAMPLE / "paid_exit.py").read_text(encoding="utf-8")
MARK = "¦"

SLIPS = [
    (
        'level="world"),)',
        '¦level="world"))',
        "states: found one State; allowed: a tuple of these: State. A tuple of one",
    ),
    ('level="world"', 'level=¦"wordl"', "State 'queue_for_leave': level: found 'wordl'. Did you mean 'world'?"),
    ('level="world"', "level=¦[]", "State 'queue_for_leave': level: found a list of 0. Allowed: institution"),
    (
        "np.float32, level",
        "¦bool, level",
        "State 'queue_for_leave': kind: found the class bool; allowed: one of Real, Flag, Count, Code.",
    ),
    ('        0.1, unit="1/m', '        ¦"0.1", unit="1/m', "number 'meets': default: found '0.1'; allowed: a number."),
    ('neutral=0, meaning="1', 'neutral=¦"choice", meaning="1', "number 'open': neutral: found 'choice'; allowed: a n"),
    (
        'neutral=0, meaning="1',
        'neutral=¦(None, 1), meaning="1',
        "number 'open': neutral: found a tuple of 2: (None, 1)",
    ),
    ("between=SHARE", 'between=¦("a", 1)', "number 'open': low: found 'a'; allowed: a number."),
    ("records=(", 'records=¦(Rule("choice", "pays", pays),', "records: found a tuple of 3: (one Rule, one Record, one"),
    (
        '"utility_exit", term_market',
        '"utility_exit", ¦"exit"',
        "Rule 'utility_exit': law: found 'exit'; allowed: a func",
    ),
    ('"utility_exit", term_market', '"utility_exit", ¦print', "Rule 'utility_exit': law: found the function print"),
    (
        '"utility_exit", term_market',
        '"utility_exit", ¦lambda wish: wish',
        "Rule 'utility_exit': law: found the function",
    ),
    ('name="paid_exit"', "name=¦Code", "name: found the class int8; allowed: text."),
    ("law=__doc__", "law=¦None", "law: found None; allowed: text."),
    ('of="trapped_now"', "of=¦bool", "Mean 'queue_for_leave': of: found the class bool; allowed: text."),
    (
        'kind="flow"',
        'kind=¦"stok"',
        "Record 'bribes': kind: found 'stok'; allowed: flow, stock, level, by_reason, mean_of:",
    ),
    (
        'kind="flow"',
        'kind=¦"mean"',
        "Record 'bribes': kind: found 'mean'; allowed: flow, stock, level, by_reason, mean_of:",
    ),
    (
        '"mean_of:trapped"',
        '¦"mean_of:nosuch"',
        "Record 'leave_price': kind: no record that counts something (a flow or",
    ),
    (
        '"mean_of:trapped"',
        '¦"mean_of:effort"',
        "Record 'leave_price': kind: no record that counts something (a flow or",
    ),
    ('"bribes", of', '¦"bri bes", of', "Record 'bri bes': name: found 'bri bes'; allowed: a name that Python knows"),
]
LATER = [
    (
        "    trapped: Flag,",
        "    trapped: Flga,",
        "def pays",
        "pays: its annotations cannot be used: NameError: name 'Flga'",
    ),
    ("    trapped: Flag,", "    trapped: number(0.0),", "def pays", "pays: its annotations cannot be used: TypeError"),
    (
        'kind="flow"',
        'kind="own:nosuch"',
        'Record("bribes"',
        "record 'bribes': an institution has nothing called 'money'.",
    ),
    ('kind="flow"', 'kind="level"', 'Record("bribes"', "record 'bribes': an institution has nothing called 'money'."),
    (
        'of="money", kind="flow"',
        'of="control_within", kind="own:nosuch"',
        'Record("bribes"',
        "record 'bribes': the world has nothing called 'nosuch'.",
    ),
    ('kind="flow"', 'kind="by_reason"', 'Record("bribes"', "record 'bribes': 'money' is no Code"),
    ('of="money"', 'of="mony"', 'Record("bribes"', "record 'bribes': nothing is called 'mony'. Did you mean 'money'?"),
    ('of="trapped_now"', 'of="trappd"', 'Mean("control"', "Mean 'queue_for_leave': nothing is called 'trappd'."),
]


def written(folder: Path, old: str, new: str) -> Path:
    assert old in RIGHT
    code = RIGHT.replace(old, new, 1)
    (folder / "paid_exit.py").write_text(code.replace(MARK, ""), encoding="utf-8")
    path = folder / "paid-exit.yaml"
    path.write_text((EXAMPLE / "paid-exit.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def place_of(old: str, new: str) -> tuple[int, int]:
    before = RIGHT.replace(old, new, 1).partition(MARK)[0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize(("old", "new", "message"), SLIPS)
def test_a_slip_in_what_a_file_declares(old: str, new: str, message: str, tmp_path: Path) -> None:
    (told,) = check(written(tmp_path, old, new))
    assert (Path(told.file).name, told.message[: len(message)]) == ("paid_exit.py", message)
    assert told.line == place_of(old, new)[0]


def test_all_slips_come_at_once(tmp_path: Path) -> None:
    told = check(written(tmp_path, 'unit="months of pay", title="paid for leave"', "unit=0, title=None"))
    assert [one.message for one in told] == [
        "Record 'bribes': unit: found 0; allowed: text.",
        "Record 'bribes': title: found None; allowed: text.",
    ]


@pytest.mark.parametrize(("old", "new", "where", "message"), LATER)
def test_a_slip_that_shows_when_all_is_put_together(
    old: str, new: str, where: str, message: str, tmp_path: Path
) -> None:
    scenario = read(written(tmp_path, old, new))
    with pytest.raises(ScenarioError) as raised:
        refuse_unfit_mechanisms(scenario)
    told: Problem = raised.value.problems[0]
    assert told.message.startswith(message)
    lines = (tmp_path / "paid_exit.py").read_text(encoding="utf-8").splitlines()
    assert (Path(told.file).name, where in lines[told.line - 1]) == ("paid_exit.py", True)


def test_a_run_tells_the_same(tmp_path: Path) -> None:
    from exitban.run import run

    with pytest.raises(ExitbanError, match="nothing is called 'mony'"):
        run(read(written(tmp_path, 'of="money"', 'of="mony"')), replicates=1, launcher="python")


def test_what_does_not_fit_is_refused_without_assertions_as_well(tmp_path: Path) -> None:
    """`python -O` takes assertions out; of a wrong wiring only composing the tick tells."""
    path = written(tmp_path, "leave_price: Real, paid_exit_weight: Real", "leave_pric: Real, paid_exit_weight: Real")
    path.with_name("paid_exit.py").write_text(
        path.with_name("paid_exit.py")
        .read_text(encoding="utf-8")
        .replace("weight * leave_price, ZERO", "weight * leave_pric, ZERO"),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-O", "-m", "exitban", "validate", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "nothing is called 'leave_pric' here" in done.stderr) == (2, True)


def test_the_example_and_the_shelf_are_in_order(tmp_path: Path) -> None:
    assert check(written(tmp_path, "", "")) == []
    assert [fault for one in shelf() for fault in faults_of_form(one, "")] == []
    refuse_unknown_sums(Wiring(shelf()))
