"""Who comes when: previews first, and not too many in the queue."""

from __future__ import annotations

import asyncio

import pytest

from exitban.web.turns import FEW_WAITING, Busy, Turns, Urgency

PREVIEW, REFINEMENT, AHEAD = Urgency


def order_of(asked: list[tuple[str, Urgency]]) -> list[str]:
    """In what order those who ask while somebody works get their turns."""
    done: list[str] = []

    async def work(turns: Turns, name: str, urgency: Urgency) -> None:
        async with turns.turn(urgency):
            done.append(name)
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        turns = Turns()
        async with turns.turn(PREVIEW):
            tasks = [asyncio.ensure_future(work(turns, *one)) for one in asked]
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)

    asyncio.run(all_of_them())
    return done


def test_previews_overtake_refinement_and_both_what_nobody_has_asked_for_yet() -> None:
    asked = [("ahead", AHEAD), ("slow", REFINEMENT), ("first", PREVIEW), ("slower", REFINEMENT), ("second", PREVIEW)]
    assert order_of(asked) == ["first", "second", "slow", "slower", "ahead"]


def test_nothing_is_worked_out_ahead_where_others_wait() -> None:
    async def refused() -> bool:
        turns = Turns()
        async with turns.turn(PREVIEW):
            others = [asyncio.ensure_future(turns.turn(REFINEMENT).__aenter__()) for _ in range(FEW_WAITING)]
            await asyncio.sleep(0)
            try:
                with pytest.raises(Busy):
                    async with asyncio.timeout(1), turns.turn(AHEAD):
                        return False
            finally:
                for one in others:
                    one.cancel()
        return True

    assert asyncio.run(refused())


def test_too_many_are_told_so_and_the_others_still_come() -> None:
    async def crowd() -> list[str]:
        turns = Turns(most_waiting=2)
        done: list[str] = []

        async def work(name: str) -> None:
            try:
                async with turns.turn(PREVIEW):
                    done.append(name)
            except Busy:
                done.append(f"{name} refused")

        async with turns.turn(PREVIEW):
            tasks = [asyncio.ensure_future(work(name)) for name in "abc"]
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
        return done

    assert asyncio.run(crowd()) == ["c refused", "a", "b"]


@pytest.mark.parametrize("when", ["waiting", "called"])
def test_whoever_leaves_does_not_block_the_others(when: str) -> None:
    async def left() -> bool:
        turns = Turns()
        async with turns.turn(PREVIEW):
            leaving = asyncio.ensure_future(turns.turn(PREVIEW).__aenter__())
            await asyncio.sleep(0)
            if when == "waiting":
                leaving.cancel()
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        async with asyncio.timeout(1), turns.turn(PREVIEW):
            return True

    assert asyncio.run(left())
