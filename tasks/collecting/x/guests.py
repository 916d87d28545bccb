"""Single tweets as X shows them to guests: without a token, one at a time, not promised by anybody.

tweet-result is what embedded tweets load from; oEmbed (https://docs.x.com/x-for-websites/oembed-api) is a
documented service. Both answers are kept as they came, a 404 too: it says that the tweet is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

import httpx

from tasks.clock import Clock
from tasks.collecting.answers import Answer, status_may_pass
from tasks.collecting.hosts import Sleep
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.x.exchange import exchange
from tasks.parsing.tweet_urls import tweet_address
from tasks.parsing.x.answered import is_object
from tasks.parsing.x.payload import Payload
from tasks.parsing.x.token import syndication_token

DELAY_S = 1.0  # between two looks at one service
GIVE_UP_AFTER = 3  # failures in a row
SPOKEN = (200, 400, 403, 404)  # answers that say something of the tweet


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One place to look a tweet up: its form as a payload, and the address for an id."""

    form: str
    address: Callable[[str], str]


def syndication(base: str) -> Service:
    """The look-up that embedded tweets load from."""

    def address(tweet_id: str) -> str:
        given = {"id": tweet_id, "lang": "en", "token": syndication_token(tweet_id)}
        return f"{base}/tweet-result?{urlencode(given)}"

    return Service(form="syndication", address=address)


def oembed(base: str) -> Service:
    """The oEmbed service."""

    def address(tweet_id: str) -> str:
        given = {"url": tweet_address(tweet_id, None), "omit_script": "1", "dnt": "true"}
        return f"{base}/oembed?{urlencode(given)}"

    return Service(form="oembed", address=address)


@dataclass(slots=True, kw_only=True)
class Guest:
    """Asks the services, the next one where one does not speak; one that fails again and again is left."""

    http: httpx.AsyncClient
    policy: FetchPolicy
    services: tuple[Service, ...]
    now: Clock
    sleep: Sleep
    until: datetime
    failures: dict[str, int] = field(default_factory=dict)

    async def look_up(self, tweet_id: str) -> list[tuple[Answer, Payload]]:
        """What the services said of a tweet, in order; the last one is `read` where any of them spoke."""
        said: list[tuple[Answer, Payload]] = []
        for service in self.services:
            if self.failures.get(service.form, 0) >= GIVE_UP_AFTER or self.now() > self.until:
                continue
            answer = await self.ask(service, tweet_id)
            said.append((answer, Payload(form=service.form, asked=(tweet_id,))))
            self.failures[service.form] = (
                0 if answer.outcome == "read" else self.failures.get(service.form, 0) + 1
            )
            if answer.outcome == "read":
                break
        return said

    async def ask(self, service: Service, tweet_id: str) -> Answer:
        """One look, a while after the one before."""
        await self.sleep(DELAY_S)
        asking = Answer(outcome="", final_url=service.address(tweet_id))
        limit_s = self.policy.total_timeout_s
        return await exchange(self.http, asking, {}, now=self.now, timeout_s=limit_s, judge=judge)


def judge(answer: Answer) -> Answer:
    """The answer with its outcome: `read` where it says something of the tweet."""
    status = answer.status or 0
    if status == 200 and not is_object(answer.body):
        return answer.failed("broken_body", "the answer is not a JSON object", may_pass=True)
    if status in SPOKEN and answer.body:
        return replace(answer, outcome="read")
    return answer.failed("http_error", f"the server answered {status}", may_pass=status_may_pass(status))
