"""A mechanism of a user's own does all that a shipped one can: the worked example of leave that is for sale."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

import exitban
from exitban.cli.app import app
from exitban.kernels.launch import Launcher
from exitban.results import Result
from exitban.schemas import schema
from tests.office import z_of_share

pytestmark = pytest.mark.xdist_group("paid_exit")
"""All take the same composed module: one process compiles it, once."""

FOLDER = Path(__file__).parents[2] / "examples" / "paid-exit"
SCENARIO, MECHANISM = FOLDER / "paid-exit.yaml", FOLDER / "paid_exit.py"
SHORT = ("time.months=4", "choice.reconsider=2", "members.grievance_mean=1")

OFFICE = """
schema_version: 1
name: market
title: A market
mechanisms: [{mechanism}]
time: {{start: 2024-01-01, months: 3, ticks_per_month: {ticks}}}
institutions: {{office: {{weight: 1, posts: {{roots: 1, spans: [63]}}}}}}
members: {{grievance_mean: {wish}, grievance_spread: 0, outside_option_mean: 0, outside_option_spread: 0}}
choice: {{reconsider: 1000000, precision: 50}}
exit: {{contagion: 0}}
hazards: {{natural: 0}}
refill: {{rate: 0}}
voice: {{possible: 0}}
sanctions: {{per_month: 0}}
ban: {{prior_blocked: 0.000001, prior_granted: 1000000, notice: 0}}
paid_exit: {{meets: 0.3, weight: 0.1}}
policies:
  ban:
    form: informal
    scope: {{institutions: [office]}}
    strength: 1
    asking_price: 0
    threat: 0
    leave_for_sale: {{open: 1, floor: {floor}, rise: {rise}}}
compare: [ban]
"""
"""All 64 ask at once and are held at once."""


def market(folder: Path, replicates: int, **numbers: float) -> Result:
    """What becomes of them."""
    path = folder / "market.yaml"
    facts = {"ticks": 4, "wish": 3, "floor": 0, "rise": 0, **numbers}
    path.write_text(OFFICE.format(mechanism=MECHANISM, **facts), encoding="utf-8")
    return exitban.run(path, replicates=replicates)


@cache
def result(launcher: Launcher = "cpu", replicates: int = 20) -> Result:
    return exitban.run(exitban.read(SCENARIO, SHORT), replicates=replicates, launcher=launcher)


def called(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_python_and_the_compiler_agree_in_every_bit() -> None:
    plain, compiled = result("python", 2).data, result("cpu", 2).data
    assert list(plain.data_vars) == list(compiled.data_vars)
    different = [name for name in plain.data_vars if plain[name].values.tobytes() != compiled[name].values.tobytes()]
    assert different == []
    assert plain["bribes"].values.any()


def test_whoever_can_pay_leaves_at_the_rate_at_which_sellers_are_met(tmp_path: Path) -> None:
    """At no price all 64 are held at once, and are still held after three months with probability exp(-.9)."""
    data = market(tmp_path, 100).data
    assert (data["attempts"].isel(time=0) == 64).all()
    assert abs(z_of_share(float(data["trapped"].isel(time=-1).sum()), 6_400, np.exp(-0.9))) < 4
    assert float(data["exits_paid"].sum()) + float(data["trapped"].isel(time=-1).sum()) == 6_400


def test_the_price_by_hand(tmp_path: Path) -> None:
    """Whoever wishes 3 pays up to 30 months of pay at .1 a month.

    In the first week nobody was held yesterday, and leave costs 6. In the second more than 60 % are held, and it costs
    more than 6 + 40 * .6 = 30: nobody buys any more.
    """
    data = market(tmp_path, 20, floor=6, rise=40).data
    sold = data["exits_paid"].values[0]
    assert sold[:, 0].sum() > 0
    assert sold[:, 1:].sum() == 0
    assert data["bribes"].values[0] == pytest.approx(6 * sold)
    held = data["trapped"].values[0] / 64
    assert data["leave_price"].values[0][:, 1:] == pytest.approx(6 + 40 * held[:, :-1], rel=1e-5)


def test_the_market_gives_back_what_is_left_of_the_wish(tmp_path: Path) -> None:
    """b = .5 takes half of a wish of 3; at a price of 10 months a wish of 2 is left, and half of it comes back."""
    market(tmp_path, 1, floor=10)
    scenario = exitban.read(tmp_path / "market.yaml", ["ban.prior_blocked=1", "ban.prior_granted=1"])
    told = exitban.explain(scenario)
    line = next(line for line in told.splitlines() if "What the market gives back" in line)
    assert float(line.split()[-1]) == pytest.approx(1)


def test_where_leave_is_not_for_sale_the_file_changes_nothing(tmp_path: Path) -> None:
    """Under the plain ban every bit is as without the mechanism."""
    text = SCENARIO.read_text(encoding="utf-8")
    for section in ("mechanisms: [paid_exit.py]\n", "compare: [none, ban, ban-with-a-market]\n"):
        assert section in text
    bare = exitban.read(without_the_mechanism(tmp_path, text), SHORT)
    assert "paid_exit" not in {one.name for one in bare.mechanisms}
    free = exitban.run(bare, replicates=20).data
    for name in ("control", "attempts", "trapped", "exits_open", "want_out"):
        with_it = result().data[name].sel(policy=["none", "ban"]).values
        assert np.array_equal(with_it, free[name].sel(policy=["none", "ban"]).values), name


def without_the_mechanism(folder: Path, text: str) -> Path:
    """The scenario with all that belongs to the mechanism left out."""
    kept, skipping = [], None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if skipping is not None and (indent > skipping or not line.strip()):
            continue
        skipping = None
        if line.strip().startswith(("paid_exit:", "ban-with-a-market:")):
            skipping = indent
            continue
        kept.append(line)
    path = folder / "bare.yaml"
    bare = "\n".join(kept).replace("mechanisms: [paid_exit.py]", "").replace(", ban-with-a-market]", "]")
    path.write_text(bare, encoding="utf-8")
    return path


def test_its_numbers_have_priors_claims_and_overrides() -> None:
    scenario = exitban.read(SCENARIO)
    meets = scenario.quantity("paid_exit", "meets", "ministry")
    assert meets.claims == ("tariff",)
    assert not meets.is_fixed
    assert scenario.quantity("paid_exit", "meets", "regional-office").path.startswith("institutions.regional-office.")
    changed = exitban.read(SCENARIO, ["policies.ban-with-a-market.leave_for_sale.floor=3", "paid_exit.meets=1"])
    assert changed.quantity("paid_exit", "floor", policy="ban-with-a-market").value == 3
    assert changed.quantity("paid_exit", "meets", "ministry").value == 1


def test_claims_move_its_numbers() -> None:
    """The truth of the claim is drawn per world, and decides the prior of the price."""
    data = result("cpu", 20).data
    floor = data["draw"].sel(parameter="policies.ban-with-a-market.leave_for_sale.floor").values
    true = data["claim_true"].sel(claim="tariff").values
    assert ((floor[true] > 4) & (floor[true] < 8)).all()
    assert true.any() and not true.all()


def test_a_dear_market_sells_less(tmp_path: Path) -> None:
    cheap, dear = (float(market(tmp_path, 20, floor=one).data["exits_paid"].sum()) for one in (1, 31))
    assert cheap > 0
    assert dear == 0


def test_explain_tells_its_law_its_numbers_and_its_term() -> None:
    told = " ".join(called("explain", str(SCENARIO)).split())
    assert "price = floor + rise *" in told
    assert "What the market gives back of the wish that" in told
    assert "Lui 1985" in told
    assert "policies.ban-with-a-market.leave_for_sale.floor" in told
    facts = json.loads(called("explain", str(SCENARIO), "--json"))
    assert [one["name"] for one in facts["own_mechanisms"]] == ["paid_exit"]
    terms = [term for utility in facts["member"]["utilities"] for term in utility["terms"]]
    assert {"paid_exit"} == {term["mechanism"] for term in terms if term["law"] == "term_market"}


def test_it_is_listed_with_the_shelf() -> None:
    listed = called("mechanisms", str(SCENARIO))
    assert "paid_exit\n---------" in listed
    assert "months of pay" in listed
    assert "paid_exit" not in called("mechanisms")
    assert json.loads(called("mechanisms", str(SCENARIO), "--json"))["mechanisms"][-1]["name"] == "paid_exit"


def test_its_records_stand_in_data_document_and_report(tmp_path: Path) -> None:
    found = result()
    assert found.data["bribes"].attrs["units"] == "months of pay"
    assert found.data["bribes"].attrs["mechanism"] == "paid_exit"
    assert float(found.data["bribes"].sel(policy=["none", "ban"]).sum()) == 0
    document = json.loads(json.dumps(exitban.summarise(found).to_json()))
    jsonschema.validate(document, schema("summary"))
    last = document["policies"][-1]
    assert last["within_horizon"]["bribes"]["unit"] == "months of pay"
    assert last["over_time"]["leave_price"]["title"] == "price of leave"
    page = exitban.report(found, tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Paid for leave, months of pay" in page
    assert "Price of leave, months of pay" in page


def test_a_kept_result_brings_its_mechanism_along(tmp_path: Path) -> None:
    result().save(tmp_path / "kept")
    loaded = exitban.load(tmp_path / "kept")
    assert loaded.scenario.mechanisms[-1].name == "paid_exit"
    assert np.array_equal(loaded.data["bribes"].values, result().data["bribes"].values)
    assert "months of pay" in exitban.report(loaded, tmp_path / "page.html").read_text(encoding="utf-8")


def test_its_luck_is_its_own_and_survives_a_remark_in_the_file(tmp_path: Path) -> None:
    """Luck is addressed by the name of the mechanism, whatever the file is called and whatever else stands in it."""
    shutil.copy(SCENARIO, tmp_path)
    text = MECHANISM.read_text(encoding="utf-8")
    (tmp_path / "paid_exit.py").write_text(f"# A remark.\n{text}", encoding="utf-8")
    moved = exitban.read(tmp_path / "paid-exit.yaml", SHORT)
    again = exitban.run(moved, replicates=2, launcher="python").data
    assert again["bribes"].values.tobytes() == result("python", 2).data["bribes"].values.tobytes()
    other = text.replace('name="paid_exit"', 'name="bribery"').replace("paid_exit_", "bribery_")
    (tmp_path / "paid_exit.py").write_text(other, encoding="utf-8")
    scenario_text = SCENARIO.read_text(encoding="utf-8").replace("paid_exit:", "bribery:")
    (tmp_path / "paid-exit.yaml").write_text(scenario_text, encoding="utf-8")
    renamed = exitban.run(exitban.read(tmp_path / "paid-exit.yaml", SHORT), replicates=2, launcher="python").data
    assert renamed["exits_paid"].values.tobytes() != result("python", 2).data["exits_paid"].values.tobytes()


def test_a_scenario_can_be_run_when_its_folder_is_gone(tmp_path: Path) -> None:
    """What was read is kept: the file may be moved or changed before the run."""
    shutil.copy(SCENARIO, tmp_path)
    shutil.copy(MECHANISM, tmp_path)
    scenario = exitban.read(tmp_path / "paid-exit.yaml", SHORT)
    shutil.rmtree(tmp_path)
    assert exitban.run(scenario, replicates=1, launcher="python").data["bribes"].size
