"""Results that nobody simulated: a tiny one worked by hand, and a plausible fake to look at."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import xarray as xr

from exitban.scenario import Organisation
from exitban.words import REASONS

FLOWS = (
    *("attempts", "blocked", "known_blocked"),
    *(f"exits_{reason}" for reason in REASONS if reason != "none"),
    *("proposals", "leaks", "sanctions", "arrests", "arrivals", "promotions", "left_to_move_up"),
)
STOCKS = (
    *("filled", "vacant", "voice", "covert", "exposed", "trapped"),
    *("quiet_content", "quiet_wants_out", "open_content", "open_wants_out"),
)
SHARES = ("staffing", "want_out", "effort", "control", "control_structural", "control_productive", "stress")


@dataclass
class FakeResult:
    """The three parts of a result."""

    data: xr.Dataset
    scenario: Any
    provenance: Mapping[str, Any] = field(default_factory=dict)


def dataset(policies: list[str], replicates: int, ticks: int, months_per_tick: float = 1.0) -> xr.Dataset:
    """A dataset in which nothing ever happens: control 1, nobody leaves, 10 posts filled."""
    shape = (len(policies), replicates, ticks)
    dims = ("policy", "replicate", "time")
    start = np.datetime64("2022-02-24")
    days = np.rint((np.arange(ticks) + 1) * months_per_tick * 30.4375).astype(int)
    data = xr.Dataset(
        coords={
            "policy": policies,
            "replicate": np.arange(replicates),
            "time": (start + days).astype("datetime64[ns]"),
            "institution": ["administration", "governors"],
        },
        attrs={"scenario": "fake", "title": "A fake", "start": "2022-02-24", "dt_months": months_per_tick},
    )
    data = data.assign_coords(month=("time", (np.arange(ticks) + 1) * months_per_tick))
    for name in FLOWS:
        about = {"units": "posts per tick", "long_name": name.replace("_", " "), "kind": "count"}
        data[name] = (dims, np.zeros(shape, np.float32), about)
    for name in STOCKS:
        about = {"units": "posts", "long_name": name.replace("_", " "), "kind": "stock"}
        data[name] = (dims, np.zeros(shape, np.float32), about)
    for name in SHARES:
        about = {"units": "1", "long_name": name.replace("_", " "), "kind": "share"}
        data[name] = (dims, np.ones(shape, np.float32), about)
    data["filled"] += 10
    data["quiet_content"] += 10
    about = {"units": "months", "long_name": "mean months trapped", "kind": "stock"}
    data["trapped_months"] = (dims, np.full(shape, np.nan, np.float32), about)
    data["vacant_months"] = (dims, np.full(shape, np.nan, np.float32), {**about, "long_name": "mean months vacant"})
    data["lost_at"] = (dims[:2], np.full(shape[:2], np.nan))
    data["control_min"] = (dims[:2], np.ones(shape[:2]))
    data["known_blocked_by_report"] = ((*dims[:2], "institution"), np.zeros((*shape[:2], 2)))
    data["control_threshold"] = ("replicate", np.full(replicates, 0.5))
    return data


def seen(
    policies: list[str], name: str, values: list[tuple[float, float | None, float]], **more: Any
) -> SimpleNamespace:
    """An observed series: (month, since, value) each; the last policy was in force."""
    start = datetime.datetime(2022, 2, 24)

    def day(month: float | None) -> datetime.date | None:
        return None if month is None else (start + datetime.timedelta(days=round(30.4375 * month))).date()

    points = tuple(
        SimpleNamespace(date=day(month), since=day(since), value=value, month=month, since_month=since)
        for month, since, value in values
    )
    known: dict[str, Any] = {
        "name": name,
        "title": f"What became of the {name}",
        "quantity": "exits_voluntary",
        "kind": "flow",
        "unit": "posts",
        "per_year": False,
        "policy": policies[-1],
        "institutions": ("governors",),
        "everywhere": True,
        "values": points,
        "sources": (SimpleNamespace(title="A newspaper", address="https://example.org/after", date="2024"),),
        "uncertainty": "Counted by hand.",
        "contrary": (SimpleNamespace(text="Nobody else saw it.", claims=("denial",)),),
    }
    return SimpleNamespace(**{**known, **more})


def by_hand() -> FakeResult:
    """Four worlds, two policies, four monthly ticks; every answer in the tests is worked with pen and paper.

    Lost at (months): none = -, 2, -, 4; ban = 1, -, -, 3. Control at the end: none .8 .2 .6 .4; ban .4 .6 .6
    .2.
    """
    data = dataset(["none", "ban"], replicates=4, ticks=4)
    nan = np.nan
    data["lost_at"].values[:] = [[nan, 2, nan, 4], [1, nan, nan, 3]]
    data["control_min"].values[:] = [[0.8, 0.2, 0.6, 0.4], [0.3, 0.6, 0.6, 0.2]]
    data["control"].values[:, :, -1] = [[0.8, 0.2, 0.6, 0.4], [0.4, 0.6, 0.6, 0.2]]
    data["attempts"].values[1, :, 0] = [0, 2, 4, 6]
    data["exits_open"].values[0] = 1.0
    data["known_blocked_by_report"].values[1, :, 1] = [0, 2, 1, 5]
    for name, count in (
        ("quiet_content", 4),
        ("quiet_wants_out", 3),
        ("open_content", 1),
        ("open_wants_out", 2),
    ):
        data[name].values[1] = count
    data["trapped_months"].values[1, :2, 0] = [1.0, 3.0]
    return FakeResult(data, scenario(["none", "ban"]), {"seed": 1, "command": "exitban run"})


TITLES = {
    "none": "No ban",
    "ban": "The ban as reported",
    "closed": "The ban with its exceptions closed",
    "decree": "The decree alone",
}


def scenario(policies: list[str]) -> SimpleNamespace:
    """As much of a scenario as the analysis and the report ask for."""
    opening = datetime.date(2022, 9, 21)
    return SimpleNamespace(
        title="A fake organisation",
        question="What happens to control when leaving is forbidden?",
        about="Nobody simulated this.",
        institutions={
            "administration": SimpleNamespace(title="Administration", weight=0.6),
            "governors": SimpleNamespace(title="Governors", weight=0.4),
        },
        organisation=two_institutions,
        quantity=lambda mechanism, number, institution: SimpleNamespace(value=0.95),
        policies={
            name: SimpleNamespace(title=TITLES.get(name, name), opens=None if name == "none" else opening)
            for name in policies
        },
        report=SimpleNamespace(date=datetime.date(2023, 5, 15), institution="governors", policy="ban", at_least=2),
        events=[SimpleNamespace(date=datetime.date(2022, 11, 11), title="retreat")],
    )


def two_institutions() -> Organisation:
    """A chief over two officials and two governors."""
    return Organisation(
        ids=["chief", "a", "b", "c", "d"],
        institution=["administration"] * 3 + ["governors"] * 2,
        rank=[0, 1, 1, 0, 0],
        superior=[-1, 0, 0, 0, 0],
        second_superior=[-1] * 5,
        watches=np.empty((0, 2), np.int64),
    )


def within_institutions(data: xr.Dataset) -> xr.Dataset:
    """With statistics of the two institutions: half of every count in each, and the index of the whole."""
    halves = [*FLOWS, *STOCKS]
    for name in (*halves, *SHARES):
        mean = data[name].values.mean(axis=1)[:, None, :, None] * (0.5 if name in halves else 1.0)
        dims = ("policy", "statistic", "time", "institution")
        data[f"institution_{name}"] = (dims, np.repeat(mean, 2, axis=3), data[name].attrs)
    return data.assign_coords(statistic=["mean"])


LIFTED_AT = ("2022-12-31", "2023-05-15", "2023-12-31")


def lifted(data: xr.Dataset, if_lifted: np.ndarray, if_kept: np.ndarray) -> xr.Dataset:
    """With a branch on three days: counts by (policy, replicate, branch), all of them in the first institution."""
    dims = ("policy", "replicate", "branch")
    about = {"units": "events", "long_name": "counted", "kind": "count", "within_months": "3"}
    stored = if_lifted - if_kept
    found = {"exits_if_lifted": if_lifted, "exits_if_kept": if_kept, "stored_exits": stored}
    data = data.assign_coords(branch=np.array(LIFTED_AT, "datetime64[ns]"))
    for name, counted in found.items():
        data[name] = (dims, counted, about)
    data["institution_stored_exits"] = ((*dims, "institution"), np.stack([stored, 0 * stored], axis=-1), about)
    return data


def _walk(generator: np.random.Generator, shape: tuple[int, int], drift: np.ndarray) -> np.ndarray:
    """Worlds that drift down, each at its own pace, with weekly luck."""
    return np.exp(-np.cumsum(drift[:, None] * (1 + 0.8 * generator.standard_normal(shape)), axis=1))


def plausible(replicates: int = 200, policies: tuple[str, ...] = ("none", "ban", "closed")) -> FakeResult:
    """A fake that looks like a real answer, to draw and to read: 36 months in weekly ticks, paired luck."""
    ticks, months_per_tick = 144, 0.25
    data = dataset(list(policies), replicates, ticks, months_per_tick)
    pace = np.random.default_rng(7).gamma(4.0, 0.25, replicates)
    month = np.asarray(data["month"].values)
    for number in range(len(policies)):
        generator = np.random.default_rng(11)
        shape = (replicates, ticks)
        drift = (0.0028, 0.0036, 0.0047, 0.002, 0.006, 0.001)[number] * pace
        control = _walk(generator, shape, drift)
        data["control"].values[number] = control
        data["control_structural"].values[number] = control**0.5
        data["control_productive"].values[number] = control**0.5
        data["effort"].values[number] = control**0.4
        data["staffing"].values[number] = control**0.2
        data["control_min"].values[number] = control.min(axis=1)
        line = 0.5 + 0.2 * np.random.default_rng(5).random(replicates)
        data["control_threshold"].values[:] = line
        below = control < line[:, None]
        data["lost_at"].values[number] = np.where(below.any(axis=1), month[below.argmax(axis=1)], np.nan)
        want = 0.1 + 0.3 * (1 - control) + 0.04 * number
        data["want_out"].values[number] = want
        filled = 1500 * data["staffing"].values[number]
        shown = (0.25 - 0.08 * number if number < 3 else 0.1) * want
        data["filled"].values[number] = filled
        data["vacant"].values[number] = 1500 - filled
        data["open_wants_out"].values[number] = filled * shown
        data["quiet_wants_out"].values[number] = filled * (want - shown)
        data["open_content"].values[number] = filled * 0.02
        data["quiet_content"].values[number] = filled * (0.98 - want)
        data["voice"].values[number] = filled * (shown + 0.02)
        data["trapped"].values[number] = number * 40 * (1 - np.exp(-month / 12))
        for reason, rate in (("open", 9.0), ("natural", 1.2), ("killed", 0.8), ("dismissed", 0.5)):
            data[f"exits_{reason}"].values[number] = generator.poisson(rate / (1 + number * (reason == "open")), shape)
        if number:
            data["blocked"].values[number] = generator.poisson(2.0 * number, shape)
            data["exits_health"].values[number] = generator.poisson(1.0, shape) if number == 1 else 0
            data["exits_unblocked"].values[number] = generator.poisson(0.6, shape)
            known = generator.poisson(1.4 * number * pace)
            data["known_blocked_by_report"].values[number, :, 1] = known
        data["attempts"].values[number] = generator.poisson(12 - 2 * min(number, 5), shape)
    asked = scenario(list(policies))
    asked.observed = {
        "leavers": seen(list(policies), "leavers", [(6.0, None, 150.0), (12.0, None, 420.0), (34.0, None, 900.0)]),
        "movers": seen(
            list(policies), "movers", [(18.0, 0.0, 300.0), (36.0, 20.0, 90.0)], unit="posts per year", per_year=True
        ),
        "speakers": seen(list(policies), "speakers", [(24.0, None, 50.0)], kind="stock", quantity="voice"),
    }
    left = np.cumsum(data["exits_open"].values, axis=2)
    for name, values in (("leavers", left), ("movers", left), ("speakers", data["voice"].values)):
        data[f"simulated_{name}"] = (("policy", "replicate", "time"), values)
    kept = np.random.default_rng(3).poisson(4.0, (len(policies), replicates, len(LIFTED_AT)))
    held = 9.0 * np.arange(len(policies))[:, None, None] * np.ones(kept.shape)
    data = lifted(data, kept + np.random.default_rng(4).poisson(held), kept)
    data["arrivals"].values[:] = 6.0
    data = within_institutions(data)
    provenance = {"scenario_hash": "0" * 64, "seed": 1, "replicates": replicates, "command": "exitban run"}
    return FakeResult(data, asked, provenance)
