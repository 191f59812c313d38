"""The traits with which members arrive."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.office import AT_ONCE, Days, office, z

CROWD = """
    spans 63

    1 month
    members: grievance_mean -1, grievance_spread 2, outside_option_mean 0.5, outside_option_spread 1.5
    members: competence_spread 0.6, outside_option_of_the_competent 0.4
    members: vulnerability_mean 3, vulnerability_spread 0.5
"""


@pytest.fixture(scope="module")
def traits() -> dict[str, np.ndarray]:
    """Each trait of 16,000 members, in 64 bits."""
    days = Days(office(CROWD), replicates=250, launcher="cpu").step()
    names = ("grievance", "outside_option", "competence", "vulnerability")
    return {name: days[name].ravel().astype(float) for name in names}


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("grievance", stats.norm(-1, 2)),
        ("outside_option", stats.norm(0.5, 1.5)),
        ("competence", stats.lognorm(0.6, scale=np.exp(-(0.6**2) / 2))),
        ("vulnerability", stats.lognorm(0.5, scale=3 * np.exp(-(0.5**2) / 2))),
    ],
)
def test_each_trait_follows_its_law(traits: dict[str, np.ndarray], name: str, law: stats.rv_continuous) -> None:
    assert stats.kstest(traits[name], law.cdf).pvalue > 1e-4


def test_uniform_traits() -> None:
    """h with the stated mean and standard deviation, x from 0 to twice its mean; the others stay as they are."""
    days = Days(
        office(CROWD, "members: grievance_form uniform, vulnerability_form uniform"), replicates=250, launcher="cpu"
    )
    plain = Days(office(CROWD), replicates=250, launcher="cpu").step()
    days.step()
    half = 2 * np.sqrt(3)
    for name, law in (("grievance", stats.uniform(-1 - half, 2 * half)), ("vulnerability", stats.uniform(0, 6))):
        assert stats.kstest(days[name].ravel().astype(float), law.cdf).pvalue > 1e-4
    assert all((days[name] == plain[name]).all() for name in ("competence", "outside_option"))


def test_competence_is_1_on_average_and_vulnerability_what_is_said(traits: dict[str, np.ndarray]) -> None:
    assert abs(z(traits["competence"], 1)) < 4
    assert abs(z(traits["vulnerability"], 3)) < 4


def test_the_competent_have_the_better_offers(traits: dict[str, np.ndarray]) -> None:
    """corr(o, log c) = .4; nothing else is related."""
    columns = np.array(
        [traits["grievance"], traits["outside_option"], *np.log([traits["competence"], traits["vulnerability"]])]
    )
    expected = np.eye(4)
    expected[1, 2] = expected[2, 1] = 0.4
    assert np.corrcoef(columns) == pytest.approx(expected, abs=4 / np.sqrt(16_000))


@pytest.mark.parametrize("correlation", [-1, 1])
def test_a_perfect_correlation_is_one(correlation: int) -> None:
    days = Days(office(CROWD, f"members: outside_option_of_the_competent {correlation}"), launcher="cpu").step()
    found = np.corrcoef(days["outside_option"].ravel(), np.log(days["competence"].ravel()))[0, 1]
    assert found == pytest.approx(correlation, abs=1e-5)


def test_without_spread_all_are_alike() -> None:
    days = Days(office("spans 4", "1 month", "members: grievance_mean 2, vulnerability_mean 5")).step()
    for name, value in {"grievance": 2, "outside_option": 0, "competence": 1, "vulnerability": 5}.items():
        assert days[name] == pytest.approx(value)


def test_traits_belong_to_post_and_replicate_not_to_the_policy() -> None:
    world = office(CROWD, "policy ban: strength 1")
    free, banned = (Days(world, policy, replicates=3, launcher="cpu").step() for policy in ("none", "ban"))
    assert (free["grievance"] == banned["grievance"]).all()
    assert len(np.unique(free["grievance"])) == free["grievance"].size


def test_the_first_members_were_not_screened() -> None:
    """Screening by 3 of their deviations of 2 lowers the offers of those who come later by 6, and of nobody else."""
    crowd = ("spans 4", "3 months", "members: outside_option_mean 1, outside_option_spread 2")
    open_to_all, screened = (Days(office(*crowd, f"refill: rate {AT_ONCE}, screening {sd}")).step() for sd in (0, 3))
    assert (open_to_all["outside_option"] == screened["outside_option"]).all()
    later = [days.let(filled=0).step()["outside_option"] for days in (open_to_all, screened)]
    assert later[0] - later[1] == pytest.approx(6.0, abs=1e-4)
