"""A user's own mechanisms, and what can be wrong with their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import ScenarioError
from exitban.scenario import check, shelf
from exitban.scenario.shelf import mechanism_from
from tests.scenario.files import office, scenario, the_problem

OWN = '''
"""Paying to leave."""
from dataclasses import dataclass
import numpy as np
from exitban.mechanism import Mechanism, Record, SHARE, State, number

@dataclass(frozen=True)
class Numbers:
    price: float = number(2.0, unit="logit", meaning="the price", level="institution")
    offered: float = number(0.5, unit="share", between=SHARE, level="policy", neutral=0, meaning="offers")

MECHANISM = Mechanism("bribes", __doc__, Numbers)
'''
NAMED = office(more="mechanisms: [own.py]\n")


def own(more: str) -> str:
    return office("strength: 0.8", "strength: 0.8\n    offered: 0.1", f"mechanisms: [own.py]\n{more}")


def test_a_mechanism_of_ones_own_joins_the_shelf(tmp_path: Path) -> None:
    found = scenario(tmp_path, own("bribes: {price: 3}\n"), own_py=OWN)
    assert [one.name for one in found.mechanisms] == [*(one.name for one in shelf()), "bribes"]
    assert found.quantity("bribes", "price", "office").value == 3
    assert found.quantity("bribes", "offered", policy="ban").value == 0.1


def test_its_numbers_are_checked_like_all_others(tmp_path: Path) -> None:
    text = own("").replace("offered: 0.1", "offered: ¦1.1")
    assert the_problem(tmp_path, text, own_py=OWN).message == "found 1.1; allowed: 0 to 1 (share: offers)."
    assert (
        "unknown key. Did you mean 'price'?" in the_problem(tmp_path, own("bribes: {¦prize: 3}\n"), own_py=OWN).message
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("number(2.0", "number(math.inf", "number 'price': default: found inf"),
        ("neutral=0", "neutral=-math.inf", "number 'offered': neutral: found -inf"),
    ],
)
def test_what_a_file_could_not_state_is_no_default(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = OWN.replace(old, new).replace("import numpy", "import math\nimport numpy")
    message = the_problem(tmp_path, NAMED, own_py=text).message
    assert message.startswith(said) and message.endswith("allowed: a finite number.")


def test_the_shelf_is_in_alphabetical_order() -> None:
    names = [one.name for one in shelf()]
    assert names == sorted(names)
    assert {"ban", "control", "exit", "members"} <= set(names)


def test_a_missing_file(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="mechanisms: [¦own.py]\n"))
    assert found.key == "mechanisms[0]"
    assert "there is no such file" in found.message


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1\n¦y = (\n", "not valid Python: "),
        ("x = 1\n¦1 / 0\n", "running it raised ZeroDivisionError: division by zero"),
        ("¦import nowhere_at_all\n", "running it raised ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("import sys\n¦sys.exit(3)\n", "running it raised SystemExit: 3"),
    ],
)
def test_a_file_that_does_not_run(code: str, message: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, NAMED, own_py=code)
    assert Path(found.file).name == "own.py"
    assert found.message.startswith(message)


OTHERS = "def helped(:\n"


@pytest.mark.parametrize("code", ["x = 1\n1 / 0\n", "x = 1\ny = (\n", "x = 1\nimport helping_with_errors\n"])
@pytest.mark.parametrize("beside", [True, False])
def test_the_line_is_told_wherever_the_file_is_named_from(
    code: str, beside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The importer knows a file by its whole path, a person by a short one; a mistake in another file is not here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for name, text in (("own.py", code), ("helping_with_errors.py", OTHERS), ("office.yaml", NAMED)):
        Path(name).write_text(text, encoding="utf-8")
    (found,) = check("office.yaml" if beside else tmp_path / "office.yaml")
    assert (Path(found.file).name, found.line) == ("own.py", 2)
    assert found.message.startswith("running it raised SyntaxError") == ("helping" in code)


OF_ITS_OWN = """mechanisms: [own.py]
bribes: {price: 3}
observed:
  bribes: {title: B, quantity: bribed, unit: as simulated, policy: ban, values: [{date: 2024-06-01, value: 3}],
           sources: [{title: S}], uncertainty: U, contrary: [C]}
"""
WITHOUT_IT = [
    ("x = 1\n1 / 0\n", "running it raised"),
    ("x = 1\n", "the file defines no MECHANISM"),
    (OWN.replace('"bribes"', '"ban"'), "a mechanism called 'ban' is there already"),
]


@pytest.mark.parametrize(("code", "message"), WITHOUT_IT)
def test_what_a_file_would_have_declared_is_no_second_mistake(code: str, message: str, tmp_path: Path) -> None:
    """Its section, its number of a policy and of an institution, its state, its record, and options on them."""
    text = office("strength: 0.8", "strength: 0.8\n    offered: 0.1", OF_ITS_OWN)
    at_start = "spans: [3]}\n    at_start: {bribed: {share: 0.5}}\n    bribes: {price: 2}"
    (tmp_path / "office.yaml").write_text(text.replace("spans: [3]}", at_start), encoding="utf-8")
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    (found,) = check(tmp_path / "office.yaml", ["bribes.price=4", "policies.ban.offered=0.3"])
    assert message in found.message
    elsewhere = text.replace("{roots", "{rooots").replace("strength: 0.8", "strength: 8")
    (tmp_path / "office.yaml").write_text(elsewhere, encoding="utf-8")
    told = " ".join(str(one) for one in check(tmp_path / "office.yaml", ["time.mont=4"]))
    assert "Did you mean 'roots'?" in told and "found 8; allowed" in told and "there is no 'mont' in time" in told


LAWFUL = (
    OWN.replace(
        "MECHANISM =",
        """
def twice(bribes_price: Real) -> Real:
    return doubled(bribes_price)

def doubled(amount: Real) -> Real:
    return amount + amount

MECHANISM =""",
    )
    .replace("Numbers)", 'Numbers, parts=(Rule("choice", "fee", twice),))')
    .replace("import Mech", "import Real, Rule, Mech")
)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("return amount +", "return ¦amont +", "doubled: 'amont' is defined nowhere. Did you mean 'amount'?"),
        ("return doubled(", "return ¦doubld(", "twice: 'doubld' is defined nowhere. Did you mean 'doubled'?"),
        ("return amount +", "return ¦np.sqrtt(amount) +", "doubled: numpy has no 'sqrtt'. Did you mean 'sqrt'?"),
        ("    return amount", "    ¦import math\n    return amount", "doubled: a law cannot import."),
        ('Rule("choice"', 'Rule(¦"chioce"', "there is no stage 'chioce'. Did you mean 'choice'?"),
    ],
)
def test_a_law_with_a_mistake_in_it(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    assert not scenario(tmp_path, NAMED, own_py=LAWFUL).warnings
    found = the_problem(tmp_path, NAMED, own_py=LAWFUL.replace(right, wrong))
    assert Path(found.file).name == "own.py"
    assert found.message.startswith(message)


def test_all_mistakes_of_a_law_come_at_once(tmp_path: Path) -> None:
    code = LAWFUL.replace("amount + amount", "more + less").replace('"choice"', '"chioce"')
    with pytest.raises(ScenarioError) as raised:
        scenario(tmp_path, NAMED, own_py=code)
    told = [one.message for one in raised.value.problems]
    assert ["'more'" in told[0], "'less'" in told[1], "stage" in told[2]] == [True] * 3


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1\n", "the file defines no MECHANISM"),
        ("MECHANISM = 3\n", "the file defines no MECHANISM"),
        (OWN.replace('"bribes"', '"my bribes"'), "must be a Python identifier"),
        (OWN.replace("Numbers)", "int)"), "every number must be declared by exitban.mechanism.number"),
        (OWN.replace('number(2.0, unit="logit", meaning="the price", level="institution")', "2.0"), "every number"),
    ],
)
def test_a_file_without_a_fitting_mechanism(code: str, message: str, tmp_path: Path) -> None:
    assert message in the_problem(tmp_path, NAMED, own_py=code).message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"bribes"', '"ban"', "a mechanism called 'ban' is there already"),
        ('"bribes"', '"events"', "which is a key of the file"),
        ("offered:", "strength:", "policies have a key 'strength' already"),
        ("offered:", "form:", "policies have a key 'form' already"),
        (
            "Numbers)",
            'Numbers, states=(State("effort", np.float32),))',
            "there is one among the states called 'effort'",
        ),
        (
            "Numbers)",
            'Numbers, records=(Record("attempts", "attempts", "flow", "events", "attempts"),))',
            "there is one among the records called 'attempts' already",
        ),
    ],
)
def test_a_name_that_is_taken(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = office(more="mechanisms: [¦own.py]\n")
    assert message in the_problem(tmp_path, text, own_py=OWN.replace(old, new)).message


def test_luck_of_one_name_belongs_to_one_mechanism(tmp_path: Path) -> None:
    """Or one would be dealt what was drawn for the other."""
    asks = LAWFUL.replace("bribes_price: Real", "luck_of_the_draw: Real").replace(
        "doubled(bribes_price)", "luck_of_the_draw"
    )
    other = asks.replace('"bribes"', '"gifts"').replace('"fee"', '"gift"').replace("offered:", "given:")
    text = office(more="mechanisms: [own.py, ¦other.py]\n")
    told = the_problem(tmp_path, text, own_py=asks, other_py=other).message
    assert told.startswith("another mechanism draws 'luck_of_the_draw' as well.")


def test_two_files_of_one_name_are_two_mechanisms(tmp_path: Path) -> None:
    """Before and after a change, a scenario keeps the rules that it was read with."""
    before = scenario(tmp_path, own("bribes: {price: 3}\n"), own_py=OWN).mechanisms[-1]
    after = scenario(tmp_path, own("bribes: {price: 3}\n"), own_py=OWN.replace("2.0", "9.0")).mechanisms[-1]
    again = scenario(tmp_path, own("bribes: {price: 3}\n"), own_py=OWN).mechanisms[-1]
    assert [one.facts()["price"].default for one in (before, after, again)] == [2, 9, 2]
    assert before.numbers.__module__ == again.numbers.__module__ != after.numbers.__module__
    assert before.numbers.__module__.isidentifier()


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    """Laws are imported by the name of their module: a hyphen in the name of the file must not reach it."""
    (tmp_path / "my-own mechanism.py").write_text(OWN, encoding="utf-8")
    assert mechanism_from(tmp_path / "my-own mechanism.py").numbers.__module__.isidentifier()
