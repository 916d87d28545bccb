"""Large bodies."""

import asyncio

from tasks.collecting.large import LARGE_BYTES, Place


def test_few_at_a_time_and_small_ones_free():
    """A large body waits until another has left; a small one never does."""

    async def run():
        places = asyncio.Semaphore(1)
        async with asyncio.timeout(9) as limit:
            first, second, small = Place(places), Place(places), Place(places)
            await first.take(LARGE_BYTES + 1, limit)
            await small.take(LARGE_BYTES, limit)
            waiting = asyncio.create_task(second.take(LARGE_BYTES + 1, limit))
            await asyncio.sleep(0)
            before = waiting.done()
            first.leave()
            await waiting
            return before, second.taken, small.taken, places.locked()

    assert asyncio.run(run()) == (False, True, False, True)


def test_a_place_is_left_once():
    """Whoever leaves twice takes nobody else's."""

    async def run():
        places = asyncio.Semaphore(1)
        async with asyncio.timeout(9) as limit:
            place = Place(places)
            await place.take(LARGE_BYTES + 1, limit)
        place.leave()
        place.leave()
        return places._value

    assert asyncio.run(run()) == 1


def test_the_wait_does_not_count_but_the_body_is_bounded():
    """The limit moves on by the wait, and no further than a dripping body may take."""

    async def run():
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(3_600) as limit:
            await Place(asyncio.Semaphore(1)).take(LARGE_BYTES + 1, limit)
            return limit.when() - loop.time()

    assert 0 < asyncio.run(run()) <= 60
