"""Large bodies: only a few are held at a time, from their reading until somebody has taken them."""

import asyncio

LARGE_BYTES = 1_000_000
AT_ONCE = 2
LONGEST_S = 60.0  # from a body's place on, so that a dripping one does not keep others out for ever


class Place:
    """One body's place among the large ones; it has none while the body is small.

    `waited_s` is how long it waited for it, `limit_s` how long the body may take since then, if it has one.
    """

    def __init__(self, places: asyncio.Semaphore) -> None:
        self.places, self.taken = places, False
        self.waited_s = 0.0
        self.limit_s: float | None = None

    async def take(self, size: int, limit: asyncio.Timeout) -> None:
        """Wait for a place once the body is large; the wait does not count against the limit."""
        if self.limit_s is not None or size <= LARGE_BYTES:
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        left_s = (limit.when() or began) - began
        limit.reschedule(None)
        await self.places.acquire()
        self.taken = True
        self.waited_s, self.limit_s = loop.time() - began, min(left_s, LONGEST_S)
        limit.reschedule(loop.time() + self.limit_s)

    def leave(self) -> None:
        """Give the place back."""
        if self.taken:
            self.places.release()
        self.taken = False
