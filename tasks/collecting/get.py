"""One bounded GET: redirects by hand, a limit on size and time, and an outcome whatever happens."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx

from config.errors import ListingError
from tasks.clock import Clock
from tasks.collecting.answers import Answer
from tasks.collecting.client import RECEIVED
from tasks.collecting.cookies import Cookies
from tasks.collecting.guard import BlockedAddress
from tasks.collecting.hosts import Hosts
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.responses import read_response
from tasks.collecting.terms import Terms
from tasks.parsing.inflate import BrokenBody, TooLarge

LARGE_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What every request of one task goes through; `large` bounds how many large bodies are held."""

    http: httpx.AsyncClient
    policy: FetchPolicy
    hosts: Hosts
    now: Clock
    large: asyncio.Semaphore


async def get(web: Web, url: str, terms: Terms) -> Answer:
    """Ask one normalized address, and where it redirects the next ones, each in its host's turn."""
    answer = Answer(outcome="read", final_url=url, redirects=terms.way)
    cookies = Cookies()
    seen: set[tuple[str, str]] = set()
    for _ in range(web.policy.max_redirects + 1 - len(terms.way)):
        refusal = await terms.allowed(answer.final_url)
        if refusal:
            return answer.refused(refusal)
        try:
            request = web.http.build_request("GET", answer.final_url, headers=first(terms.conditions, answer))
        except httpx.InvalidURL as error:
            return answer.failed("bad_redirect" if answer.redirects else "connect_error", str(error))
        here = (answer.final_url, cookies.attach(request))
        if here in seen:
            return answer.failed("bad_redirect", "the redirects go in circles")
        seen.add(here)
        answer = await one_hop(web, answer, request, cookies, terms)
        if answer.outcome != "redirect":
            return answer
        if not terms.mine(answer.final_url):
            return replace(answer, outcome="elsewhere")
    return answer.failed("bad_redirect", f"more than {web.policy.max_redirects} redirects")


def first(conditions: Mapping[str, str], answer: Answer) -> dict[str, str]:
    """The conditional headers, for the first request only: another address has other validators."""
    return {} if answer.redirects else dict(conditions)


async def one_hop(web: Web, answer: Answer, request: httpx.Request, cookies: Cookies, terms: Terms) -> Answer:
    """One request in its host's turn; the outcome is `redirect` where `final_url` is now the next address."""
    host = web.hosts.of(answer.final_url)
    async with web.hosts.turn(host):
        began_at = web.now()
        answer = replace(answer, attempts=answer.attempts + 1, status=None, headers=(), error=None)
        left_s = web.policy.total_timeout_s - answer.answer_s
        try:
            async with asyncio.timeout(left_s):
                answer = await exchange(web, answer, request, cookies, terms)
        except TimeoutError:
            said = f"no whole answer within {web.policy.total_timeout_s:g} s"
            answer = answer.failed("timeout", said, may_pass=True)
        took_s = (web.now() - began_at).total_seconds()
        answer = replace(answer, answer_s=answer.answer_s + took_s)
        web.hosts.note(host, answer)
    return answer


async def exchange(
    web: Web, answer: Answer, request: httpx.Request, cookies: Cookies, terms: Terms
) -> Answer:
    """Send the request and read what comes; every fault of connection and body is an outcome."""
    try:
        response = await web.http.send(request, stream=True)
        try:
            cookies.keep(response)
            answer = replace(answer, status=response.status_code, headers=response.extensions[RECEIVED])
            answer = await read_response(answer, response, terms, web.large)
        finally:
            await response.aclose()
        return terms.onward(answer) if answer.outcome == "read" else answer
    except BlockedAddress as error:
        return answer.failed("blocked_address", str(error))
    except TooLarge as error:
        return answer.failed("too_large", str(error))
    except BrokenBody as error:
        return answer.failed("broken_body", str(error))
    except httpx.TimeoutException as error:
        return answer.failed("timeout", f"{type(error).__name__}: no answer in time", may_pass=True)
    except ListingError as error:
        return answer.failed("bad_listing", str(error))
    except TimeoutError:
        raise  # the limit on the whole, which the caller names
    except Exception as error:  # besides httpx.HTTPError, h2, ssl and anyio let their own errors through
        return broken_connection(answer, error)


def broken_connection(answer: Answer, error: Exception) -> Answer:
    """The answer of a connection that failed."""
    outcome = "broken_body" if answer.status is not None and answer.status < 300 else "connect_error"
    return answer.failed(outcome, f"{type(error).__name__}: {error}", may_pass=True)
