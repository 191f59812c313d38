"""Luck by its address."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from exitban.maths.luck import PURPOSES, address_of, purpose_of, share, share_of_replicate, words
from exitban.maths.philox import philox


def drawn(*address: int) -> tuple[int, int]:
    """Tick, the two halves of the owner's address, row of purposes, seed, replicate."""
    first, second = words(*(np.uint64(one) for one in address))
    return int(first), int(second)


def test_an_address_stays_for_ever() -> None:
    """`printf governors/0/3/1 | b2sum -l 64` prints c9a423ff8883e002: the halves, lowest byte first."""
    assert address_of("governors/0/3/1") == (0xFF23A4C9, 0x02E08388)
    assert address_of("") == (0x57A0A6E4, 0xB4B27974)


def test_shares_of_a_replicate_stay_for_ever() -> None:
    """Stored results are worth something only as long as these do not change."""
    assert share_of_replicate(1, 0, "number:policies.ban.strength") == 0.8215389423575656
    assert share_of_replicate(7, 41, "root:denial") == 0.18679200700871484


def test_shares_of_replicates_are_uniform() -> None:
    shares = [share_of_replicate(1, replicate, "number:hazards.natural") for replicate in range(2_000)]
    assert stats.kstest(shares, "uniform").pvalue > 1e-4
    assert share_of_replicate(1, 0, "a") != share_of_replicate(2, 0, "a") != share_of_replicate(1, 0, "b")


def test_different_names_have_different_addresses() -> None:
    names = [f"office/{i}/{j}" for i in range(100) for j in range(100)]
    assert len({address_of(name) for name in names}) == len(names)


def test_a_share_is_the_word_as_a_fraction_and_never_0_or_1() -> None:
    """(word + 1/2) / 2^32, within the last bits of 32-bit numbers; small ones are as fine as the words."""
    assert float(share(np.uint64(0))) == pytest.approx(2.0**-33, rel=2.0**-23)
    assert float(share(np.uint64(2**32 - 1))) == 1 - 2.0**-24
    for word in (1, 511, 2**16 - 1, 2**16, 2**24 + 1, 2**31, 2**32 - 2**8, *range(3, 2**32, 2**27 + 12_345)):
        assert float(share(np.uint64(word))) == pytest.approx((word + 0.5) / 2**32, rel=2.0**-22), word


@pytest.mark.parametrize("chance", [1e-7, 3e-6, 1e-4])
def test_rare_things_happen_as_often_as_they_should(chance: float) -> None:
    """Counted over all words: those that lie below a small chance, found by halving."""
    low, high = 0, 2**32
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if share(np.uint64(middle)) < np.float32(chance) else (low, middle)
    assert low / 2**32 == pytest.approx(chance, rel=0.002)


def test_no_purpose_has_two_places() -> None:
    named = [name for row in PURPOSES for name in row]
    assert len(named) == len(set(named))
    assert all(len(row) == 2 for row in PURPOSES)
    assert [purpose_of(name) for name in named] == [(n // 2, n % 2) for n in range(len(named))]


def test_purposes_never_move() -> None:
    """Places are part of the file format of luck: a new purpose is appended."""
    assert purpose_of("involuntary") == (0, 0)
    assert purpose_of("covert") == (3, 1)
    assert purpose_of("queue") == (5, 1)
    assert purpose_of("leaked_deal") == (9, 1)
    assert purpose_of("contract") == (12, 0)


def test_a_mechanism_of_ones_own_never_meets_the_shipped_luck() -> None:
    mine, other = purpose_of("paid", "paid_exit"), purpose_of("paid", "bribes")
    assert mine != other
    assert mine[0] >= 0x80000000 <= other[0]
    assert purpose_of("exit", "paid_exit") == purpose_of("exit"), "a shipped purpose is shared by its name"


@pytest.mark.parametrize("changed", range(6), ids=["tick", "low", "high", "purpose", "seed", "replicate"])
def test_every_part_of_an_address_matters(changed: int) -> None:
    address = [3, 1, 4, 1, 5, 9]
    other = [one + (place == changed) for place, one in enumerate(address)]
    assert not set(drawn(*address)) & set(drawn(*other))


def test_two_neighbours_share_a_call_and_no_word() -> None:
    """Half the number of a replicate counts, seed and purpose are the key; the odd one has the words behind."""
    call = tuple(int(word) for word in philox(*(np.uint64(one) for one in (3, 1, 4, 21, 7, 5))))
    assert drawn(3, 1, 4, 5, 7, 42) == call[:2]
    assert drawn(3, 1, 4, 5, 7, 43) == call[2:]
    assert not set(call) & {*drawn(3, 1, 4, 5, 7, 41), *drawn(3, 1, 4, 5, 7, 44)}


def test_luck_is_uniform_over_members_ticks_and_replicates() -> None:
    """No more than a smoke test: Philox passes the batteries of L'Ecuyer & Simard 2007 (Salmon et al. 2011)."""
    low = np.uint64([address_of(f"office/{i}")[0] for i in range(300)])
    high = np.uint64([address_of(f"office/{i}")[1] for i in range(300)])
    ticks, pairs = np.uint64(np.arange(10)), np.uint64(np.arange(20))
    found = philox(ticks[:, None, None], low[None, :, None], high[None, :, None], pairs, np.uint64(7), np.uint64(1))
    for word in found:
        u = (np.broadcast_to(word, (10, 300, 20)).ravel() >> np.uint64(9)).astype(float) * 2.0**-23
        assert stats.kstest(u, "uniform").pvalue > 1e-4
    bits = np.concatenate([((word >> np.uint64(b)) & np.uint64(1)).ravel() for word in found for b in range(32)])
    assert abs(bits.mean() - 0.5) < 4 * 0.5 / np.sqrt(bits.size)


def test_neighbouring_addresses_are_uncorrelated() -> None:
    def column(tick: int, replicate: int, place: int = 0) -> np.ndarray:
        each = (drawn(tick, post, 0, 0, 1, replicate)[place] for post in range(20_000))
        return np.fromiter(each, float)

    for other in (column(1, 0), column(0, 1), column(0, 2), column(0, 0, 1), column(0, 1, 1)):
        assert abs(np.corrcoef(column(0, 0), other)[0, 1]) < 4 / np.sqrt(20_000)
