"""Design files: what they give, and where their mistakes are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from exitban.ensembles.design import Checked
from exitban.ensembles.design_file import GUIDE, read_design
from exitban.ensembles.sampling import morris
from exitban.errors import ExitbanError, ScenarioError
from exitban.words import STRUCTURES
from tests.ensembles.small import OFFICE, STRENGTH, office

THREAT = "policies.ban.threat"


def read(folder: Path, text: str, **files: str) -> Checked:
    office(folder)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    (folder / "design.yaml").write_text(f"scenario: office.yaml\n{text}", encoding="utf-8")
    return read_design(folder / "design.yaml")


def test_a_grid_is_every_combination(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"replicates: 7\ngrid:\n  {STRENGTH}: [0.1, 0.9]\n  {THREAT}: {{from: 0, to: 1, steps: 3}}\n"
    )
    assert found.points[STRENGTH].tolist() == [0.1] * 3 + [0.9] * 3
    assert found.points[THREAT].tolist() == [0, 0.5, 1] * 2
    assert (found.replicates, found.count, found.policies) == (7, 6, ("none", "ban"))


def test_a_latin_hypercube_has_one_point_in_every_slice(tmp_path: Path) -> None:
    numbers = f"{{{STRENGTH}: [0.2, 0.6], {THREAT}: {{triangular: [0, 1, 2]}}}}"
    text = f"latin_hypercube:\n  points: 8\n  numbers: {numbers}\n"
    found = read(tmp_path, text).points
    assert sorted(np.floor((found[STRENGTH] - 0.2) / 0.4 * 8).tolist()) == list(range(8))
    assert found[THREAT].min() > 0
    assert np.median(found[THREAT]) == pytest.approx(1, abs=0.2)


def test_a_sobol_sequence_goes_on_as_it_began(tmp_path: Path) -> None:
    text = "sobol:\n  points: {}\n  numbers: {{" + STRENGTH + ": prior, " + THREAT + ": [0, 1]}}\n"
    few, many = (read(tmp_path, text.format(n)).points[STRENGTH] for n in (4, 8))
    assert np.array_equal(few, many[:4])
    assert 0.2 <= many.min() < many.max() <= 0.9, "prior: the range that the scenario gives"


def test_morris_changes_one_number_at_a_time(tmp_path: Path) -> None:
    cube = morris(5, 3, 4, seed=1).reshape(5, 4, 3)
    steps = np.diff(cube, axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert np.allclose(np.abs(steps).sum(axis=(1, 2)), 3 * 4 / 6), "each number once, by levels / (2 (levels - 1))"
    assert set(np.round(cube.ravel() * 3).tolist()) == {0, 1, 2, 3}
    found = read(tmp_path, f"morris: {{trajectories: 2, numbers: {{{STRENGTH}: [0, 1]}}}}\n")
    assert found.count == 4


def test_a_table_is_taken_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, "table: points.csv\n", points_csv=f"point,{STRENGTH},{THREAT}\n0,0.5,1\n1,0.25,2\n")
    assert found.points[STRENGTH].tolist() == [0.5, 0.25]
    assert found.points[THREAT].tolist() == [1, 2]


def test_a_number_that_the_file_leaves_to_others_is_stated_first(tmp_path: Path) -> None:
    """An institution's own number is none before somebody gives it."""
    path = "institutions.office.hazards.natural"
    found = read(tmp_path, f"set: {{choice.reconsider: 3}}\ngrid: {{{path}: [0.0, 0.5]}}\n")
    assert found.scenario.quantity("hazards", "natural", "office").path == path
    assert found.scenario.quantity("choice", "reconsider").value == 3
    assert found.points[path].tolist() == [0, 0.5]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("replicate: 3\n", "design.yaml:2:1: replicate: unknown key. Did you mean 'replicates'?"),
        ("replicates: 0\n", "design.yaml:2:13: replicates: found 0; allowed: 1 or more."),
        ("grid: {a.b: [1]}\n", "design.yaml:2:8: grid.a.b: no such number."),
        ("grid: {policies.ban.strenght: [1]}\n", "no such number. Did you mean 'policies.ban.strength'?"),
        (f"grid: {{{STRENGTH}: 0.5}}\n", "grid.policies.ban.strength: allowed: a list of levels, or {from:"),
        (
            f"grid: {{{STRENGTH}: [2]}}\n",
            "design.yaml:2:31: grid.policies.ban.strength: found 2; allowed: 0 to 1",
        ),
        (f"grid: {{{STRENGTH}: [1]}}\ntable: x.csv\n", "found grid and table; allowed: one of grid, latin_hypercube"),
        (f"sobol: {{points: 4, numbers: {{{STRENGTH}: [1, 0]}}}}\n", "allowed: [lowest, highest], one distribution"),
        (f"morris: {{trajectories: 4, levels: 3, numbers: {{{STRENGTH}: prior}}}}\n", "morris.levels: found 3"),
        (
            f"morris: {{trajectories: 4, levels: 1, numbers: {{{STRENGTH}: prior}}}}\n",
            "found 1; allowed: a multiple of 2.",
        ),
        ("grid: {time.months: [12, 24]}\n", "design.yaml:2:21: grid.time.months: is no number that worlds or design"),
        ("table: nowhere.csv\n", "nowhere.csv: no such file; the design names it under `table`"),
        ("keep: [all]\n", "found 'all'; allowed: 'series' or 'events'"),
        ("policies: [bann]\n", "no policy 'bann'. Did you mean 'ban'"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ExitbanError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


UNSTATED = "institutions.office.hazards.natural"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"grid: {{{UNSTATED}: {{from: low, to: 1, steps: 3}}}}\n", "2:45: grid.{}: from: found 'low'; allowed: a num"),
        (f"grid: {{{UNSTATED}: [low, 1]}}\n", "2:45: grid.{}: found 'low' at place 0; allowed: numbers"),
        (f"grid: {{{UNSTATED}: [-5, 1]}}\n", "2:45: grid.{}: found -5 at place 0; allowed: 0 or more"),
        (f"grid: {{{UNSTATED}: []}}\n", "2:45: grid.{}: allowed: a list of levels"),
        (
            f"sobol: {{points: 4, numbers: {{{UNSTATED}: [low, 1]}}}}\n",
            "2:67: sobol.numbers.{}: found 'low'; allowed: [lowest, highest]",
        ),
        ("grid: {institutions.office.hazards: [1]}\n", "2:8: grid.institutions.office.hazards: this is a section"),
        (f"grid: {{{UNSTATED}ly: [low]}}\n", "2:8: grid.{}ly: no such number. Did you mean"),
    ],
)
def test_a_slip_in_a_number_that_the_scenario_leaves_out_is_not_told_as_no_number(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ExitbanError) as caught:
        read(tmp_path, text)
    assert told.format(UNSTATED) in str(caught.value)


def grid(value: str) -> str:
    return f"grid: {{{STRENGTH}: {value}}}\n"


def steps(low: object, high: object, count: object) -> str:
    return grid(f"{{from: {low}, to: {high}, steps: {count}}}")


def filled(kind: str, points: object, value: str) -> str:
    return f"{kind}: {{points: {points}, numbers: {{{STRENGTH}: {value}}}}}\n"


TWO = f"grid: {{{STRENGTH}: {{from: 0, to: 1, steps: 100000}}, {THREAT}: {{from: 0, to: 1, steps: 100000}}}}\n"
MANY = "100000000000"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (steps(0.6, 1, -3), f"design.yaml:2:31: grid.{STRENGTH}: steps: found -3; allowed: a whole number of 1"),
        (steps(0.6, 1, "true"), "steps: found true; allowed: a whole number of 1 or more."),
        (steps(0.6, 1, 2.5), "steps: found 2.5; allowed: a whole number of 1 or more."),
        (steps("low", 1, 3), "from: found 'low'; allowed: a number up to 1e+12."),
        (steps("[0.5]", 1, 3), "from: found a list of 1; allowed: a number"),
        (steps(0, ".inf", 3), "to: found inf, which is no number to calculate with; allowed: a number"),
        (steps(0, 1, MANY), "found 100,000,000,000 design points; allowed: up to 1,000,000. Give fewer steps."),
        (grid("[[0.5, 0.6]]"), "found a list of 2 among the levels; allowed: a list of levels"),
        (grid("[0.5, [0.6]]"), "found a list of 1 among the levels; allowed: a list of levels"),
        (grid(f"[1{'0' * 400}]"), "among the levels; allowed: a list of levels"),
        (TWO, "design.yaml:2:7: grid: found 10,000,000,000 design points; allowed: up to 1,000,000. Give fewer levels"),
        (
            filled("latin_hypercube", MANY, "[0, 1]"),
            "2:27: latin_hypercube.points: found 100,000,000,000 design",
        ),
        (filled("sobol", MANY, "[0, 1]"), "sobol.points: found 100,000,000,000 design points"),
        (
            f"morris: {{trajectories: {MANY}, numbers: {{{STRENGTH}: prior}}}}\n",
            "morris.trajectories: found 200,000,000,000 design points; allowed: up to 1,000,000. Give fewer traj",
        ),
    ],
)
def test_a_slip_is_told_before_anything_is_built(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ExitbanError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("[0, .inf]", "found inf, which is no number to calculate with; allowed: [lowest, highest], one distribution"),
        ("[0, 3]", "found uniform from 0 to 3; allowed: 0 to 1 ("),
        ("{triangular: [-1, 0.5, 1]}", "found triangular from -1 over 0.5 to 1; allowed: 0 to 1 ("),
        ("[1, 0]", "found [1.0, 0.0]; allowed: [lowest, highest], one distribution, or prior."),
        ("[0, 0.5, 1]", "found a list of 3; allowed: [lowest, highest], one distribution, or prior."),
        ("[0.5]", "found a list of 1; allowed: [lowest, highest], one distribution, or prior."),
        ("[false, true]", "found false; allowed: [lowest, highest], one distribution, or prior."),
        ("{uniform: [0, 1], value: 1}", "found value and uniform; allowed: [lowest, highest], one distribution"),
        ("{unifrom: [0, 1]}", "found 'unifrom'; allowed: [lowest, highest], one distribution, or prior."),
        ("0.5", "found 0.5; allowed: [lowest, highest], one distribution, or prior."),
    ],
)
def test_ends_lie_where_the_number_may_be(tmp_path: Path, value: str, told: str) -> None:
    with pytest.raises(ExitbanError) as caught:
        read(tmp_path, filled("latin_hypercube", 4, value))
    assert f"design.yaml:2:63: latin_hypercube.numbers.{STRENGTH}: {told}" in str(caught.value)


def test_a_prior_of_one_value_is_no_range(tmp_path: Path) -> None:
    with pytest.raises(
        ExitbanError, match=r"numbers\.policies\.ban\.threat: found prior, but .* one value, 0\.3; allowed:"
    ):
        read(tmp_path, f"sobol: {{points: 4, numbers: {{{THREAT}: prior}}}}\n")


def test_the_lowest_and_the_highest_are_reached_exactly(tmp_path: Path) -> None:
    over = f"{{{STRENGTH}: [0, 0.1], {THREAT}: {{lognormal: [1, 0.5]}}}}"
    found = read(tmp_path, f"morris: {{trajectories: 8, numbers: {over}}}\n").points
    assert {found[STRENGTH].min(), found[STRENGTH].max()} == {0.0, 0.1}
    assert np.isfinite(found[THREAT]).all()


def test_a_table_without_numbers_is_none(tmp_path: Path) -> None:
    with pytest.raises(
        ExitbanError, match=r"points\.csv: found no column but `point`; allowed: a column for each number"
    ):
        read(tmp_path, "table: points.csv\n", points_csv="point\n0\n1\n")


HEADER = f"{STRENGTH},{THREAT}\n"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("0.5,1\nlow,2\n", f"points.csv:3:1: {STRENGTH}: found 'low'; allowed: numbers ("),
        ("0.5,1\n\n0.25,\n", f"points.csv:4:6: {THREAT}: found ''; allowed: numbers ("),
        ("0.5,1\n--5,1\n", f"points.csv:3:1: {STRENGTH}: found '--5'; allowed: numbers ("),
        ("0.5,1\n0.25,inf\n", f"points.csv:3:6: {THREAT}: found inf; allowed: finite numbers"),
        ("1,1\n7,1\n", f"points.csv:3:1: {STRENGTH}: found 7; allowed: 0 to 1 ("),
        ("0.5,1\n0.5\n", "points.csv:3:1: 1 cell; allowed: 2, as in the first row."),
        ("0.5,1\n0.5,1,2\n", "points.csv:3:7: 3 cells; allowed: 2, as in the first row."),
        ("", "points.csv: found no points, only the names of columns; give a row for each point."),
    ],
)
def test_a_bad_cell_of_a_table_is_told_with_its_line(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(ExitbanError) as caught:
        read(tmp_path, "table: points.csv\n", points_csv=HEADER + table)
    assert str(caught.value).startswith(f"{tmp_path}/{told}")
    assert len(str(caught.value).splitlines()) == 1


def test_all_that_is_wrong_with_a_table_is_told_at_once(tmp_path: Path) -> None:
    """A column that is no number, cells of others, and of many only the first."""
    rows = "".join(f"{row},0.5,1,{value}\n" for row, value in enumerate([3, "x", *[0] * 40, *[-1] * 40]))
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "table: points.csv\n", points_csv=f"point,{STRENGTH},time.day,{UNSTATED}\n{rows}")
    found = [(one.line, one.column, one.key) for one in caught.value.problems if one.line]
    assert found[:3] == [(1, 29, "time.day"), (3, 9, UNSTATED), (44, 10, UNSTATED)]
    assert len(found) == 20
    assert caught.value.problems[-1].message == "and 22 more problems in this file."


def test_texts_of_a_table_may_be_names_and_switches(tmp_path: Path) -> None:
    text = "choice.structure,exposure.counted\nplain,true\nexit-covert,true\n"
    found = read(tmp_path, "table: points.csv\n", points_csv=text).points
    assert found["exposure.counted"].tolist() == [1, 1]
    assert found["choice.structure"].tolist() == [0, STRUCTURES.index("exit-covert")]


def test_a_parquet_table_has_rows_and_no_lines(tmp_path: Path) -> None:
    office(tmp_path)
    pyarrow.parquet.write_table(pyarrow.table({STRENGTH: [0.5, 7.0]}), tmp_path / "points.parquet")
    with pytest.raises(
        ExitbanError, match=r"points\.parquet: policies\.ban\.strength: row 2: found 7; allowed: 0 to 1"
    ):
        read(tmp_path, "table: points.parquet\n")


@pytest.mark.parametrize(
    ("name", "told"), [(STRENGTH, "found [0.5, 0.7]; allowed: numbers"), ("choice.structure", "found a list of 2.")]
)
def test_a_list_in_a_cell_of_parquet_is_no_number(name: str, told: str, tmp_path: Path) -> None:
    office(tmp_path)
    pyarrow.parquet.write_table(pyarrow.table({name: [[0.5, 0.7], [0.1]]}), tmp_path / "points.parquet")
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "table: points.parquet\n")
    assert [one.message.startswith(f"row 1: {told}") for one in caught.value.problems][:1] == [True]


@pytest.mark.parametrize("name", ["x" * 300, "nosuch.yaml", "~no_such_user_here/x.yaml"])
def test_a_scenario_that_is_not_there_is_told_in_the_design(name: str, tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_text(f"policies: [ban]\nscenario: {name}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_design(tmp_path / "design.yaml")
    (told,) = caught.value.problems
    assert (told.line, told.key, "Errno" in told.message) == (2, "scenario", False)


def test_an_empty_design_is_told_where_one_is_described(tmp_path: Path) -> None:
    (tmp_path / "design.yaml").write_text("# nothing yet\n")
    with pytest.raises(ExitbanError, match=r"the file is empty\. docs/guides/.*\.md tells what stands in a design\.$"):
        read_design(tmp_path / "design.yaml")
    assert (Path(__file__).parents[2] / GUIDE.split()[0]).is_file()


def test_all_that_can_be_told_is_told_at_once(tmp_path: Path) -> None:
    numbers = f"{{{STRENGTH}: [2], refill.rat: [1]}}"
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, f"policies: [none, bann]\nreplicates: 0\nkeeep: [series]\ngrid: {numbers}\n")
    assert [one.key for one in caught.value.problems] == [
        "policies[1]",
        "replicates",
        "keeep",
        f"grid.{STRENGTH}",
        "grid.refill.rat",
    ]


def test_what_is_wrong_with_the_scenario_is_told_beside_it(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(OFFICE.replace("months: 2", "months: 0"), encoding="utf-8")
    (tmp_path / "design.yaml").write_text("scenario: broken.yaml\nreplicates: 0\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_design(tmp_path / "design.yaml")
    assert [one.key for one in caught.value.problems if one.key != "mechanisms[0]"] == ["time.months", "replicates"]
