"""One request to a service of X: the whole body of any status, within bounds, whatever happens."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import httpx

from tasks.clock import Clock
from tasks.collecting.answers import Answer
from tasks.collecting.client import RECEIVED
from tasks.collecting.guard import BlockedAddress
from tasks.parsing.inflate import Inflater, TooLarge

MAX_BYTES = 64_000_000

Judge = Callable[[Answer], Answer]


async def exchange(
    http: httpx.AsyncClient,
    asking: Answer,
    headers: Mapping[str, str],
    *,
    now: Clock,
    timeout_s: float,
    judge: Judge,
) -> Answer:
    """Ask `asking.final_url` once more; `judge` gives what came its outcome, every fault has its own."""
    began_at = now()
    asking = replace(asking, attempts=asking.attempts + 1, status=None, headers=(), body=b"", error=None)
    try:
        async with asyncio.timeout(timeout_s):
            asking = judge(await receive(http, asking, headers))
    except (TimeoutError, httpx.TimeoutException) as error:
        asking = asking.failed("timeout", f"{type(error).__name__}: no whole answer", may_pass=True)
    except TooLarge as error:
        asking = asking.failed("too_large", str(error))
    except BlockedAddress as error:
        asking = asking.failed("blocked_address", str(error))
    except Exception as error:  # besides httpx.HTTPError, h2, ssl and anyio let their own errors through
        asking = asking.failed("connect_error", f"{type(error).__name__}: {error}", may_pass=True)
    took_s = max(0.0, (now() - began_at).total_seconds())
    return replace(asking, answer_s=asking.answer_s + took_s)


async def receive(http: httpx.AsyncClient, asking: Answer, headers: Mapping[str, str]) -> Answer:
    """Send the request and read the whole body; a redirect is not followed."""
    response = await http.send(http.build_request("GET", asking.final_url, headers=headers), stream=True)
    try:
        asking = replace(asking, status=response.status_code, headers=response.extensions[RECEIVED])
        kept = BytesIO()
        inflater = Inflater(asking.header("content-encoding") or "", MAX_BYTES, sink=kept.write)
        async for part in response.aiter_raw():
            inflater.feed(part)
        inflater.close()
    finally:
        await response.aclose()
    body = kept.getvalue()
    return replace(asking, body=body, size=len(body))
