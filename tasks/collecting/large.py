"""Large bodies: only a few are held at a time, from their reading until somebody has taken them."""

import asyncio

LARGE_BYTES = 1_000_000
AT_ONCE = 2
LONGEST_S = 20.0  # from a body's place on, so that a dripping one does not keep others out


class Place:
    """One body's place among the large ones; it has none while the body is small."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self.places, self.taken = places, False

    async def take(self, size: int, limit: asyncio.Timeout) -> None:
        """Wait for a place once the body is large; the wait does not count against the limit."""
        if self.taken or size <= LARGE_BYTES:
            return
        loop = asyncio.get_running_loop()
        began, ends = loop.time(), limit.when() or loop.time()
        limit.reschedule(None)
        await self.places.acquire()
        self.taken = True
        limit.reschedule(min(ends + loop.time() - began, loop.time() + LONGEST_S))

    def leave(self) -> None:
        """Give the place back."""
        if self.taken:
            self.places.release()
        self.taken = False
