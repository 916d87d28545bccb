"""One bounded GET: redirects by hand, a limit on size and time, and an outcome whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import httpx

from tasks.collecting.guard import BlockedAddress
from tasks.collecting.policy import FetchPolicy
from tasks.parsing.inflate import BrokenBody, Inflater, TooLarge
from tasks.parsing.urls import normalize_url

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an address is not asked, or its answer not kept."""

    outcome: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one address ended; `outcome` is `read` where `body` is whole, else one of those of fetches."""

    outcome: str
    final_url: str
    attempts: int = 0
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case), None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), None)


Allowed = Callable[[str], Awaitable[Refusal | None]]
Unwanted = Callable[[str | None], str | None]


async def always_allowed(url: str) -> Refusal | None:
    """The rule for robots.txt itself, which needs no leave."""
    return None


async def get(
    http: httpx.AsyncClient,
    url: str,
    policy: FetchPolicy,
    *,
    allowed: Allowed = always_allowed,
    conditions: Mapping[str, str] | None = None,
    unwanted: Unwanted = lambda content_type: None,
) -> Answer:
    """Ask one address.

    Args:
        http: the client.
        url: a normalized address.
        policy: the limits.
        allowed: asked before each hop whether it may be made.
        conditions: conditional headers, sent to the first address only.
        unwanted: given the Content-Type header, why the body need not be read, or None.
    """
    answer = Answer(outcome="read", final_url=url)
    try:
        async with asyncio.timeout(policy.total_timeout_s):
            for _ in range(policy.max_redirects + 1):
                refusal = await allowed(answer.final_url)
                if refusal:
                    return replace(answer, outcome=refusal.outcome, error=refusal.error)
                answer = replace(answer, attempts=answer.attempts + 1)
                headers = dict(conditions or {}) if answer.attempts == 1 else {}
                answer = await one_hop(http, answer, headers, policy.max_bytes, unwanted)
                if answer.outcome != "redirect":
                    return answer
    except TimeoutError:
        return replace(
            answer, outcome="timeout", error=f"no whole answer within {policy.total_timeout_s:g} s"
        )
    return replace(answer, outcome="bad_redirect", error=f"more than {policy.max_redirects} redirects")


async def one_hop(
    http: httpx.AsyncClient, answer: Answer, headers: dict[str, str], max_bytes: int, unwanted: Unwanted
) -> Answer:
    """One request; the outcome is `redirect` where `final_url` is now the next address to ask."""
    try:
        async with http.stream("GET", answer.final_url, headers=headers) as response:
            answer = replace(
                answer, status=response.status_code, headers=tuple(response.headers.multi_items()), error=None
            )
            return await read_response(answer, response, max_bytes, unwanted)
    except BlockedAddress as error:
        return replace(answer, outcome="blocked_address", error=str(error))
    except TooLarge as error:
        return replace(answer, outcome="too_large", error=str(error))
    except BrokenBody as error:
        return replace(answer, outcome="broken_body", error=str(error))
    except httpx.TimeoutException as error:
        return replace(answer, outcome="timeout", error=f"{type(error).__name__}: no answer in time")
    except TimeoutError:
        raise  # the limit on the whole, which the caller names
    except Exception as error:  # besides httpx.HTTPError, h2, ssl and anyio let their own errors through
        return replace(answer, outcome=fault_of(answer, error), error=f"{type(error).__name__}: {error}")


def fault_of(answer: Answer, error: Exception) -> str:
    """The outcome of an error of the connection."""
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return "bad_redirect" if answer.attempts > 1 else "connect_error"
    return "broken_body" if answer.status is not None and answer.status < 300 else "connect_error"


async def read_response(
    answer: Answer, response: httpx.Response, max_bytes: int, unwanted: Unwanted
) -> Answer:
    """The answer, with the body where it is worth reading."""
    status = response.status_code
    if status == 304:
        return replace(answer, outcome="not_modified")
    if status in REDIRECTS:
        return follow(answer)
    if status >= 400 or status < 200:
        return replace(
            answer,
            outcome="http_error",
            error=f"the server answered {status} {response.reason_phrase}".strip(),
        )
    if status >= 300:
        return replace(
            answer, outcome="bad_redirect", error=f"the server answered {status} and no address to go to"
        )
    why = unwanted(answer.header("content-type"))
    if why:
        return replace(answer, outcome="unsupported_type", error=why)
    declared = answer.header("content-length") or ""
    if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > max_bytes:
        raise TooLarge(f"the body is larger than {max_bytes:,} bytes (it says {int(declared):,})")
    inflater = Inflater(answer.header("content-encoding") or "", max_bytes)
    async for part in response.aiter_raw():
        inflater.feed(part)
    body = inflater.close()
    return replace(answer, outcome="read" if body else "empty", body=body, error=None if body else "0 bytes")


def follow(answer: Answer) -> Answer:
    """The answer with the redirect's address as the next one; a bad one ends it."""
    location = answer.header("location")
    target = normalize_url(utf8(location), answer.final_url) if location else None
    if target is None:
        return replace(
            answer, outcome="bad_redirect", error=f"the redirect leads to {(location or 'nowhere')[:200]!r}"
        )
    return replace(answer, outcome="redirect", final_url=target)


def utf8(header: str) -> str:
    """A header that httpx read as Latin-1 although the server sent UTF-8 (as many Arabic sites do)."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
