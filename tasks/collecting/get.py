"""One bounded GET: redirects by hand, a limit on size and time, and an outcome whatever happens."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx

from config.errors import ListingError
from tasks.clock import Clock
from tasks.collecting.answers import Answer
from tasks.collecting.client import RECEIVED
from tasks.collecting.cookies import Cookies
from tasks.collecting.guard import BlockedAddress
from tasks.collecting.hosts import Hosts
from tasks.collecting.large import Place
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.responses import read_response
from tasks.collecting.terms import Terms
from tasks.parsing.inflate import BrokenBody, TooLarge


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What every request of one task goes through; `large` has the places of large bodies."""

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
            request = make_request(web, answer, terms)
        except (httpx.InvalidURL, ValueError) as error:
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


def make_request(web: Web, answer: Answer, terms: Terms) -> httpx.Request:
    """The next request; conditional the first time only: another address has other validators.

    The Host header is ours because httpx derives it from a decoded name, and not every name can be decoded.
    """
    conditions = {} if answer.redirects else terms.conditions
    headers = {"Host": urlsplit(answer.final_url).netloc, **conditions}
    return web.http.build_request("GET", answer.final_url, headers=headers)


async def one_hop(web: Web, answer: Answer, request: httpx.Request, cookies: Cookies, terms: Terms) -> Answer:
    """One request in its host's turn; the outcome is `redirect` where `final_url` is now the next address."""
    host = web.hosts.of(answer.final_url)
    async with web.hosts.turn(host):
        if web.hosts.rests(host):  # since this address began to wait for its turn
            return answer.refused(web.hosts.refusal(host))
        began_at = web.now()
        answer = replace(
            answer, attempts=answer.attempts + 1, status=None, headers=(), error=None, waited_s=0.0
        )
        answer = await in_time(web, answer, request, cookies, terms)
        took_s = max(0.0, (web.now() - began_at).total_seconds() - answer.waited_s)
        host.answer_s = took_s
        answer = replace(answer, answer_s=answer.answer_s + took_s)
        web.hosts.note(host, answer)
    return answer


async def in_time(web: Web, answer: Answer, request: httpx.Request, cookies: Cookies, terms: Terms) -> Answer:
    """One exchange within what is left of the time; the place of a large body goes with a whole answer."""
    place = Place(web.large)
    try:
        async with asyncio.timeout(web.policy.total_timeout_s - answer.answer_s) as limit:
            answer = await exchange(web, answer, request, cookies, terms, place, limit)
    except TimeoutError:
        limit_s = place.limit_s or web.policy.total_timeout_s
        said = f"no whole answer within {limit_s:g} s" + (" of a large body's turn" if place.limit_s else "")
        answer = answer.failed("timeout", said, may_pass=True)
    except BaseException:
        place.leave()
        raise
    answer = replace(answer, waited_s=answer.waited_s + place.waited_s)
    if answer.outcome == "read" and terms.takes_place:
        return replace(answer, place=place)
    place.leave()
    return answer


async def exchange(
    web: Web,
    answer: Answer,
    request: httpx.Request,
    cookies: Cookies,
    terms: Terms,
    place: Place,
    limit: asyncio.Timeout,
) -> Answer:
    """Send the request and read what comes; every fault of connection and body is an outcome."""
    try:
        response = await web.http.send(request, stream=True)
        try:
            cookies.keep(response)
            answer = replace(answer, status=response.status_code, headers=response.extensions[RECEIVED])
            answer = await read_response(answer, response, terms, place, limit)
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
