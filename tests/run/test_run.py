"""The call, and what it gives."""

from __future__ import annotations

import re
from concurrent.futures import CancelledError
from typing import Any

import numpy as np
import pytest

from exitban.engines import engine_of
from exitban.errors import CallError, ScenarioError
from exitban.plan import plan_for
from exitban.results.loss import lost_at
from exitban.results.result import Result
from exitban.run import Work, run
from tests.office import AT_ONCE, EVERYTHING, Days, office, z_of_share

POLICIES = ("none", "ban")


@pytest.fixture(scope="module")
def result() -> Result:
    return run(office(EVERYTHING), replicates=40, policies=POLICIES, keep="everything")


@pytest.fixture(scope="module")
def summary() -> Result:
    return run(office(EVERYTHING), replicates=40, policies=POLICIES)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"replicates": 0}, "replicates: 0 were asked for; at least 1"),
        ({"replicates": range(5, 5)}, "replicates: no numbers were asked for; allowed: numbers that follow each other"),
        ({"replicates": range(0, 10, 2)}, "replicates: 0 to 8, by steps of 2, were asked for"),
        ({"replicates": range(-3, 3)}, "-3 to 2, by steps of 1, were asked for; allowed: .* from 0"),
        ({"replicates": range(2**63)}, "replicates: 0 to 9223372036854775807, by steps of 1, were asked for; allowed"),
        ({"replicates": range(-(2**63), 2**70)}, "replicates: -9223372036854775808 to .* were asked for; allowed"),
        ({"replicates": 10**5000}, "replicates: a number of thousands of digits were asked for; at most"),
        ({"replicates": 4.0}, "replicates: found 4.0; allowed: a whole number, or a range"),
        ({"replicates": 2**32}, "replicates: 4294967296 were asked for; at most"),
        ({"replicates": range(2**40, 2**40 + 1)}, "the number 1099511627776 were asked for"),
        ({"threads": -1}, "threads: -1 were asked for; a whole number of at least 1"),
        ({"threads": 1.5}, "threads: 1.5 were asked for; a whole number of at least 1"),
        ({"keep": np.array(["summary", "everything"])}, "keep: found array.* Allowed: everything, summary"),
        ({"progress": "yes"}, "progress: found 'yes'; allowed: a function, or None"),
        ({"progress": np.array([1, 2])}, "progress: found array.*; allowed: a function, or None"),
        ({"expected": 3}, "expected: found 3; allowed: what `exitban.estimate.estimate` gives"),
        ({"policies": np.array("ban")}, "policies: found array.*; allowed: a name"),
        ({"records": []}, "records: none was asked for"),
        ({"seed": 1.5}, "seed: 1.5 was given; a whole number from 0"),
        ({"seed": None}, "seed: None was given; a whole number from 0"),
        ({"seed": -1}, "seed: -1 was given; a whole number from 0"),
        ({"seed": 2**32}, "seed: 4294967296 was given"),
        ({"records": [3]}, "records: found 3; allowed: a name"),
        ({"keep": "all"}, "keep: found 'all'. Allowed: everything, summary"),
        ({"policies": []}, "policies: none was asked for; name at least one"),
        ({"policies": [1]}, "policies: found 1; allowed: a name"),
        ({"policies": 1}, "policies: found 1; allowed: a name"),
        ({"policies": {"ban": 1}}, "policies: found {'ban': 1}; allowed: a name"),
        ({"policies": ["bann"]}, "has no policy 'bann'. Did you mean 'ban'"),
        ({"policies": ["ban", "ban"]}, "names a policy twice"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(asked: dict[str, object], told: str) -> None:
    with pytest.raises(CallError, match=re.sub(r"([?()\[\]])", r"\\\1", told)):
        run(office("alone", "policy ban: strength 1"), launcher="python", **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("scenario", [None, 3, b"office"])
def test_what_is_no_scenario_is_refused(scenario: Any) -> None:
    with pytest.raises(CallError, match=r"scenario: found .*; allowed: a scenario, a path, or a name"):
        run(scenario)


@pytest.mark.parametrize("launcher", ["gpu", ["cpu"], None, np.array(["cpu", "cuda"])])
def test_an_unknown_launcher_is_refused(launcher: Any) -> None:
    with pytest.raises(CallError, match=r"launcher: found .* Allowed: cpu, cuda, python"):
        run(office("alone", "policy ban: strength 1"), replicates=1, launcher=launcher)


def test_more_threads_than_there_can_be_are_as_many_as_help() -> None:
    world = office("alone", "policy ban: strength 1")
    found = [
        run(world, replicates=2, launcher="python", threads=n).data["control"].values.tobytes() for n in (1, 2**70)
    ]
    assert found[0] == found[1]


def test_a_scenario_that_is_not_there_is_told() -> None:
    with pytest.raises(ScenarioError):
        run("no-such-scenario")


def test_records_of_a_run_are_those_of_the_engine(result: Result) -> None:
    days = Days(office(EVERYTHING), "ban", replicates=40, launcher="cpu").to_the_end()
    ban = result.data.sel(policy="ban")
    for name in ("attempts", "blocked", "exits_killed", "filled", "sanctions", "arrivals", "quiet_wants_out"):
        assert np.array_equal(ban[name].values.T, days.recorded(name)), name
    worlds = days["recorded_world"][days.engine.world_rows.index("control")]
    assert np.array_equal(ban["control"].values.T, worlds)


def test_every_variable_says_what_it_is(result: Result) -> None:
    for name, variable in result.data.data_vars.items():
        assert variable.attrs.get("long_name"), name
        if name not in ("draw", "claim_true"):
            assert variable.attrs.get("units"), name
            assert variable.attrs.get("kind") in {"count", "stock", "share", "index"}, name


def test_counts_and_stocks_of_institutions_add_up_to_the_whole(result: Result) -> None:
    data = result.data
    counted = [
        str(n) for n, v in data.data_vars.items() if v.attrs.get("kind") in {"count", "stock"} and "time" in v.dims
    ]
    wholes = [name for name in counted if not name.startswith(("institution_", "rank_", "simulated_"))]
    assert {"attempts", "filled", "trapped", "exits_paid"} <= set(wholes)
    for name in wholes:
        assert np.array_equal(data[f"institution_{name}"].sum("institution").values, data[name].values), name


def test_shares_of_the_whole_are_weighted_by_those_whom_they_describe(result: Result) -> None:
    data = result.data
    weighted = (data["institution_effort"] * data["institution_filled"]).sum("institution")
    somebody = data["filled"].values > 0
    assert np.allclose(weighted.values[somebody], (data["effort"] * data["filled"]).values[somebody], atol=1e-4)
    assert np.array_equal(np.isnan(data["effort"].values), ~somebody), "the effort of nobody is no number"
    assert np.allclose(data["staffing"], data["filled"] / 10)


def test_statistics_are_those_of_the_replicates(result: Result, summary: Result) -> None:
    """Without `keep`, what differs by replicate is kept of the whole only."""
    kept, condensed = result.data["institution_attempts"], summary.data["institution_attempts"]
    assert np.allclose(condensed.sel(statistic="mean"), kept.mean("replicate"))
    assert np.allclose(condensed.sel(statistic="q95"), kept.quantile(0.95, "replicate"))
    assert np.array_equal(summary.data["attempts"], result.data["attempts"])


def test_time_is_the_end_of_each_tick(result: Result) -> None:
    data = result.data
    assert data["month"].values.tolist() == [(tick + 1) / 4 for tick in range(24)]
    assert str(data["time"].values[3])[:10] == "2024-02-01"
    assert str(data["time"].values[-1])[:10] == "2024-07-01"


def test_drawn_numbers_are_there_and_the_same_for_all_policies(result: Result) -> None:
    drawn = result.data["draw"]
    assert {"policies.ban.strength", "events.storm.size"} <= set(drawn["parameter"].values.tolist())
    strength = drawn.sel(parameter="policies.ban.strength")
    assert strength.dims == ("replicate",)
    assert float(strength.min()) >= 0.7
    assert float(strength.max()) <= 0.99
    assert len(np.unique(strength)) == 40


def test_provenance_is_enough_to_make_it_again(result: Result) -> None:
    made = result.provenance
    assert (made["seed"], made["replicates"], made["policies"]) == (1, 40, list(POLICIES))
    assert made["first_replicate"] == 0
    assert made["scenario_hash"] == result.scenario.hash
    assert {"python", "exitban", "numpy", "numba"} <= made["versions"].keys()


def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[tuple[float, str]] = []
    run(office(EVERYTHING), replicates=70, policies=POLICIES, progress=lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(shares) > 4


def test_a_table_has_a_row_for_each_policy_replicate_and_time(result: Result) -> None:
    table = result.to_dataframe()
    assert len(table) == 2 * 40 * 24
    assert table["attempts"].sum() == float(result.data["attempts"].sum())


def test_a_run_in_plain_python_is_the_same_run(summary: Result) -> None:
    few = run(office(EVERYTHING), replicates=2, policies=POLICIES, launcher="python").data
    same = summary.data.isel(replicate=slice(2))
    for name in ("attempts", "control", "lost_at", "known_blocked_by_report", "draw"):
        assert few[name].values.tobytes() == np.ascontiguousarray(same[name].values).tobytes(), name


def loss(control: list[float], hold: float, dt: float = 1.0, threshold: float = 0.5) -> float:
    column = np.array(control, np.float32)[:, None]
    return float(lost_at(column, np.array([threshold]), np.array([hold]), dt)[0])


def test_control_is_lost_when_it_has_stayed_below_for_long_enough() -> None:
    """Below at the end of month 2 and still at the end of month 3: below for one month, and lost at 3."""
    assert loss([1, 0.4, 0.4, 0.4], hold=1) == 3
    assert loss([1, 0.4, 0.4, 0.4], hold=2) == 4
    assert loss([1, 0.4, 0.4, 0.4, 0.4], hold=3) == 5
    assert loss([0.4, 0.4, 0.6, 0.4, 0.4, 0.4], hold=2) == 6, "a recovery starts the count anew"
    assert loss([0.9, 0.4, 0.9], hold=0) == 2, "without a hold the first moment below is the loss"
    assert loss([1, 0.4, 0.9, 0.9], hold=0.5) != loss([1, 0.4, 0.4, 0.9], hold=0.5) == 3, "a tick at least"
    assert loss([0.4] * 8, hold=1, dt=0.25) == 1.25
    for hold, per_month, ticks in ((0.1, 30, 4), (0.2, 10, 3), (0.6, 10, 7)):
        kept = float(np.float32(hold))
        assert loss([0.4] * 9, hold=kept, dt=1 / per_month) == pytest.approx(ticks / per_month), "32 bits are no tick"
    assert loss([1, 0.4, 0.4, 0.4, 0.4, 0.4], hold=1, dt=0.25) == 1.5


@pytest.mark.parametrize("ticks", [1, 2, 4, 8])
def test_a_vacancy_outlasts_the_hold_with_the_same_chance_whatever_the_tick(ticks: int) -> None:
    """A post that is filled again at rate .5 is vacant for two months with probability exp(-1)."""
    drawing = f"""
        alone

        6 months of {ticks} ticks
        hazards: natural {AT_ONCE}
        refill: rate 0.5
    """
    days = Days(office(drawing), replicates=4_000, seed=ticks, launcher="cpu").step()
    days["hazards_natural"][:] = 0
    days.to_the_end()
    control = days["recorded_world"][days.engine.world_rows.index("control")]
    threshold, hold = np.full(4_000, 0.5), np.full(4_000, 2.0)
    lost = np.isfinite(lost_at(control, threshold, hold, 1 / ticks)).sum()
    assert abs(z_of_share(lost, 4_000, np.exp(-1))) < 4


def test_a_run_in_which_control_holds_is_censored_not_counted() -> None:
    assert np.isnan(loss([1, 0.5, 0.5, 0.5], hold=1)), "at the threshold is not below it"
    assert loss([1, 0.4, 0.4, 0.4], hold=1) == 3, "and a little below it is"
    assert np.isnan(loss([1, 0.4, 0.4], hold=2))


def test_lost_at_of_a_result_follows_from_its_control(result: Result) -> None:
    data = result.data
    for policy in POLICIES:
        control = data["control"].sel(policy=policy).values.T
        threshold = data["control_threshold"].values.astype(float)
        expected = lost_at(control, threshold, np.ones(40), 0.25)
        assert np.array_equal(data["lost_at"].sel(policy=policy).values, expected, equal_nan=True)
        assert np.array_equal(data["control_min"].sel(policy=policy).values, control.min(axis=0))
    assert np.isfinite(data["lost_at"]).any()


def test_who_stops_a_run_does_not_wait_for_the_end_of_its_blocks() -> None:
    """Blocks that are under way end at the next few ticks, and no record of them comes out."""
    plan = plan_for(office(EVERYTHING), 1, range(40))
    work = Work(plan, engine_of(plan.scenario.mechanisms, "python"), POLICIES, 1)
    work.stopping.set()
    with pytest.raises(CancelledError):
        work.one_block(plan.under("none"), slice(0, 2), [])
    runs = Work(plan, engine_of(plan.scenario.mechanisms, "cpu"), POLICIES, 1)
    done = runs.in_threads()
    next(done)
    done.close()
    assert runs.stopping.is_set()
    assert len(list(runs.in_threads())) == 2, "and it can begin anew"
